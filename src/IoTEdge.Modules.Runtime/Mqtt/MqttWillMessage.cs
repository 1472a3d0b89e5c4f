using System.Buffers;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>What a client wants published when it vanishes without DISCONNECT: telemetry like any other, as at edgeHub (protocol section 1.8).</summary>
internal sealed record MqttWillMessage(string Topic, byte[] Payload)
{
    /// <summary>Keeps a will beyond the packet that brought it.</summary>
    public static MqttWillMessage? From(MqttWill? will) => will is null ? null : new MqttWillMessage(will.Topic, will.Payload.ToArray());

    /// <exception cref="ProtocolException">Its topic is none of the client's own for telemetry.</exception>
    public async Task PublishAsync(ClientConnection connection, CancellationToken cancellationToken)
    {
        var topic = ClientTopic.Parse(Topic);
        if (topic.Kind != ClientTopicKind.Telemetry)
            throw new ProtocolException("will", $"its topic '{Topic}' is not for telemetry.");
        var batch = new LastBatch();
        connection.Add(batch, topic, new ReadOnlySequence<byte>(Payload));
        await connection.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    // Whoever sent it is gone: there is nobody to tell.
    private sealed class LastBatch : MessageBatch
    {
        protected override void OnStored()
        {
        }

        protected override void OnFailed(Exception exception)
        {
        }
    }
}
