using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Transport.Dialing;

namespace IoTEdge.Modules.Tests.Transport.Dialing;

public sealed class WebSocketDialerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_Hub_IsAskedForThePathAndTheProtocolOfMqtt()
    {
        await using var hub = new TlsListener();
        var opening = Dialer(hub).OpenAsync(hub.Endpoint, Cancellation);
        await using var stream = await hub.AcceptAsync();
        var (request, socket) = await UpgradeAsync(stream);
        request.Should().StartWith("GET /$iothub/websocket HTTP/1.1\r\n").And.Contain("Sec-WebSocket-Protocol: mqtt\r\n");

        // An empty payload travels as a frame without content, which is not the end (protocol section 11.3).
        await using var opened = await opening.Soon("the WebSocket");
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, Cancellation);
        await socket.SendAsync("ab"u8.ToArray(), WebSocketMessageType.Binary, true, Cancellation);
        await socket.SendAsync("c"u8.ToArray(), WebSocketMessageType.Binary, true, Cancellation);
        var received = new byte[3];
        await opened.ReadExactlyAsync(received, Cancellation).AsTask().Soon("three bytes of two frames");
        Encoding.ASCII.GetString(received).Should().Be("abc");
        socket.Dispose();
    }

    [Fact]
    public async Task Open_ServerThatIsNoHub_FailsAsNotReached()
    {
        await using var hub = new TlsListener();
        var opening = Dialer(hub).OpenAsync(hub.Endpoint, Cancellation);
        await using var stream = await hub.AcceptAsync();
        await ReadHeadAsync(stream);
        await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Cancellation);
        await opening.Awaiting(task => task.Soon("the refusal")).Should().ThrowAsync<IOException>().WithMessage("*404*");
    }

    [Fact]
    public async Task Open_RootNotTrusted_SaysSo()
    {
        await using var hub = new TlsListener();
        await using var other = new TlsListener();
        var dialer = new WebSocketDialer(HubTrust.FromPem(other.RootPem, "the test"), null, TimeSpan.FromSeconds(1));
        Task accepting = hub.AcceptAsync();
        await dialer.Awaiting(d => d.OpenAsync(hub.Endpoint, Cancellation)).Should().ThrowAsync<System.Security.Authentication.AuthenticationException>();
        await Task.WhenAny(accepting).Soon("the end of the handshake");
    }

    [Fact]
    public async Task Open_ThroughAProxy_ConnectsToTheHubByIt()
    {
        await using var hub = new TlsListener();
        await using var proxy = new ConnectProxy();
        var opening = Dialer(hub, new WebProxy(proxy.Address)).OpenAsync(hub.Endpoint, Cancellation);
        await using var stream = await hub.AcceptAsync();
        var (_, socket) = await UpgradeAsync(stream);
        await using var opened = await opening.Soon("the WebSocket");
        proxy.Targets.Should().Equal($"localhost:{hub.Endpoint.Port}");
        await opened.WriteAsync("x"u8.ToArray(), Cancellation);
        var buffer = new byte[8];
        (await socket.ReceiveAsync(buffer, Cancellation).Soon("a byte")).Count.Should().Be(1);
        socket.Dispose();
    }

    private static WebSocketDialer Dialer(TlsListener hub, IWebProxy? proxy = null) => new(HubTrust.FromPem(hub.RootPem, "the test"), proxy, TimeSpan.FromSeconds(1));

    private static async Task<(string Request, WebSocket Socket)> UpgradeAsync(SslStream stream)
    {
        var head = await ReadHeadAsync(stream);
        var key = head.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
#pragma warning disable CA5350 // RFC 6455 wants it.
        var accept = Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n"), Cancellation);
        return (head, WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "mqtt" }));
    }

    private static async Task<string> ReadHeadAsync(SslStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            (await stream.ReadAsync(buffer, Cancellation).AsTask().Soon("a request")).Should().Be(1);
            head.Append((char)buffer[0]);
        }

        return head.ToString();
    }
}
