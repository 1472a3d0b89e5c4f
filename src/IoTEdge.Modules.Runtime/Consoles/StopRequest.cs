using System.Runtime.InteropServices;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Turns Ctrl+C and SIGTERM into a stop in order; a second one ends the process, and with it everything that it started.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopRequest(TimeProvider time)
    {
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _registrations.Add(PosixSignalRegistration.Create(signal, Take));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Stops by itself after a while.</summary>
    public void After(TimeSpan delay) => _source.CancelAfter(delay);

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        // The default of a second signal: the process ends at once.
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        _source.Cancel();
    }
}
