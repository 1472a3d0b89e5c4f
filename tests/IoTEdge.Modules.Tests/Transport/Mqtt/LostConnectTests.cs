using System.Buffers;
using System.Net.Security;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Tests.Transport.Dialing;
using IoTEdge.Modules.Transport;
using IoTEdge.Modules.Transport.Dialing;
using IoTEdge.Modules.Transport.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Transport.Mqtt;

/// <summary>edgeHub 1.6.0 and 1.6.1 lose a CONNECT that arrives with the end of the TLS handshake (iotedge pull request 7539).</summary>
public sealed class LostConnectTests : IAsyncDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly TlsListener _hub = new();
    private readonly FakeTimeProvider _time = new();
    private readonly MqttModuleTransport _sut;

    public LostConnectTests() => _sut = new MqttModuleTransport(
        new TlsDialer(HubTrust.FromPem(_hub.RootPem, "the test")), "the test", new MqttTransportOptions(), _time, NullLogger.Instance);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Connect_Lost_IsGivenUpSoonAndComesAfterAPauseTheNextTime()
    {
        var lost = ConnectAsync();
        await using (var losing = await _hub.AcceptAsync())
        {
            await ReadConnectAsync(losing);
            (await lost.WhileTimePasses(_time, TimeSpan.FromSeconds(0.5), "the end of the first attempt"))
                .Should().BeOfType<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Timeout);
        }

        var second = ConnectAsync();
        await using var stream = await _hub.AcceptAsync();
        var handshake = _time.GetTimestamp();
        await ReadConnectAsync(stream).WhileTimePasses(_time, TimeSpan.FromMilliseconds(10), "CONNECT");
        _time.GetElapsedTime(handshake).Should().BeGreaterThanOrEqualTo(ConnAckPatience.Pause);
        await stream.WriteAsync(Packet(output => MqttPacketWriter.WriteConnAck(output, new MqttConnAck(false, MqttConnectReturnCode.NotAuthorized))), Cancellation);
        (await second.Soon("the answer")).Should().BeOfType<EdgeModuleException>().Which.Reason.Should().Be(EdgeModuleErrorReason.Unauthorized, "this CONNECT was answered");
    }

    private async Task<Exception?> ConnectAsync()
    {
        try
        {
            var request = new ModuleConnectRequest { Identity = ScriptedHub.Module, HostName = "h", Endpoint = _hub.Endpoint, Token = "secret", ProductInfo = "test" };
            await (await _sut.ConnectAsync(request, new RecordingHandler(), Cancellation)).DisposeAsync();
            return null;
        }
        catch (EdgeModuleException exception)
        {
            return exception;
        }
    }

    private static async Task<bool> ReadConnectAsync(SslStream stream)
    {
        var buffer = new byte[1];
        await stream.ReadExactlyAsync(buffer, Cancellation);
        buffer[0].Should().Be(0x10, "it is a CONNECT");
        return true;
    }

    private static byte[] Packet(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
