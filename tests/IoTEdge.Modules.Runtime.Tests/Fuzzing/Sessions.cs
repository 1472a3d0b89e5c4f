using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Amqp;
using IoTEdge.Modules.Runtime.Tests.Hubs;
using IoTEdge.Modules.Runtime.Tests.Service;

namespace IoTEdge.Modules.Runtime.Tests.Fuzzing;

/// <summary>Good sessions of each protocol, part by part, as a client would send them without waiting.</summary>
internal static class Sessions
{
    public static IReadOnlyList<byte[]> Mqtt(RegisteredClient module)
    {
        var own = $"devices/{module.Identity.DeviceId}/modules/{module.Identity.ModuleId}";
        return
        [
            Packet(output => MqttPacketWriter.WriteConnect(output, HubFixture.Login(module))),
            Packet(output => MqttPacketWriter.WriteSubscribe(output, 1, [new MqttSubscription($"{own}/#", MqttQualityOfService.AtLeastOnce), new MqttSubscription("$iothub/twin/res/#", MqttQualityOfService.AtMostOnce)])),
            Packet(output => MqttPacketWriter.WritePublish(output, $"{own}/messages/events/%24.mid=1&%24.ct=application%2Fjson&a=b", "{\"t\":21}"u8, MqttQualityOfService.AtLeastOnce, 2)),
            Packet(output => MqttPacketWriter.WritePublish(output, "$iothub/twin/GET/?$rid=1", " "u8, MqttQualityOfService.AtMostOnce, 0)),
            Packet(output => MqttPacketWriter.WritePublish(output, "$iothub/twin/PATCH/properties/reported/?$rid=2", "{\"a\":{\"b\":[1,true,null,\"x\"]}}"u8, MqttQualityOfService.AtLeastOnce, 3)),
            Packet(output => MqttPacketWriter.WritePublish(output, "$iothub/methods/res/200/?$rid=3", "{}"u8, MqttQualityOfService.AtMostOnce, 0)),
            Packet(output => MqttPacketWriter.WritePubAck(output, 1)),
            Packet(MqttPacketWriter.WritePingRequest),
            Packet(output => MqttPacketWriter.WriteUnsubscribe(output, 4, [$"{own}/#"])),
            Packet(MqttPacketWriter.WriteDisconnect),
        ];
    }

    public static IReadOnlyList<byte[]> Amqp(RegisteredClient module)
    {
        var address = $"/devices/{module.Identity.DeviceId}/modules/{module.Identity.ModuleId}";
        var token = new Message(AmqpTestClient.Token(module))
        {
            Properties = new Properties { To = "$cbs", MessageId = "1", ReplyTo = "cbs" },
            ApplicationProperties = new ApplicationProperties { ["operation"] = "put-token", ["type"] = "azure-devices.net:sastoken", ["name"] = $"localhost{address}" },
        };
        var twin = new Message { Properties = new Properties { CorrelationId = "2" }, MessageAnnotations = new MessageAnnotations { [new Symbol("operation")] = "GET" }, BodySection = new Data { Binary = [] } };
        var correlation = new Fields { [new Symbol("com.microsoft:channel-correlation-id")] = "twin:1" };
        return
        [
            "AMQP\0\u0001\0\0"u8.ToArray(),
            Frame(new Open { ContainerId = "x", HostName = "localhost" }),
            Frame(new Begin { NextOutgoingId = 0, IncomingWindow = 100, OutgoingWindow = 100 }),
            Frame(new Attach { LinkName = "cbs", Handle = 0, Role = false, InitialDeliveryCount = 0, Source = new Source(), Target = new Target { Address = "$cbs" } }),
            Frame(new Transfer { Handle = 0, DeliveryId = 0, DeliveryTag = [1], MessageFormat = 0 }, Encode(token)),
            Frame(new Attach { LinkName = "events", Handle = 1, Role = false, InitialDeliveryCount = 0, Source = new Source(), Target = new Target { Address = $"{address}/messages/events" } }),
            Frame(new Transfer { Handle = 1, DeliveryId = 1, DeliveryTag = [2], MessageFormat = 0 }, Encode(AmqpTestClient.Text("x"))),
            Frame(new Attach { LinkName = "inputs", Handle = 2, Role = true, Source = new Source { Address = $"{address}/messages/events" }, Target = new Target() }),
            Frame(new Flow { NextIncomingId = 0, IncomingWindow = 100, NextOutgoingId = 2, OutgoingWindow = 100, Handle = 2, DeliveryCount = 0, LinkCredit = 10 }),
            Frame(new Attach { LinkName = "twin", Handle = 3, Role = false, InitialDeliveryCount = 0, Source = new Source(), Target = new Target { Address = $"{address}/twin" }, Properties = correlation }),
            Frame(new Transfer { Handle = 3, DeliveryId = 2, DeliveryTag = [3], MessageFormat = 0, Settled = true }, Encode(twin)),
            Frame(new Detach { Handle = 1, Closed = true }),
            Frame(new Close()),
        ];
    }

    public static IReadOnlyList<byte[]> Http(HubFixture hub)
    {
        var token = ServiceTestClient.Token(hub.Hub.Policy.Key);
        return
        [
            Request("PUT", "/devices/fuzz-leaf", token, """{"deviceId":"fuzz-leaf","authentication":{"type":"sas","symmetricKey":{"primaryKey":""}}}"""),
            Request("GET", "/twins/edge/modules/$edgeAgent?api-version=2021-04-12", token, ""),
            Request("PATCH", "/twins/edge/modules/$edgeAgent", token, """{"tags":{"a":"b"},"properties":{"desired":{"a":{"b":[1,2.5,true,"é"]}}}}""", "If-Match: \"*\"\r\n"),
            Request("POST", "/devices/query", token, """{"query":"SELECT * FROM devices.modules WHERE is_defined(tags.a) AND moduleId != 'x'"}""", "x-ms-max-item-count: 1\r\n"),
            Request("POST", "/twins/edge/modules/$edgeAgent/methods", token, """{"methodName":"ping","payload":null,"responseTimeoutInSeconds":5,"connectTimeoutInSeconds":0}"""),
            Request("POST", "/devices/edge/applyConfigurationContent", token, """{"modulesContent":{"$edgeAgent":{"properties.desired":{}}}}"""),
            Request("DELETE", "/devices/fuzz-leaf", token, ""),
        ];
    }

    /// <summary>Bytes within WebSocket frames, behind the request that opens it.</summary>
    public static IReadOnlyList<byte[]> WebSocket(string protocol, IReadOnlyList<byte[]> session) =>
    [
        Encoding.ASCII.GetBytes($"GET /$iothub/websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {protocol}\r\n\r\n"),
        .. session.Select(WebSocketFrame),
    ];

    // Masked with zeros, so that the bytes stay readable.
    private static byte[] WebSocketFrame(byte[] bytes) => bytes.Length < 126
        ? [0x80 | (byte)WebSocketMessageType.Binary + 1, (byte)(0x80 | bytes.Length), 0, 0, 0, 0, .. bytes]
        : [0x80 | (byte)WebSocketMessageType.Binary + 1, 0x80 | 126, (byte)(bytes.Length >> 8), (byte)bytes.Length, 0, 0, 0, 0, .. bytes];

    private static byte[] Request(string method, string path, string token, string body, string headers = "") => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static byte[] Packet(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    private static byte[] Frame(DescribedList command, byte[]? payload = null)
    {
        var buffer = new ByteBuffer(256, true);
        command.Encode(buffer);
        var size = 8 + buffer.Length + (payload?.Length ?? 0);
        return [(byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size, 2, 0, 0, 0, .. buffer.Buffer.AsSpan(buffer.Offset, buffer.Length), .. payload ?? []];
    }
}
