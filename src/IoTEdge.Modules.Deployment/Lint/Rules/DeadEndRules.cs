using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Outputs and inputs of a contract that no route knows.</summary>
internal static class DeadEndRules
{
    public static void Check(LintContext context)
    {
        foreach (var module in context.Modules)
        {
            foreach (var output in module.Offer?.Outputs ?? [])
                if (!context.Routes.Any(route => route.Route.Source.Matches(MessageSource.Module(module.Name, output))))
                    context.Add(LintRules.UnroutedOutput, module.At, 0, $"No route takes from the output '{output}' of '{module.Name}': edgeHub acknowledges its messages and drops them.", $"Add a route, such as FROM /messages/modules/{module.Name}/outputs/{output} INTO $upstream.");
            foreach (var input in module.Offer?.Inputs ?? [])
                if (!context.Routes.Any(route => route.Route.Sink == new ModuleInputSink(module.Name, input)))
                    context.Add(LintRules.UnroutedInput, module.At, 0, $"No route leads to the input '{input}' of '{module.Name}'.", "Add a route, if the module shall get messages there.");
        }
    }
}
