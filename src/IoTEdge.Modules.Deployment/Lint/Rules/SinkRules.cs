using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Receivers that are not there, or do not run.</summary>
internal static class SinkRules
{
    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
        {
            if (route.Route.Sink is not ModuleInputSink sink) continue;
            var start = route.Route.Text.LastIndexOf("BrokeredEndpoint", StringComparison.OrdinalIgnoreCase);
            if (context.FindReceiver(sink.ModuleId) is not { } receiver)
                context.Add(LintRules.UnknownReceiver, route, start, $"'{route.Name}' leads to the module '{sink.ModuleId}', which is not in the manifest: its messages wait until they expire.", context.ModuleNames);
            else if (receiver.Offer is { } offer && !offer.Inputs.Contains(sink.Input, StringComparer.Ordinal))
                context.Add(LintRules.UnknownInput, route, start, $"'{route.Name}' leads to the input '{sink.Input}', which the module '{sink.ModuleId}' does not have.", SourceRules.Names("It has", offer.Inputs));
            else if (receiver.IsStopped)
                context.Add(LintRules.StoppedReceiver, route, start, $"'{route.Name}' leads to the module '{sink.ModuleId}', whose status is stopped: its messages wait until they expire.", "Start the module, or remove the route.");
        }
    }
}
