namespace IoTEdge.Modules.Runtime.Launching.Unix;

/// <summary>SIGTERM to the process, as a container runtime does; SIGKILL to its whole group.</summary>
internal sealed class UnixSignal : IStopSignal
{
    public void Ask(int processId) => _ = UnixCalls.Kill(processId, UnixCalls.SignalTerminate);

    public void Kill(int processId)
    {
        // The launcher makes a session, and with it a group of the process's id; before it got there, there is only the process.
        if (UnixCalls.Kill(-processId, UnixCalls.SignalKill) != 0) _ = UnixCalls.Kill(processId, UnixCalls.SignalKill);
    }
}
