using IoTEdge.Modules.Deployment.Manifests.Json;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>What the rules look at, and where they put what they find.</summary>
internal sealed class LintContext(IReadOnlyList<LintRoute> routes, IReadOnlyList<LintModule> modules)
{
    private readonly List<LintFinding> _findings = [];

    public IReadOnlyList<LintRoute> Routes { get; } = routes;

    public IReadOnlyList<LintModule> Modules { get; } = modules;

    public string ModuleNames => Modules.Count == 0 ? "The manifest has no modules." : $"Name one of: {string.Join(", ", Modules.Select(module => module.Name))}.";

    public IReadOnlyList<LintFinding> Findings => [.. _findings.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Rule.Code, StringComparer.Ordinal)];

    /// <summary>A module by the name in a source, where the case does not count.</summary>
    public LintModule? FindSender(string name) => Modules.FirstOrDefault(module => module.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A module by the name in a sink, where it does.</summary>
    public LintModule? FindReceiver(string name) => Modules.FirstOrDefault(module => module.Name == name);

    /// <summary>The modules whose messages a route may take, by its source.</summary>
    public IEnumerable<LintModule> Senders(Route route) => Modules.Where(module => route.Source.MayTakeFrom(module.Name));

    /// <param name="rule">The kind of mistake.</param>
    /// <param name="route">The route.</param>
    /// <param name="start">Where in its text, from 0; -1 for the whole.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="remedy">What to do.</param>
    public void Add(LintRule rule, LintRoute route, int start, string reason, string remedy) => Add(rule, route.At, start + 1, reason, remedy);

    public void Add(LintRule rule, JsonNodeAt at, int column, string reason, string remedy) =>
        _findings.Add(new LintFinding(rule, at.Path, at.Line, column, reason, remedy));
}
