using System.Buffers;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.WebSockets;

public sealed class WebSocketDoorTests
{
    [Theory]
    [InlineData("/$iothub/websocket")]
    [InlineData("/anything")]
    public async Task Mqtt_OverAWebSocket_ConnectsWhateverThePath(string path)
    {
        await using var hub = await HubFixture.StartAsync();
        using var socket = await OpenAsync(hub, "mqtt", path);

        await SendAsync(socket, Connect(await hub.RegisterAsync("filter")));

        (await ReadAsync(socket, 4)).Should().Equal(0x20, 2, 0, 0);
        hub.Hub.IsConnected(HubFixture.Identity("filter")).Should().BeTrue();
    }

    [Fact]
    public async Task Frames_CutAnywhereOrEmpty_AreOneStream()
    {
        await using var hub = await HubFixture.StartAsync();
        using var socket = await OpenAsync(hub, "mqtt");

        foreach (var part in Connect(await hub.RegisterAsync("filter")))
        {
            await SendAsync(socket, [part]);
            await SendAsync(socket, []);
        }

        (await ReadAsync(socket, 4)).Should().Equal(0x20, 2, 0, 0);
    }

    [Fact]
    public async Task Refusal_OfALogin_ReachesTheClientBeforeTheEnd()
    {
        await using var hub = await HubFixture.StartAsync();
        var module = await hub.RegisterAsync("filter");
        await hub.Hub.DeleteAsync(module.Identity, HubFixture.Cancellation);
        using var socket = await OpenAsync(hub, "mqtt");

        await SendAsync(socket, Connect(module));

        (await ReadAsync(socket, 4)).Should().Equal(0x20, 2, 0, 5);
        var end = await socket.ReceiveAsync(new byte[8].AsMemory(), HubFixture.Cancellation);
        end.MessageType.Should().Be(WebSocketMessageType.Close);
    }

    [Fact]
    public async Task Close_ByTheClient_EndsItsSession()
    {
        await using var hub = await HubFixture.StartAsync();
        using var socket = await OpenAsync(hub, "mqtt");
        await SendAsync(socket, Connect(await hub.RegisterAsync("filter")));
        await ReadAsync(socket, 4);

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, HubFixture.Cancellation);

        await Processes.Eventually.IsTrueAsync(() => !hub.Hub.IsConnected(HubFixture.Identity("filter")), () => "filter is still connected");
    }

    [Fact]
    public async Task Stop_OfTheHub_EndsTheConnection()
    {
        var hub = await HubFixture.StartAsync();
        using var socket = await OpenAsync(hub, "mqtt");
        await SendAsync(socket, Connect(await hub.RegisterAsync("filter")));
        await ReadAsync(socket, 4);

        await hub.DisposeAsync();

        var read = async () => (await socket.ReceiveAsync(new byte[8].AsMemory(), HubFixture.Cancellation)).MessageType;
        try
        {
            (await read()).Should().Be(WebSocketMessageType.Close);
        }
        catch (WebSocketException)
        {
            // Cut off, which is as good.
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wamp")]
    public async Task Subprotocol_ThatNobodySpeaks_IsABadRequest(string? protocol)
    {
        await using var hub = await HubFixture.StartAsync();

        var open = () => OpenAsync(hub, protocol);

        (await open.Should().ThrowAsync<WebSocketException>()).Which.Message.Should().Contain("400");
    }

    private static byte[] Connect(Modules.Hub.Identities.RegisteredClient module)
    {
        var packet = new ArrayBufferWriter<byte>();
        MqttPacketWriter.WriteConnect(packet, HubFixture.Login(module));
        return packet.WrittenSpan.ToArray();
    }

    private static async Task<ClientWebSocket> OpenAsync(HubFixture hub, string? protocol, string path = "/$iothub/websocket")
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(hub.Local.CertificatePath);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } });
        var socket = new ClientWebSocket();
        if (protocol is not null)
            socket.Options.AddSubProtocol(protocol);
        await socket.ConnectAsync(new Uri($"wss://localhost:{hub.Local.HttpsPort}{path}"), invoker, HubFixture.Cancellation);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, byte[] bytes) =>
        await socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, HubFixture.Cancellation);

    private static async Task<byte[]> ReadAsync(ClientWebSocket socket, int count)
    {
        var bytes = new List<byte>();
        var buffer = new byte[64];
        while (bytes.Count < count)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), HubFixture.Cancellation);
            result.MessageType.Should().Be(WebSocketMessageType.Binary);
            bytes.AddRange(buffer[..result.Count]);
        }

        return [.. bytes];
    }
}
