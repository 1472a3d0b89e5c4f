namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>What edgeHub does not look at, or looks at too late.</summary>
internal static class TextRules
{
    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
        {
            if (route.Route.Condition?.Error is { } error)
                context.Add(LintRules.ConditionError, route, error.Position - 1, $"The condition of '{route.Name}' cannot be compiled: {error.Why} edgeHub reports 200 for it and applies none of the routes.", error.Remedy);
            if (route.Route.IgnoredText is { } ignored) CheckIgnored(context, route, ignored);
            CheckComment(context, route);
        }
    }

    private static void CheckIgnored(LintContext context, LintRoute route, string ignored)
    {
        var start = route.Route.Text.LastIndexOf(ignored, StringComparison.Ordinal);
        if (ignored.StartsWith("WHERE", StringComparison.OrdinalIgnoreCase))
            context.Add(LintRules.ConditionAfterSink, route, start, $"The condition of '{route.Name}' stands after the sink, where edgeHub does not look at it: every message of the source is routed.", "Move the condition before INTO.");
        else
            context.Add(LintRules.TextAfterSink, route, start, $"'{route.Name}' has text after its sink, which edgeHub does not look at: {ignored}", "Remove it.");
    }

    // FROM /messages/* WHERE ... /* why */ INTO: to edgeHub the condition is part of a comment.
    private static void CheckComment(LintContext context, LintRoute route)
    {
        var text = route.Route.Text;
        var open = text.IndexOf("/*", StringComparison.Ordinal);
        if (route.Route.Condition is not null || open < 0 || text.IndexOf("*/", open + 2, StringComparison.Ordinal) is not (> 0 and var close)) return;
        var where = text.IndexOf("WHERE", open, close - open, StringComparison.OrdinalIgnoreCase);
        if (where > 0)
            context.Add(LintRules.SwallowedByComment, route, open, $"In '{route.Name}' the asterisk of the source opens a comment that ends after the condition: every message of the source is routed.", "Leave the asterisk out, FROM /messages WHERE ..., or the comment.");
    }
}
