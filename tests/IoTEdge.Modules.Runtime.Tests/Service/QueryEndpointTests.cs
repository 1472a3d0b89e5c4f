using System.Net;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Service;

public sealed class QueryEndpointTests
{
    [Fact]
    public async Task Query_InPages_GivesEveryTwinOnce()
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);
        foreach (var id in new[] { "a", "b", "c" })
            await service.SendAsync("PUT", $"/devices/{id}", "{}");

        var ids = new List<string>();
        string? continuation = null;
        do
        {
            (string, string)[] headers = continuation is null ? [("x-ms-max-item-count", "3")] : [("x-ms-max-item-count", "3"), ("x-ms-continuation", continuation)];
            var page = await service.SendAsync("POST", "/devices/query", """{"query":"SELECT * FROM devices"}""", headers);
            page.Headers["x-ms-item-type"].Should().Be("twin");
            ids.AddRange(page.Body!.AsArray().Select(twin => twin!["deviceId"]!.GetValue<string>()));
            continuation = page.Headers.GetValueOrDefault("x-ms-continuation");
        }
        while (continuation is not null);

        ids.Should().Equal("a", "b", "c", "edge");
    }

    [Fact]
    public async Task Query_ForModules_FiltersByReportedAndIds()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RegisterAsync("filter");
        await hub.RegisterAsync("sensor");
        using var service = ServiceTestClient.Owner(hub);
        await service.SendAsync("PATCH", "/twins/edge/modules/sensor", """{"properties":{"desired":{"interval":5}}}""");

        var answer = await service.SendAsync("POST", "/devices/query", """{"query":"SELECT moduleId, properties.desired.interval AS every FROM devices.modules WHERE properties.desired.interval >= 5 AND moduleId != 'filter'"}""");

        answer.Headers["x-ms-item-type"].Should().Be("raw");
        answer.Body!.ToJsonString().Should().Be("""[{"moduleId":"sensor","every":5}]""");
    }

    [Theory]
    [InlineData("""{"query":"SELECT * FROM"}""")]
    [InlineData("""{"sql":"SELECT * FROM devices"}""")]
    public async Task Query_ThatIsNone_IsRefused(string body)
    {
        await using var hub = await HubFixture.StartAsync();
        using var service = ServiceTestClient.Owner(hub);

        (await service.SendAsync("POST", "/devices/query", body)).Status.Should().Be(HttpStatusCode.BadRequest);
    }
}
