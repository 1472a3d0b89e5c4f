using System.Net;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Service;

public sealed class ContentEndpointTests
{
    private const string Path = "/devices/edge/applyConfigurationContent";

    private const string Content = """
        {"modulesContent":{
            "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{"type":"docker","settings":{}},"systemModules":{
                "edgeAgent":{"type":"docker","settings":{"image":"agent"}},"edgeHub":{"type":"docker","status":"running","restartPolicy":"always","settings":{"image":"hub"}}},
                "modules":{"filter":{"type":"docker","status":"running","restartPolicy":"always","settings":{"image":"filter:1.0"}}}}},
            "$edgeHub":{"properties.desired":{"schemaVersion":"1.1","routes":{"up":"FROM /messages/* INTO $upstream"},"storeAndForwardConfiguration":{"timeToLiveSecs":7200}}},
            "filter":{"properties.desired":{"max":25}}}}
        """;

    [Fact]
    public async Task Content_OfADevice_MakesItsModulesAndSetsAllTwins()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);

        var answer = await service.SendAsync("POST", Path, Content);

        answer.Status.Should().Be(HttpStatusCode.NoContent);
        hub.Hub.Identities.Find(HubFixture.Identity("filter"))!.ManagedBy.Should().Be("IotEdge");
        (await hub.Hub.Twins.GetAsync(HubFixture.Identity("filter"), HubFixture.Cancellation)).Desired.Properties.ToJsonString().Should().Be("""{"max":25}""");
        hub.Hub.ReadStatistics().Routes.Should().ContainSingle().Which.Name.Should().Be("up");
        (await hub.Hub.Twins.GetAsync(HubFixture.Identity("$edgeAgent"), HubFixture.Cancellation)).Desired.Properties["modules"]!["filter"].Should().NotBeNull();
    }

    [Fact]
    public async Task Content_ThatIsNoManifest_IsRefusedWithThePlace()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);

        var answer = await service.SendAsync("POST", Path, Content.Replace("$upstream", "$nowhere", StringComparison.Ordinal));

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Text("Message").Should().Contain("routes").And.Contain("$nowhere");
        hub.Hub.ReadStatistics().Routes.Should().BeEmpty();
    }

    [Fact]
    public async Task Content_OfALeafDevice_IsRefused()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.Hub.Identities.PutAsync(new ClientIdentity("leaf", null), new(), HubFixture.Cancellation);
        using var service = ServiceTestClient.Owner(hub);

        (await service.SendAsync("POST", "/devices/leaf/applyConfigurationContent", Content)).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Configuration_FromMakingToDeleting_IsKept()
    {
        using var directory = new State.TemporaryDirectory();
        await using (var first = await HubFixture.StartAsync(directory: directory))
        {
            using var service = ServiceTestClient.Owner(first);
            var made = await service.SendAsync("PUT", "/configurations/base", """{"id":"base","priority":1,"targetCondition":"*","content":{"modulesContent":{}}}""");
            made.Status.Should().Be(HttpStatusCode.OK);
            (await service.SendAsync("PUT", "/configurations/base", """{"content":{}}""")).Status.Should().Be(HttpStatusCode.Conflict);
        }

        await using var hub = await HubFixture.StartAsync(directory: directory);
        using var again = ServiceTestClient.Owner(hub);
        var listed = await again.SendAsync("GET", "/configurations");
        listed.Body!.AsArray().Should().ContainSingle().Which!["priority"]!.GetValue<int>().Should().Be(1);
        (await again.SendAsync("PUT", "/configurations/base", """{"content":{},"priority":2}""", ("If-Match", $"\"{listed.Body[0]!["etag"]!.GetValue<string>()}\""))).Status.Should().Be(HttpStatusCode.OK);
        (await again.SendAsync("PUT", "/configurations/other", """{"content":{}}""", ("If-Match", "\"*\""))).Status.Should().Be(HttpStatusCode.NotFound, "there is nothing to change");
        (await again.SendAsync("DELETE", "/configurations/base", null, ("If-Match", "\"1\""))).Status.Should().Be(HttpStatusCode.PreconditionFailed);
        (await again.SendAsync("DELETE", "/configurations/base")).Status.Should().Be(HttpStatusCode.NoContent);
        (await again.SendAsync("GET", "/configurations/base")).Status.Should().Be(HttpStatusCode.NotFound);
    }
}
