using System.Threading.Channels;
using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>The messages that one read from a client brought, with the packet ids to acknowledge once they are kept. Used again and again.</summary>
internal sealed class PublishBatch(MqttLink link, ChannelWriter<PublishBatch> free) : MessageBatch
{
    private readonly List<ushort> _packetIds = [];

    /// <summary>Whether it is time to store it, however much more the client has sent.</summary>
    public bool IsFull => Count >= 256 || _packetIds.Count >= 1024;

    public void AddPacketId(ushort packetId) => _packetIds.Add(packetId);

    protected override void OnStored()
    {
        link.Output.SendPubAcks(_packetIds);
        _packetIds.Clear();
        free.TryWrite(this);
    }

    // Without a PUBACK the client sends again, on its next connection.
    protected override void OnFailed(Exception exception) => link.Close($"its messages could not be stored: {exception.Message}");
}
