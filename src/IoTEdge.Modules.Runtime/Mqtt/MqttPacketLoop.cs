using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>Reads what one connected module sends. All messages of one read go to the store together, and are acknowledged together.</summary>
internal sealed class MqttPacketLoop
{
    /// <summary>The largest packet: the largest message with the longest topic (protocol section 1.1.6).</summary>
    internal const int MaxPacketSize = 262_144 + ushort.MaxValue + 4;

    // How many batches of one client may wait for the store before reading from it pauses.
    private const int MaxPendingBatches = 8;

    private readonly PipeReader _input;
    private readonly MqttLink _link;
    private readonly ClientConnection _connection;
    private readonly IdleTimer _idle;
    private readonly MqttTwinRequests _twins;
    private readonly Channel<PublishBatch> _free = Channel.CreateBounded<PublishBatch>(MaxPendingBatches);
    private PublishBatch? _batch;

    public MqttPacketLoop(PipeReader input, MqttLink link, ClientConnection connection, IdleTimer idle)
    {
        _input = input;
        _link = link;
        _connection = connection;
        _idle = idle;
        _twins = new MqttTwinRequests(link, connection);
        for (var i = 0; i < MaxPendingBatches; i++)
            _free.Writer.TryWrite(new PublishBatch(link, _free.Writer));
    }

    /// <summary>Runs until the client says goodbye or the connection ends.</summary>
    /// <exception cref="ProtocolException">The client sent what it must not.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            _idle.Touch();
            var buffer = result.Buffer;
            while (MqttFrame.TryRead(ref buffer, MaxPacketSize, out var frame))
            {
                if (frame.Type == MqttPacketType.PubAck)
                    _connection.Settle(MqttPubAck.Read(frame).PacketId, MessageOutcome.Completed);
                else if (frame.Type == MqttPacketType.Publish)
                    await HandleAsync(MqttPublish.Read(frame), cancellationToken).ConfigureAwait(false);
                else if (!await HandleAsync(frame, cancellationToken).ConfigureAwait(false))
                    return;
            }

            await AppendAsync(cancellationToken).ConfigureAwait(false);
            _input.AdvanceTo(buffer.Start, buffer.End);
            // Acknowledgements and answers to pings wait there too, and what was read just now asked for few at most.
            if (_link.Output.IsOverfull)
                throw new ProtocolException("MQTT connection", "the client does not read what it is sent.");
            if (result.IsCompleted)
                throw new ProtocolException("MQTT connection", "the client closed it without DISCONNECT.");
        }
    }

    private async ValueTask HandleAsync(MqttPublish publish, CancellationToken cancellationToken)
    {
        if (publish.QualityOfService == MqttQualityOfService.ExactlyOnce)
            throw new ProtocolException("MQTT Publish", "hubs do not support quality of service 2.");
        _batch ??= await _free.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var topic = ClientTopic.Parse(publish.Topic);
        if (topic.Kind == ClientTopicKind.Telemetry)
            _connection.Add(_batch, topic, publish.Payload, publish.Duplicate, publish.Retain);
        if (publish.QualityOfService == MqttQualityOfService.AtLeastOnce)
            _batch.AddPacketId(publish.PacketId);
        if (topic.Kind != ClientTopicKind.Telemetry || _batch.IsFull)
            await AppendAsync(cancellationToken).ConfigureAwait(false);
        if (topic.Kind == ClientTopicKind.MethodResponse)
            _connection.RespondToMethod(topic.RequestId!, topic.Status, publish.Payload);
        else if (topic.Kind != ClientTopicKind.Telemetry)
            await _twins.HandleAsync(topic, publish.Payload, cancellationToken).ConfigureAwait(false);
    }

    /// <returns><see langword="false"/> when the client said goodbye.</returns>
    private async ValueTask<bool> HandleAsync(MqttFrame frame, CancellationToken cancellationToken)
    {
        switch (frame.Type)
        {
            case MqttPacketType.PingReq:
                _link.Output.SendPingResponse();
                return true;
            case MqttPacketType.Subscribe:
                var subscribe = MqttSubscribe.Read(frame);
                var codes = await _connection.SubscribeAsync(subscribe.Subscriptions, cancellationToken).ConfigureAwait(false);
                _link.Refuse(subscribe.Subscriptions, codes);
                _link.Output.SendSubAck(subscribe.PacketId, codes);
                _connection.Start();
                return true;
            case MqttPacketType.Unsubscribe:
                var unsubscribe = MqttUnsubscribe.Read(frame);
                await _connection.UnsubscribeAsync(unsubscribe.Filters, cancellationToken).ConfigureAwait(false);
                _link.Output.SendUnsubAck(unsubscribe.PacketId);
                return true;
            case MqttPacketType.Disconnect:
                await AppendAsync(cancellationToken).ConfigureAwait(false);
                return false;
            default:
                throw new ProtocolException("MQTT packet", $"a client must not send {frame.Type} here.");
        }
    }

    private ValueTask AppendAsync(CancellationToken cancellationToken)
    {
        if (_batch is not { } batch)
            return ValueTask.CompletedTask;
        _batch = null;
        return _connection.AppendAsync(batch, cancellationToken);
    }
}
