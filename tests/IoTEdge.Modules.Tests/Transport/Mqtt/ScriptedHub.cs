using System.Buffers;
using System.IO.Pipelines;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Transport.Mqtt;
using IoTEdge.Modules.Transport;

namespace IoTEdge.Modules.Tests.Transport.Mqtt;

/// <summary>The hub's end of a connection, packet by packet, without a socket.</summary>
internal sealed class ScriptedHub : IAsyncDisposable
{
    private readonly Pipe _toHub = new();
    private readonly Pipe _toModule = new();

    public static readonly ModuleIdentity Module = new("d", "m");

    public List<string> Unreadable { get; } = [];

    public MqttModuleConnection Connect(IModuleConnectionHandler handler, TimeProvider? time = null, MqttTransportOptions? options = null) =>
        new(new DuplexStream(_toModule.Reader, _toHub.Writer), Module, handler, options ?? new MqttTransportOptions(), time ?? TimeProvider.System, Unreadable.Add);

    /// <summary>Answers CONNECT, and gives what it said.</summary>
    public async Task<MqttConnect> AcceptAsync()
    {
        var connect = MqttConnect.Read(await NextAsync(MqttPacketType.Connect));
        await SendAsync(output => MqttPacketWriter.WriteConnAck(output, new MqttConnAck(false, MqttConnectReturnCode.Accepted)));
        return connect;
    }

    public async Task<MqttFrame> NextAsync(MqttPacketType expected)
    {
        while (true)
        {
            var result = await _toHub.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon($"a {expected} from the module");
            var buffer = result.Buffer;
            if (MqttFrame.TryRead(ref buffer, 1 << 20, out var frame))
            {
                // The frame's memory goes back to the pipe, so it is read again from a copy.
                var copy = new ReadOnlySequence<byte>(result.Buffer.Slice(0, buffer.Start).ToArray());
                _toHub.Reader.AdvanceTo(buffer.Start);
                MqttFrame.TryRead(ref copy, 1 << 20, out frame);
                frame.Type.Should().Be(expected);
                return frame;
            }

            _toHub.Reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) Assert.Fail($"The module closed the connection; a {expected} was awaited.");
        }
    }

    public async Task SendAsync(Action<IBufferWriter<byte>> write)
    {
        write(_toModule.Writer);
        await _toModule.Writer.FlushAsync(TestContext.Current.CancellationToken);
    }

    public Task SendInputAsync(ushort packetId, string topicTail) => SendAsync(output =>
        MqttPacketWriter.WritePublish(output, $"devices/d/modules/m/inputs/{topicTail}", "{}"u8, MqttQualityOfService.AtLeastOnce, packetId));

    public async ValueTask DisposeAsync()
    {
        await _toModule.Writer.CompleteAsync();
        await _toHub.Reader.CompleteAsync();
    }
}
