using System.Buffers;
using System.Threading.Channels;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>
/// Collects packets and writes whatever has come together since the last write at once: one system call and one TLS record for many
/// packets, which is what sending costs. What goes in is bounded by the callers, who hold a place in a window before they write.
/// </summary>
internal sealed class MqttOutbox
{
    // A burst may grow a buffer; one beyond this is given back after it.
    private const int MaxKeptCapacity = 1 << 20;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private ArrayBufferWriter<byte> _filling = new(16 * 1024);
    private ArrayBufferWriter<byte> _flushing = new(16 * 1024);
    private bool _isCompleted;

    /// <summary>Appends packets. After <see cref="Complete"/> nothing happens: the connection is over.</summary>
    public void Write<TState>(TState state, Action<IBufferWriter<byte>, TState> write)
    {
        lock (_gate)
        {
            if (_isCompleted) return;
            write(_filling, state);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Lets <see cref="RunAsync"/> end once everything is written.</summary>
    public void Complete()
    {
        lock (_gate) _isCompleted = true;
        _signal.Writer.TryComplete();
    }

    /// <summary>Writes until completed or cancelled.</summary>
    public async Task RunAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await _signal.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_signal.Reader.TryRead(out _))
            {
            }

            await FlushAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        await FlushAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FlushAsync(Stream stream, CancellationToken cancellationToken)
    {
        lock (_gate) (_filling, _flushing) = (_flushing, _filling);
        if (_flushing.WrittenCount == 0) return;
        await stream.WriteAsync(_flushing.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_flushing.Capacity > MaxKeptCapacity) _flushing = new ArrayBufferWriter<byte>(16 * 1024);
        else _flushing.ResetWrittenCount();
    }
}
