using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Runtime.Deployments;

/// <summary>A deployment cannot be started as it is written; nothing was started.</summary>
public sealed class DeploymentException : EdgeRuntimeException
{
    internal DeploymentException(IReadOnlyList<DeploymentProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Where(IsError))) => Problems = problems;

    /// <summary>Everything that is wrong, warnings included.</summary>
    public IReadOnlyList<DeploymentProblem> Problems { get; }

    internal static bool IsError(DeploymentProblem problem) => problem.Problem.Severity == ManifestSeverity.Error;
}
