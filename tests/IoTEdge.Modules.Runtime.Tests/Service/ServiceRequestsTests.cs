using System.Net;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Service;

/// <summary>Who may ask the service API.</summary>
public sealed class ServiceRequestsTests
{
    [Fact]
    public async Task Request_WithTheConnectionStringOfTheFile_IsAnswered()
    {
        await using var hub = await HubFixture.StartAsync();
        var parts = (await File.ReadAllTextAsync(hub.Local.ServiceConnectionStringPath, HubFixture.Cancellation)).Trim().Split(';');

        parts[..2].Should().Equal("HostName=localhost", "SharedAccessKeyName=iothubowner");
        using var service = new ServiceTestClient(hub, ServiceTestClient.Token(SharedAccessKey.Parse(parts[2]["SharedAccessKey=".Length..])));
        (await service.SendAsync("GET", "/devices/")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Key_OfARestartedHub_IsTheSame()
    {
        using var directory = new State.TemporaryDirectory();
        SharedAccessKey key;
        await using (var first = await HubFixture.StartAsync(directory: directory))
            key = first.Hub.Policy.Key;

        await using var second = await HubFixture.StartAsync(directory: directory);

        second.Hub.Policy.Key.ToBase64().Should().Be(key.ToBase64());
    }

    [Theory]
    [InlineData("none", "does not begin with")]
    [InlineData("key", "not signed with the key")]
    [InlineData("policy", "not one of the policy 'iothubowner'")]
    [InlineData("host", "for host 'elsewhere'")]
    [InlineData("expired", "expired at")]
    [InlineData("module", "not one of the policy 'iothubowner'")]
    public async Task Request_WithoutAGoodToken_IsRefusedAndLogged(string what, string reason)
    {
        await using var hub = await HubFixture.StartAsync();
        var module = await hub.RegisterAsync("filter");
        var key = hub.Hub.Policy.Key;
        var token = what switch
        {
            "key" => ServiceTestClient.Token(module.PrimaryKey),
            "policy" => ServiceTestClient.Token(key, policy: "service"),
            "host" => ServiceTestClient.Token(key, host: "elsewhere"),
            "expired" => ServiceTestClient.Token(key, hours: -1),
            "module" => SharedAccessSignature.CreateToken("localhost", module.Identity, module.PrimaryKey, DateTimeOffset.UtcNow.AddHours(1)),
            _ => null,
        };
        using var service = new ServiceTestClient(hub, token);

        var answer = await service.SendAsync("GET", "/devices/");

        answer.Status.Should().Be(HttpStatusCode.Unauthorized);
        answer.Text("Message").Should().StartWith("ErrorCode:IotHubUnauthorizedAccess;").And.Contain(reason);
        hub.Warnings.Should().ContainSingle().Which.Should().Contain(reason);
    }

    [Fact]
    public async Task Login_WithAServicesToken_IsNoModules()
    {
        await using var hub = await HubFixture.StartAsync();
        var module = await hub.RegisterAsync("filter");

        var result = hub.Hub.Authenticate(module.Identity, ServiceTestClient.Token(module.PrimaryKey));

        result.Identity.Should().BeNull();
    }
}
