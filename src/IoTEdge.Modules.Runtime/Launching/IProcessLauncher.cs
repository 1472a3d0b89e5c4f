namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>Starts processes that end when this one does, however it ends. One implementation per system.</summary>
internal interface IProcessLauncher : IDisposable
{
    /// <exception cref="LaunchException">The system refused.</exception>
    Task<ChildProcess> StartAsync(LaunchRequest request);
}
