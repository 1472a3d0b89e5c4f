namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>One thing that is wrong with a manifest: where, what and what to do.</summary>
/// <param name="Severity">Whether the manifest can be used nevertheless.</param>
/// <param name="Path">Where in the document, as a JSON path such as <c>$.modulesContent.filter</c>.</param>
/// <param name="Line">The line, the first is 1; 0 when the problem is with the document as a whole.</param>
/// <param name="Reason">What is wrong, with the value, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
public sealed record ManifestProblem(ManifestSeverity Severity, string Path, int Line, string Reason, string Remedy)
{
    /// <summary>The whole problem on one line.</summary>
    public override string ToString() => $"line {Line}, {Path}: {Reason} {Remedy}";
}
