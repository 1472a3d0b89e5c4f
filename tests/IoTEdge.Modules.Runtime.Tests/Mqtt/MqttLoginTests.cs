using System.Text;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Mqtt;

public sealed class MqttLoginTests
{
    [Theory]
    [InlineData("local.azure-devices.net")]
    [InlineData("localhost")]
    public async Task Connect_TokenForHubOrGateway_IsAccepted(string host)
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await fixture.OpenAsync();

        var answer = await client.ConnectAsync(HubFixture.Login(module, host: host));

        answer.Should().Be(new MqttConnAck(false, MqttConnectReturnCode.Accepted));
    }

    [Fact]
    public async Task Connect_SecondaryKey_IsAccepted()
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await fixture.OpenAsync();

        var answer = await client.ConnectAsync(HubFixture.Login(module, key: module.SecondaryKey));

        answer.ReturnCode.Should().Be(MqttConnectReturnCode.Accepted);
    }

    [Fact]
    public async Task Connect_WrongKey_IsRefusedLoggedOnceAndHarmsNobody()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var other = await fixture.ConnectAsync("other");
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await fixture.OpenAsync();

        var answer = await client.ConnectAsync(HubFixture.Login(module, key: SharedAccessKey.Create()));

        answer.ReturnCode.Should().Be(MqttConnectReturnCode.NotAuthorized);
        await client.WaitForCloseAsync();
        await other.PingAsync();
        fixture.Warnings.Should().ContainSingle().Which.Should().Be("edge/sensor is refused: the token is signed with neither key of the module");
    }

    [Theory]
    [InlineData(-4, MqttConnectReturnCode.Accepted)]
    [InlineData(-6, MqttConnectReturnCode.NotAuthorized)]
    public async Task Connect_TokenExpired_IsRefusedAfterFiveMinutes(int minutes, MqttConnectReturnCode expected)
    {
        await using var fixture = await HubFixture.StartAsync();
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await fixture.OpenAsync();

        var answer = await client.ConnectAsync(HubFixture.Login(module, expiresAt: DateTimeOffset.UtcNow.AddMinutes(minutes)));

        answer.ReturnCode.Should().Be(expected);
    }

    [Fact]
    public async Task Connect_TokenOfAnotherModule_IsRefused()
    {
        await using var fixture = await HubFixture.StartAsync();
        var other = await fixture.RegisterAsync("other");
        var module = await fixture.RegisterAsync("sensor");
        await using var client = await fixture.OpenAsync();
        var login = HubFixture.Login(module);

        var answer = await client.ConnectAsync(new MqttConnect { ClientId = login.ClientId, UserName = login.UserName, Password = HubFixture.Login(other).Password });

        answer.ReturnCode.Should().Be(MqttConnectReturnCode.NotAuthorized);
    }

    [Theory]
    [InlineData("edge/sensor", "local.azure-devices.net/edge/sensor", MqttConnectReturnCode.ServerUnavailable)]
    [InlineData("edge/sensor", "local.azure-devices.net/edge/sensor/?api-version=", MqttConnectReturnCode.ServerUnavailable)]
    [InlineData("edge/sensor", "any.host/edge/sensor/api-version=2020-09-30&DeviceClientType=x", MqttConnectReturnCode.Accepted)]
    [InlineData("edge/another", "any.host/edge/sensor/?api-version=2020-09-30", MqttConnectReturnCode.NotAuthorized)]
    [InlineData("edge/nobody", "any.host/edge/nobody/?api-version=2020-09-30", MqttConnectReturnCode.NotAuthorized)]
    [InlineData("edge", "any.host/edge/?api-version=2020-09-30", MqttConnectReturnCode.NotAuthorized)]
    public async Task Connect_UserName_IsReadAsEdgeHubDoes(string clientId, string userName, MqttConnectReturnCode expected)
    {
        await using var fixture = await HubFixture.StartAsync();
        var login = HubFixture.Login(await fixture.RegisterAsync("sensor"));
        await using var client = await fixture.OpenAsync();

        var answer = await client.ConnectAsync(new MqttConnect { ClientId = clientId, UserName = userName, Password = login.Password });

        answer.ReturnCode.Should().Be(expected);
    }

    [Fact]
    public async Task Connect_Mqtt5_IsAnsweredWithUnacceptableVersion()
    {
        await using var fixture = await HubFixture.StartAsync();
        var login = HubFixture.Login(await fixture.RegisterAsync("sensor"));
        await using var client = await fixture.OpenAsync();

        var answer = await client.ConnectAsync(new MqttConnect { ClientId = login.ClientId, ProtocolLevel = 5 });

        answer.ReturnCode.Should().Be(MqttConnectReturnCode.UnacceptableProtocolVersion);
    }

    [Fact]
    public async Task Connect_SecondConnection_TakesOver()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var first = await fixture.ConnectAsync("sensor");

        await using var second = await fixture.ConnectAsync("sensor");

        await first.WaitForCloseAsync();
        await second.PingAsync();
        fixture.Warnings.Should().ContainSingle().Which.Should().Contain("took over");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    public async Task Connect_OtherBytes_AreClosedAndLoggedOnce(string bytes)
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var other = await fixture.ConnectAsync("other");
        await using var client = await fixture.OpenAsync();

        await client.SendAsync(output =>
        {
            var length = Encoding.Latin1.GetBytes(bytes, output.GetSpan(bytes.Length));
            output.Advance(length);
        });

        await client.WaitForCloseAsync();
        await other.PingAsync();
        fixture.Warnings.Should().ContainSingle();
    }

    [Fact]
    public async Task Module_DisabledWhileConnected_IsDisconnected()
    {
        await using var fixture = await HubFixture.StartAsync();
        await using var client = await fixture.ConnectAsync("sensor");

        await fixture.Hub.Identities.PutAsync(HubFixture.Identity("sensor"), new IdentityChange { IsEnabled = false }, HubFixture.Cancellation);

        await client.WaitForCloseAsync();
    }
}
