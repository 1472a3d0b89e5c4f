using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>
/// What goes to one client. Packets gather in a buffer while the previous buffer is on its way, so that many packets leave in one write:
/// a system call and a TLS record per packet is what limits a broker.
/// </summary>
internal sealed class MqttOutput(PipeWriter writer)
{
    private const int InitialCapacity = 4 * 1024;
    private const int KeptCapacity = 1024 * 1024;

    // A client that takes nothing may have its whole window and some answers waiting, not more.
    private const int MaxPending = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private ArrayBufferWriter<byte> _filling = new(InitialCapacity);
    private ArrayBufferWriter<byte> _leaving = new(InitialCapacity);

    /// <summary>Whether more waits than a client that reads would leave waiting.</summary>
    public bool IsOverfull
    {
        get
        {
            lock (_gate)
                return _filling.WrittenCount > MaxPending;
        }
    }

    public void SendConnAck(MqttConnAck connAck)
    {
        lock (_gate)
            MqttPacketWriter.WriteConnAck(_filling, connAck);
        Signal();
    }

    /// <summary>Sends PUBLISH: at quality of service 0 for packet id 0, else at 1.</summary>
    /// <returns><see langword="false"/> when too much waits already: the client does not read.</returns>
    /// <exception cref="ProtocolException">The topic is too long.</exception>
    public bool TrySendPublish(string topic, ReadOnlySpan<byte> payload, ushort packetId, bool isDuplicate)
    {
        var qualityOfService = packetId == 0 ? MqttQualityOfService.AtMostOnce : MqttQualityOfService.AtLeastOnce;
        lock (_gate)
        {
            if (_filling.WrittenCount > MaxPending)
                return false;
            MqttPacketWriter.WritePublish(_filling, topic, payload, qualityOfService, packetId, isDuplicate);
        }

        Signal();
        return true;
    }

    public void SendPubAcks(List<ushort> packetIds)
    {
        if (packetIds.Count == 0)
            return;
        lock (_gate)
        {
            foreach (var packetId in packetIds)
                MqttPacketWriter.WritePubAck(_filling, packetId);
        }

        Signal();
    }

    public void SendSubAck(ushort packetId, ReadOnlySpan<byte> codes)
    {
        lock (_gate)
            MqttPacketWriter.WriteSubAck(_filling, packetId, codes);
        Signal();
    }

    public void SendUnsubAck(ushort packetId)
    {
        lock (_gate)
            MqttPacketWriter.WriteUnsubAck(_filling, packetId);
        Signal();
    }

    public void SendPingResponse()
    {
        lock (_gate)
            MqttPacketWriter.WritePingResponse(_filling);
        Signal();
    }

    /// <summary>Writes what gathers, until <see cref="Complete"/> was called and all is written, or the connection breaks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _signal.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_signal.Reader.TryRead(out _))
            {
                // One signal stands for everything up to now.
            }

            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>No more packets come.</summary>
    public void Complete() => _signal.Writer.TryComplete();

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            (_filling, _leaving) = (_leaving, _filling);
        if (_leaving.WrittenCount == 0)
            return;
        await writer.WriteAsync(_leaving.WrittenMemory, cancellationToken).ConfigureAwait(false);
        if (_leaving.Capacity > KeptCapacity)
            _leaving = new ArrayBufferWriter<byte>(InitialCapacity);
        else
            _leaving.ResetWrittenCount();
    }

    private void Signal() => _signal.Writer.TryWrite(true);
}
