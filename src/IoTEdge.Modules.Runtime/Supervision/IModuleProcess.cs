namespace IoTEdge.Modules.Runtime.Supervision;

/// <summary>A process, as far as its supervisor has to do with it.</summary>
internal interface IModuleProcess : IAsyncDisposable
{
    int Id { get; }

    /// <summary>The exit code, once there is one.</summary>
    Task<int> Completion { get; }

    /// <summary>Asks the process to end, and ends it after the grace.</summary>
    /// <returns>Whether it ended by itself.</returns>
    Task<bool> StopAsync(TimeSpan grace);
}
