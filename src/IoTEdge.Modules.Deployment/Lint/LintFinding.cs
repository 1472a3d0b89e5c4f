namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>A mistake in the routes of a manifest: which, where, and what to do.</summary>
/// <param name="Rule">The kind of mistake.</param>
/// <param name="Path">Where in the document, as a JSON path such as <c>$.modulesContent['$edgeHub']['properties.desired'].routes.alerts</c>.</param>
/// <param name="Line">The line of the document; the first is 1.</param>
/// <param name="Column">Where in the text of the route, in characters; the first is 1, and 0 means the whole.</param>
/// <param name="Reason">What is wrong, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record LintFinding(LintRule Rule, string Path, int Line, int Column, string Reason, string Remedy)
{
    /// <summary>The whole finding on one line.</summary>
    public override string ToString()
    {
        var column = Column > 0 ? $", character {Column}" : "";
        return $"{Rule.Code} {Rule.Severity} line {Line}, {Path}{column}: {Reason} {Remedy}";
    }
}
