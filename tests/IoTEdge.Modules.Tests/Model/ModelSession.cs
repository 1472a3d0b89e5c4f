using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Protocol.Topics;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Tests.Transport.Mqtt;

namespace IoTEdge.Modules.Tests.Model;

/// <summary>The hub's end of one connection: answers each packet, delivers messages, and does to each what the faults say.</summary>
internal sealed class ModelSession(ModelHub hub, ModuleIdentity identity, Func<string, bool> isTokenGood)
{
    private const int Window = 3;
    private const string InputPacket = "input";
    private readonly Pipe _toHub = new();
    private readonly Pipe _toModule = new();
    private readonly List<(string Name, byte[] Packet)> _heldBack = [];
    private readonly Dictionary<ushort, LinkedListNode<ModelMessage>> _inFlight = [];
    private bool _isCut;
    private bool _takesInputs;
    private bool _takesPatches;
    private bool _takesCalls;
    private ushort _lastPacketId;

    /// <summary>The module's end.</summary>
    public Stream ModuleEnd => new DuplexStream(_toModule.Reader, _toHub.Writer);

    /// <summary>Reads until the connection ends.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            var result = await _toHub.Reader.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            lock (hub.Gate)
            {
                while (!_isCut && MqttFrame.TryRead(ref buffer, 1 << 20, out var frame)) Receive(frame);
                if (_isCut || result.IsCompleted)
                {
                    Cut();
                    break;
                }
            }

            _toHub.Reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await _toHub.Reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Cut()
    {
        if (_isCut) return;
        _isCut = true;
        _toModule.Writer.Complete();
        _toHub.Reader.CancelPendingRead();
    }

    public void SendPatch(JsonObject patch, long version)
    {
        if (_takesPatches)
            Send("desired patch", Publish(HubTopic.DesiredPatch(version), new TwinSection(patch, version).ToWire().ToJsonString()), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Dropped, Fate.Delayed, Fate.Doubled);
    }

    public void SendCall(string id, string payload)
    {
        if (_takesCalls) Send("method request", Publish(HubTopic.MethodRequest("echo", id), payload), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Dropped, Fate.Delayed);
    }

    /// <summary>Delivers what waits, as far as the window allows.</summary>
    public void Deliver()
    {
        if (!_takesInputs) return;
        for (var node = hub.Waiting.First; node is not null && _inFlight.Count < Window && !_isCut; node = node.Next)
        {
            if (_inFlight.ContainsValue(node)) continue;
            _inFlight.Add(++_lastPacketId, node);
            Send(InputPacket, Input(_lastPacketId, node.Value), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Delayed, Fate.Doubled);
        }
    }

    public void Tick()
    {
        foreach (var (_, packet) in _heldBack) Write(packet);
        _heldBack.Clear();

        // What the module has been silent about for long is sent again, with another packet id, as edgeHub does.
        if (_inFlight.Count == 0 || !hub.Faults.Happens(0.02)) return;
        var (oldId, message) = _inFlight.First();
        _inFlight.Remove(oldId);
        _inFlight.Add(++_lastPacketId, message);
        Write(Input(_lastPacketId, message.Value));
    }

    private void Receive(in MqttFrame frame)
    {
        var received = $"{frame.Type}";
        var fate = hub.Faults.Of(received, Fate.CutBefore);
        if (fate == Fate.CutBefore)
        {
            Cut();
            return;
        }

        switch (frame.Type)
        {
            case MqttPacketType.Connect:
                var isGood = isTokenGood(MqttConnect.Read(frame).Password ?? "");
                Send("CONNACK", Packet(output => MqttPacketWriter.WriteConnAck(output, new MqttConnAck(false, isGood ? MqttConnectReturnCode.Accepted : MqttConnectReturnCode.NotAuthorized))), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Delayed);
                break;
            case MqttPacketType.Subscribe:
                Subscribe(MqttSubscribe.Read(frame));
                break;
            case MqttPacketType.Publish:
                Receive(MqttPublish.Read(frame));
                break;
            case MqttPacketType.PubAck:
                if (_inFlight.Remove(MqttPubAck.Read(frame).PacketId, out var done) && done.List is not null) hub.Waiting.Remove(done);
                Deliver();
                break;
            case MqttPacketType.PingReq:
                Write(Packet(MqttPacketWriter.WritePingResponse));
                break;
            default:
                Cut();
                break;
        }
    }

    private void Subscribe(MqttSubscribe subscribe)
    {
        var kinds = subscribe.Subscriptions.Select(subscription => SubscriptionFilter.Parse(subscription.Filter).Kind).ToList();
        _takesInputs |= kinds.Contains(SubscriptionKind.ModuleMessages);
        _takesPatches |= kinds.Contains(SubscriptionKind.DesiredPatches);
        _takesCalls |= kinds.Contains(SubscriptionKind.Methods);
        var codes = subscribe.Subscriptions.Select(subscription => (byte)subscription.QualityOfService).ToArray();
        Send("SUBACK", Packet(output => MqttPacketWriter.WriteSubAck(output, subscribe.PacketId, codes)), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Delayed, Fate.Dropped);
        Deliver();
    }

    private void Receive(in MqttPublish publish)
    {
        var topic = ClientTopic.Parse(publish.Topic);
        switch (topic.Kind)
        {
            case ClientTopicKind.Telemetry:
                hub.Take(PropertyBag.Parse(topic.PropertySegment.Span)[SystemProperties.MessageId]!);
                var packetId = publish.PacketId;
                Send("PUBACK", Packet(output => MqttPacketWriter.WritePubAck(output, packetId)), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Delayed, Fate.Dropped, Fate.Doubled);
                break;
            case ClientTopicKind.TwinGet:
                Send("twin", Publish(HubTopic.TwinResponse(200, topic.RequestId!), Encoding.UTF8.GetString(hub.Twin().ToJson())), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Delayed, Fate.Dropped, Fate.Doubled);
                break;
            case ClientTopicKind.TwinPatchReported:
                TwinMerge.Apply(hub.Reported, TwinJson.ParseObject(publish.Payload, "patch"));
                Send("patch response", Publish(HubTopic.TwinResponse(204, topic.RequestId!, 2), ""), Fate.CutBefore, Fate.CutAfter, Fate.CutWithin, Fate.Delayed, Fate.Dropped, Fate.Doubled);
                break;
            case ClientTopicKind.MethodResponse:
                if (hub.Calls.Remove(topic.RequestId!, out var answer)) answer.SetResult(Encoding.UTF8.GetString(publish.Payload));
                else throw new InvalidOperationException($"Call {topic.RequestId} was answered twice.");
                break;
        }
    }

    private void Send(string name, byte[] packet, params ReadOnlySpan<Fate> possible)
    {
        // Messages of an input keep their order: behind one that is held back the others wait.
        if (name == InputPacket && _heldBack.Exists(held => held.Name == InputPacket))
        {
            _heldBack.Add((name, packet));
            return;
        }

        switch (hub.Faults.Of(name, possible))
        {
            case Fate.CutBefore:
                Cut();
                return;
            case Fate.CutWithin:
                Write(packet.AsSpan(0, packet.Length / 2));
                Cut();
                return;
            case Fate.Dropped:
                return;
            case Fate.Delayed:
                _heldBack.Add((name, packet));
                return;
            case Fate.Doubled:
                Write(packet);
                Write(packet);
                return;
            case Fate.CutAfter:
                Write(packet);
                Cut();
                return;
            default:
                Write(packet);
                return;
        }
    }

    private void Write(ReadOnlySpan<byte> packet)
    {
        if (_isCut) return;
        _toModule.Writer.Write(packet);
        var flush = _toModule.Writer.FlushAsync();
        if (!flush.IsCompleted) Cut();
    }

    private byte[] Input(ushort packetId, ModelMessage message) => Packet(output => MqttPacketWriter.WritePublish(
        output,
        HubTopic.Input(identity, "in", new PropertyBag { [SystemProperties.MessageId] = message.Id, ["key"] = message.Key, ["number"] = $"{message.Number}" }),
        "{}"u8,
        MqttQualityOfService.AtLeastOnce,
        packetId));

    private static byte[] Publish(string topic, string payload) =>
        Packet(output => MqttPacketWriter.WritePublish(output, topic, Encoding.UTF8.GetBytes(payload), MqttQualityOfService.AtMostOnce, 0));

    private static byte[] Packet(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>(256);
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
