using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Conditions on the body that hang on what the sender says of it.</summary>
internal static class ContentTypeRules
{
    public static void Check(LintContext context)
    {
        CheckComparisons(context);
        foreach (var route in context.Routes)
        {
            if (route.Nodes.FirstOrDefault(node => node is BodyNode) is not { } body || IsOfTwins(route)) continue;
            if (!context.Senders(route.Route).Any() || context.Senders(route.Route).Any(module => module.Offer is null))
                context.Add(LintRules.ContentType, route, body.Start, $"'{route.Name}' looks into the body, which works for messages that say contentType application/json and contentEncoding utf-8.", "See that the sender sets both; modules of this SDK do.");
        }
    }

    /// <summary>Looks only at what the condition itself says of the content type.</summary>
    public static void CheckComparisons(LintContext context)
    {
        foreach (var route in context.Routes.Where(route => route.Nodes.Any(node => node is BodyNode)))
        {
            if (IsOfTwins(route))
                context.Add(LintRules.WrongContentType, route, route.Nodes.First(node => node is BodyNode).Start, $"'{route.Name}' looks into the body of changes of reported properties, which have no content type: there every $body is undefined.", "Take all changes, and look into them in the module.");
            else if (route.Nodes.OfType<CompareNode>().FirstOrDefault(IsWrongContentType) is { } comparison)
                context.Add(LintRules.WrongContentType, route, comparison.Start, $"'{route.Name}' asks for a content type with which edgeHub does not look into the body: there every $body is undefined.", "Have application/json alone in contentType, and utf-8 in contentEncoding.");
        }
    }

    private static bool IsOfTwins(LintRoute route) =>
        route.Route.Source.Prefix.StartsWith(MessageSource.TwinChangeNotifications, StringComparison.OrdinalIgnoreCase);

    private static bool IsWrongContentType(CompareNode comparison) =>
        comparison.Operator.Kind == OperatorKind.Equal
        && comparison.Operands.ToArray().Any(operand => operand is SystemPropertyNode system && system.Name.Equals("contentType", StringComparison.OrdinalIgnoreCase)
            || operand is PropertyNode { Otherwise: SystemPropertyNode other } && other.Name.Equals("contentType", StringComparison.OrdinalIgnoreCase))
        && comparison.Operands.ToArray().Any(operand => operand is ConstantNode { Value.Text: { } text } && !text.Equals("application/json", StringComparison.OrdinalIgnoreCase));
}
