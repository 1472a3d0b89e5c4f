using System.Buffers;
using System.Text;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

internal sealed record ReceivedMessage(string Topic, string Payload, MqttQualityOfService QualityOfService, ushort PacketId, bool Duplicate)
{
    public static ReceivedMessage From(MqttPublish publish) =>
        new(publish.Topic, Encoding.UTF8.GetString(publish.Payload.ToArray()), publish.QualityOfService, publish.PacketId, publish.Duplicate);
}
