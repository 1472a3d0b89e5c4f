using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Runtime.Deployments;

/// <summary>Something that is wrong with a deployment, and the file that it is in.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Problem">What is wrong.</param>
public sealed record DeploymentProblem(string File, ManifestProblem Problem)
{
    /// <summary>The whole problem on one line.</summary>
    public override string ToString() => Problem.Line > 0
        ? $"{File}:{Problem.Line} {Problem.Path}: {Problem.Reason} {Problem.Remedy}"
        : $"{File}: {Problem.Reason} {Problem.Remedy}";
}
