using IoTEdge.Modules.Deployment.Lint;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Runtime.Deployments;

/// <summary>What routes do on a device that is hardly meant: said before anything starts, and where it is strict, a reason not to start.</summary>
internal static class RouteProblems
{
    // The manifest's own reader has said these.
    private static readonly string[] Said = ["RTE001", "RTE002", "RTE017", "RTE018"];
    private static readonly string[] SaidAsWarnings = ["RTE003", "RTE004"];

    public static IReadOnlyList<ManifestProblem> Find(ReadOnlyMemory<byte> manifest, IReadOnlyList<Route> routes, bool isStrict)
    {
        // What the hub itself would refuse; the rest, such as a circle that may be none, stays a warning.
        var surprises = isStrict ? RouteLint.Check(routes).Select(finding => finding.Rule).ToHashSet() : [];
        return
        [
            .. RouteLint.Check(manifest)
                .Where(finding => finding.Rule.Severity != LintSeverity.Hint && !Said.Contains(finding.Rule.Code) && (isStrict || !SaidAsWarnings.Contains(finding.Rule.Code)))
                .Select(finding => new ManifestProblem(
                    surprises.Contains(finding.Rule) ? ManifestSeverity.Error : ManifestSeverity.Warning, finding.Path, finding.Line, $"{finding.Rule.Code}: {finding.Reason}", finding.Remedy)),
        ];
    }
}
