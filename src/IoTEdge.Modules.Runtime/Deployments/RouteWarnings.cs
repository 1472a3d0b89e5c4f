using IoTEdge.Modules.Deployment.Lint;
using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Runtime.Deployments;

/// <summary>What routes do on a device that is hardly meant: said before anything starts, and no reason not to start.</summary>
internal static class RouteWarnings
{
    // The manifest's own reader has said these.
    private static readonly string[] Said = ["RTE001", "RTE002", "RTE003", "RTE004", "RTE017", "RTE018"];

    public static IReadOnlyList<ManifestProblem> Find(ReadOnlyMemory<byte> manifest) =>
    [
        .. RouteLint.Check(manifest)
            .Where(finding => finding.Rule.Severity != LintSeverity.Hint && !Said.Contains(finding.Rule.Code))
            .Select(finding => new ManifestProblem(ManifestSeverity.Warning, finding.Path, finding.Line, $"{finding.Rule.Code}: {finding.Reason}", finding.Remedy)),
    ];
}
