using System.Diagnostics.CodeAnalysis;

namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>What came out of reading the desired properties of <c>$edgeHub</c>: the configuration, or everything that is wrong with them.</summary>
public sealed class HubConfigurationResult
{
    internal HubConfigurationResult(HubConfiguration? configuration, IReadOnlyList<ManifestProblem> problems)
    {
        Problems = problems;
        Configuration = problems.Any(problem => problem.Severity == ManifestSeverity.Error) ? null : configuration;
    }

    /// <summary>The configuration; null when there is an error.</summary>
    public HubConfiguration? Configuration { get; }

    /// <summary>Every error and every warning, in the order of the document.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>Whether the configuration can be used.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    public bool IsValid => Configuration is not null;
}
