using System.Threading.Channels;

namespace IoTEdge.Modules.Inputs;

/// <summary>Wakes the one who waits for more; what happens while nobody waits is not missed.</summary>
internal sealed class InputSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits; a token that is cancelled ends it without an exception.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await ((Task)_channel.Reader.WaitToReadAsync(cancellationToken).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Reader.TryRead(out _);
    }

    /// <summary>Waits for a time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await WaitAsync(either.Token).ConfigureAwait(false);
    }
}
