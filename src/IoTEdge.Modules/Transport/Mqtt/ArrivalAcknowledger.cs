using System.Threading.Channels;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>
/// Acknowledges what arrived in the order of arrival, whatever order handlers finish in: hubs ignore or punish a PUBACK out of order
/// (protocol sections 1.5 and 11.7). Behind one that is never acknowledged none is, and the hub sends them again.
/// </summary>
internal sealed class ArrivalAcknowledger(int capacity, Action<ushort> acknowledge)
{
    private readonly Channel<(ushort PacketId, Task<bool> Outcome)> _arrivals =
        Channel.CreateBounded<(ushort, Task<bool>)>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });

    private readonly TaskCompletionSource _isDraining = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes a packet's place in the order.</summary>
    /// <returns><see langword="false"/> when too many wait already.</returns>
    public bool TryAdd(ushort packetId, Task<bool> outcome) => _arrivals.Writer.TryWrite((packetId, outcome));

    /// <summary>Lets <see cref="RunAsync"/> end once what is finished is acknowledged; unfinished work is no longer waited for.</summary>
    public void Drain()
    {
        _arrivals.Writer.TryComplete();
        _isDraining.TrySetResult();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (packetId, outcome) in _arrivals.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!outcome.IsCompleted)
                await Task.WhenAny(outcome, _isDraining.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!outcome.IsCompletedSuccessfully || !await outcome.ConfigureAwait(false))
            {
                await _isDraining.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            acknowledge(packetId);
        }
    }
}
