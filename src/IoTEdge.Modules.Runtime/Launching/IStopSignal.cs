namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>How a system asks a process to end, and how it ends one that does not.</summary>
internal interface IStopSignal
{
    /// <summary>Asks: SIGTERM on Unix, Ctrl+Break on Windows. A process that has ended meanwhile is no error.</summary>
    void Ask(int processId);

    /// <summary>Ends the process and what it started, also when it has ended itself meanwhile.</summary>
    void Kill(int processId);
}
