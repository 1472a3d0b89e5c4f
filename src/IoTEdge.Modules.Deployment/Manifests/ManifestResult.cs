using System.Diagnostics.CodeAnalysis;

namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>What came out of reading a manifest: the manifest, or everything that is wrong with it.</summary>
public sealed class ManifestResult
{
    internal ManifestResult(DeploymentManifest? manifest, IReadOnlyList<ManifestProblem> problems)
    {
        Problems = problems;
        Manifest = problems.Any(problem => problem.Severity == ManifestSeverity.Error) ? null : manifest;
    }

    /// <summary>The manifest; null when there is an error.</summary>
    public DeploymentManifest? Manifest { get; }

    /// <summary>Every error and every warning, in the order of the document.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>Whether the manifest can be used.</summary>
    [MemberNotNullWhen(true, nameof(Manifest))]
    public bool IsValid => Manifest is not null;
}
