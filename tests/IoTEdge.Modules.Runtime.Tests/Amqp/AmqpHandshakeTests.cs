using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Tests.Fuzzing;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Amqp;

public sealed class AmqpHandshakeTests
{
    [Fact]
    public async Task Connection_WithoutSasl_Opens()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.ConnectAsync(fixture, "sensor");

        (await client.EventsAsync("sensor")).LinkState.Should().Be(LinkState.Attached);
    }

    // Modules are told of one port; where it is not MQTT's own, clients that take AMQP come there too.
    [Fact]
    public async Task Connection_OnTheMqttPort_IsServedAllTheSame()
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var mqtt = await fixture.ConnectAsync("other");
        await using var client = await AmqpTestClient.OpenAsync(fixture, port: fixture.Local.MqttPort);

        (await client.PutTokenAsync(AmqpTestClient.Token(module))).Status.Should().Be(200);
        (await client.EventsAsync("sensor")).LinkState.Should().Be(LinkState.Attached);
        await mqtt.PingAsync();
    }

    [Theory]
    [InlineData("ANONYMOUS")]
    [InlineData("MSSBCBS")]
    public async Task Connection_WithSaslThatProvesNothing_OpensAndTakesTokens(string mechanism)
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.OpenAsync(fixture, new NamedProfile(mechanism));

        (await client.PutTokenAsync(AmqpTestClient.Token(module))).Status.Should().Be(200);
        (await client.EventsAsync("sensor")).LinkState.Should().Be(LinkState.Attached);
    }

    [Fact]
    public async Task Connection_WithSaslPlain_NeedsNoTokenMore()
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await AmqpTestClient.OpenAsync(fixture, new PlainProfile("edge/modules/sensor@sas.local", AmqpTestClient.Token(module)));

        (await client.EventsAsync("sensor")).LinkState.Should().Be(LinkState.Attached);
    }

    [Theory]
    [InlineData("edge/modules/sensor@sas.local", true)]
    [InlineData("edge/modules/other@sas.local", false)]
    [InlineData("edge@sas.local", false)]
    [InlineData("nonsense", false)]
    public async Task Connection_WithSaslPlainThatIsWrong_IsRefused(string user, bool hasWrongKey)
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        var token = AmqpTestClient.Token(module, hasWrongKey ? SharedAccessKey.Create() : null);

        var open = () => AmqpTestClient.OpenAsync(fixture, new PlainProfile(user, token));

        (await open.Should().ThrowAsync<AmqpException>()).Which.Error.Condition.Should().Be((Symbol)"amqp:unauthorized-access");
    }

    [Fact]
    public async Task Connection_ThatWantsToHearTooOften_IsClosed()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await AmqpTestClient.OpenAsync(fixture, open: new Open { ContainerId = "test", HostName = "x", MaxFrameSize = 65536, ChannelMax = 1, IdleTimeOut = 4999 });

        (await AmqpTestClient.ClosedAsync(client.Connection))!.Condition.Should().Be((Symbol)"amqp:not-allowed");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("AMQP\0\0\u0009\u0001")]
    public async Task Connection_OfAnotherProtocol_IsToldWhatIsSpokenAndClosed(string greeting)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var raw = await RawConnection.OpenAsync(fixture);

        await raw.WriteAsync(greeting);

        (await raw.ReadToEndAsync()).Should().Equal("AMQP\0\x1\0\0"u8.ToArray());
        fixture.Warnings.Should().Contain(warning => warning.Contains("does not begin with the header of AMQP 1.0"));
    }

    // The library under the hub could listen without TLS; here it never listens.
    [Fact]
    public async Task Connection_WithoutTls_IsNotServed()
    {
        await using var fixture = await HubFixture.StartAsync();
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(System.Net.IPAddress.Loopback, fixture.Local.AmqpPort, HubFixture.Cancellation);
        var stream = tcp.GetStream();
        await stream.WriteAsync("AMQP\0\x1\0\0"u8.ToArray(), HubFixture.Cancellation);

        var answer = new byte[8];
        var read = await stream.ReadAsync(answer, HubFixture.Cancellation).AsTask().WaitAsync(AmqpTestClient.Patience, HubFixture.Cancellation);

        answer.AsSpan(0, read).StartsWith("AMQP"u8).Should().BeFalse();
    }

    private sealed class NamedProfile(string mechanism) : SaslProfile(mechanism)
    {
        protected override DescribedList GetStartCommand(string hostname) => new SaslInit { Mechanism = Mechanism, InitialResponse = [] };

        protected override DescribedList OnCommand(DescribedList command) => null!;

        protected override ITransport UpgradeTransport(ITransport transport) => transport;
    }

    private sealed class PlainProfile(string user, string token) : SaslProfile("PLAIN")
    {
        protected override DescribedList GetStartCommand(string hostname) =>
            new SaslInit { Mechanism = Mechanism, InitialResponse = System.Text.Encoding.UTF8.GetBytes($"\0{user}\0{token}") };

        protected override DescribedList OnCommand(DescribedList command) => null!;

        protected override ITransport UpgradeTransport(ITransport transport) => transport;
    }
}
