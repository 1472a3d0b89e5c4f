namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>One kind of mistake in routes. Codes do not change and are not used again.</summary>
/// <param name="Code">RTE and three digits.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Title">What it is about, in a few words.</param>
public sealed record LintRule(string Code, LintSeverity Severity, string Title);
