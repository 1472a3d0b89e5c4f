using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Collects what is wrong, so that one reading finds all of it.</summary>
internal sealed class ProblemList
{
    private readonly List<ManifestProblem> _problems = [];

    public void Error(JsonNodeAt at, string reason, string remedy) => Add(ManifestSeverity.Error, at, reason, remedy);

    public void Warning(JsonNodeAt at, string reason, string remedy) => Add(ManifestSeverity.Warning, at, reason, remedy);

    /// <summary>Everything found, in the order of the document.</summary>
    public IReadOnlyList<ManifestProblem> InOrder() => [.. _problems.OrderBy(problem => problem.Line)];

    private void Add(ManifestSeverity severity, JsonNodeAt at, string reason, string remedy) =>
        _problems.Add(new ManifestProblem(severity, at.Path, at.Line, reason, remedy));
}
