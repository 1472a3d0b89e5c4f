using System.Net;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Service;

public sealed class RegistryEndpointsTests
{
    private const string Any = "\"*\"";

    [Fact]
    public async Task Device_FromMakingToDeleting_IsShownAsIotHubShowsIt()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);

        var made = await service.SendAsync("PUT", "/devices/leaf", """{"deviceId":"leaf","authentication":{"type":"sas","symmetricKey":{"primaryKey":"","secondaryKey":""}}}""");
        var again = await service.SendAsync("PUT", "/devices/leaf", "{}");
        var got = await service.SendAsync("GET", "/devices/leaf");
        var deleted = await service.SendAsync("DELETE", "/devices/leaf", null, ("If-Match", Any));
        var gone = await service.SendAsync("GET", "/devices/leaf");

        made.Status.Should().Be(HttpStatusCode.OK);
        made.Body!["authentication"]!["symmetricKey"]!["primaryKey"]!.GetValue<string>().Should().HaveLength(44);
        made.Body["capabilities"]!["iotEdge"]!.GetValue<bool>().Should().BeFalse();
        made.Headers["ETag"].Should().Be($"\"{made.Text("etag")}\"");
        (made.Text("status"), made.Text("connectionState")).Should().Be(("enabled", "Disconnected"));
        again.Status.Should().Be(HttpStatusCode.Conflict);
        again.Text("Message").Should().StartWith("ErrorCode:DeviceAlreadyExists;");
        got.Body!.ToJsonString().Should().Be(made.Body.ToJsonString());
        deleted.Status.Should().Be(HttpStatusCode.NoContent);
        gone.Status.Should().Be(HttpStatusCode.NotFound);
        gone.Text("Message").Should().StartWith("ErrorCode:DeviceNotFound;");
    }

    [Fact]
    public async Task Etag_OfAnEarlierRevision_IsRefused()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);
        var first = (await service.SendAsync("PUT", "/devices/leaf", "{}")).Text("etag");
        var second = await service.SendAsync("PUT", "/devices/leaf", """{"status":"disabled","statusReason":"repair"}""", ("If-Match", $"\"{first}\""));

        var late = await service.SendAsync("PUT", "/devices/leaf", "{}", ("If-Match", $"\"{first}\""));
        var lateDelete = await service.SendAsync("DELETE", "/devices/leaf", null, ("If-Match", $"\"{first}\""));
        var missing = await service.SendAsync("PUT", "/devices/nobody", "{}", ("If-Match", Any));

        (second.Text("status"), second.Text("statusReason")).Should().Be(("disabled", "repair"));
        (late.Status, lateDelete.Status, missing.Status).Should().Be((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Disabling_AConnectedModule_EndsItsConnection()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);
        await using var module = await hub.ConnectAsync("filter");

        await service.SendAsync("PUT", "/devices/edge/modules/filter", """{"status":"disabled"}""", ("If-Match", Any));

        await module.WaitForCloseAsync();
    }

    [Fact]
    public async Task Keys_GivenByTheService_AreTheOnesThatCount()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);
        var key = SharedAccessKey.Create();

        await service.SendAsync("PUT", "/devices/edge/modules/filter", $$$"""{"authentication":{"symmetricKey":{"primaryKey":"{{{key.ToBase64()}}}","secondaryKey":""}},"managedBy":"me"}""");

        var module = hub.Hub.Identities.Find(HubFixture.Identity("filter"))!;
        module.PrimaryKey.ToBase64().Should().Be(key.ToBase64());
        module.ManagedBy.Should().Be("me");
    }

    [Theory]
    [InlineData("PUT", "/devices/other/modules/m", "{}", HttpStatusCode.NotFound, "DeviceNotFound")]
    [InlineData("GET", "/devices/other/modules", null, HttpStatusCode.NotFound, "DeviceNotFound")]
    [InlineData("GET", "/devices/edge/modules/m", null, HttpStatusCode.NotFound, "ModuleNotFound")]
    [InlineData("PUT", "/devices/a", """{"deviceId":"b"}""", HttpStatusCode.BadRequest, "ArgumentInvalid")]
    [InlineData("PUT", "/devices/a", """{"authentication":{"type":"selfSigned"}}""", HttpStatusCode.BadRequest, "ArgumentInvalid")]
    [InlineData("PUT", "/devices/a", """{"authentication":{"symmetricKey":{"primaryKey":"short"}}}""", HttpStatusCode.BadRequest, "ArgumentInvalid")]
    [InlineData("PUT", "/devices/a b", "{}", HttpStatusCode.BadRequest, "ArgumentInvalid")]
    [InlineData("PUT", "/devices/a", "[", HttpStatusCode.BadRequest, "ArgumentInvalid")]
    [InlineData("DELETE", "/devices/edge", null, HttpStatusCode.BadRequest, "ArgumentInvalid")]
    [InlineData("DELETE", "/devices/edge/modules/$edgeHub", null, HttpStatusCode.BadRequest, "ArgumentInvalid")]
    [InlineData("POST", "/devices/edge/modules/$edgeHub", "{}", HttpStatusCode.MethodNotAllowed, "InvalidOperation")]
    [InlineData("GET", "/jobs/1", null, HttpStatusCode.NotFound, "InvalidResource")]
    public async Task Request_WrongOne_IsAnsweredWithACode(string method, string path, string? body, HttpStatusCode status, string code)
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);

        var answer = await service.SendAsync(method, path, body);

        answer.Status.Should().Be(status);
        answer.Text("Message").Should().StartWith($"ErrorCode:{code};");
    }

    [Fact]
    public async Task Bulk_EachEntry_IsDoneOrExplained()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);

        var made = await service.SendAsync("POST", "/devices", """[{"id":"a","importMode":"create"},{"id":"b","importMode":"create"},{"id":"b","importMode":"create"}]""");
        var changed = await service.SendAsync("POST", "/devices", """[{"id":"a","importMode":"update","status":"disabled"},{"id":"b","importMode":"delete"},{"id":"c","importMode":"delete"}]""");

        made.Body!["isSuccessful"]!.GetValue<bool>().Should().BeFalse();
        made.Body["errors"]!.AsArray().Should().ContainSingle().Which!["errorCode"]!.GetValue<string>().Should().Be("DeviceAlreadyExists");
        changed.Body!["errors"]!.AsArray().Should().ContainSingle().Which!["deviceId"]!.GetValue<string>().Should().Be("c");
        hub.Hub.Identities.Find(new ClientIdentity("a", null))!.IsEnabled.Should().BeFalse();
        hub.Hub.Identities.Find(new ClientIdentity("b", null)).Should().BeNull();
    }

    [Fact]
    public async Task Bulk_OfAModule_IsRefusedAndDoesNothing()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);
        await service.SendAsync("PUT", "/devices/leaf", "{}");

        var answer = await service.SendAsync("POST", "/devices", """[{"id":"leaf","moduleId":"m","importMode":"delete"}]""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        hub.Hub.Identities.Find(new ClientIdentity("leaf", null)).Should().NotBeNull();
    }

    [Fact]
    public async Task Module_MadeAgain_BeginsWithoutTheSubscriptionsOfTheOldOne()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);
        await using (var first = await hub.ConnectReceiverAsync("filter"))
            await service.SendAsync("DELETE", "/devices/edge/modules/filter");

        var module = await hub.RegisterAsync("filter");
        await using var second = await hub.OpenAsync();

        (await second.ConnectAsync(HubFixture.Login(module))).SessionPresent.Should().BeFalse();
    }

    [Fact]
    public async Task Statistics_OfDevices_CountThem()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);
        await service.SendAsync("PUT", "/devices/leaf", """{"status":"disabled"}""");

        var devices = await service.SendAsync("GET", "/statistics/devices");
        var connected = await service.SendAsync("GET", "/statistics/service");

        devices.Body!.ToJsonString().Should().Be("""{"totalDeviceCount":2,"enabledDeviceCount":1,"disabledDeviceCount":1}""");
        connected.Body!.ToJsonString().Should().Be("""{"connectedDeviceCount":0}""");
    }
}
