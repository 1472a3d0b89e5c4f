using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>What a supervisor keeps alive.</summary>
/// <param name="Name">The module.</param>
/// <param name="Image">Its image.</param>
/// <param name="RestartPolicy">When it is started again.</param>
/// <param name="StartAsync">Starts its process; throws <see cref="Launching.LaunchException"/> when the system refuses.</param>
internal sealed record SupervisedModule(string Name, string Image, RestartPolicy RestartPolicy, Func<Task<IModuleProcess>> StartAsync);
