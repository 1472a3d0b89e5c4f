using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Lint.Rules;

/// <summary>Sources that no message has.</summary>
internal static class SourceRules
{
    public static void Check(LintContext context)
    {
        foreach (var route in context.Routes)
            if (CheckPath(context, route) && route.Route.Source.ModuleId is { } module) CheckSender(context, route, Start(route), module, Segments(route));
    }

    /// <summary>Looks only at whether any message can have the source.</summary>
    public static void CheckPaths(LintContext context)
    {
        foreach (var route in context.Routes) CheckPath(context, route);
    }

    private static bool CheckPath(LintContext context, LintRoute route)
    {
        var segments = Segments(route);
        if (Array.Exists(segments, segment => segment.Contains('*', StringComparison.Ordinal)))
            context.Add(LintRules.SourceMatchesNothing, route, Start(route), $"'{route.Name}' takes nothing: an asterisk before the end of a source is an ordinary character.", "Write the module's name, or end the source at the asterisk and ask for $outputName.");
        else if (!IsKnown(segments))
            context.Add(LintRules.SourceMatchesNothing, route, Start(route), $"'{route.Name}' takes nothing: no message comes from {route.Route.Source}.", "Sources are /messages/*, /messages/modules/<module>/outputs/<output>, /twinChangeNotifications, and beginnings of these.");
        else
            return true;
        return false;
    }

    private static int Start(LintRoute route) => Math.Max(0, route.Route.Text.IndexOf('/', StringComparison.Ordinal));

    private static string[] Segments(LintRoute route) => route.Route.Source.Prefix.Trim('/').Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsKnown(string[] segments) => segments switch
    {
        [] => true,
        [var first] when Is(first, "twinChangeNotifications") => true,
        [var first, .. var rest] when Is(first, "messages") => rest is [] || (Is(rest[0], "modules") && (rest.Length < 3 || Is(rest[2], "outputs"))),
        _ => false,
    };

    private static void CheckSender(LintContext context, LintRoute route, int start, string module, string[] segments)
    {
        if (context.FindSender(module) is not { } sender)
        {
            context.Add(LintRules.UnknownSender, route, start, $"'{route.Name}' takes from the module '{module}', which is not in the manifest.", context.ModuleNames);
            return;
        }

        if (sender.Offer is { } offer && segments is [_, _, _, _, var first, .. var rest] && string.Join('/', [first, .. rest]) is var output
            && !offer.Outputs.Any(known => Is(known, output) || known.StartsWith(output + "/", StringComparison.OrdinalIgnoreCase)))
            context.Add(LintRules.UnknownOutput, route, start, $"'{route.Name}' takes from the output '{output}', which the module '{module}' does not have.", Names("It has", offer.Outputs));
    }

    private static bool Is(string segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);

    internal static string Names(string begin, IReadOnlyCollection<string> names) => names.Count == 0 ? $"{begin} none." : $"{begin}: {string.Join(", ", names)}.";
}
