using System.Net;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Service;

public sealed class TwinEndpointsTests
{
    private const string Path = "/twins/edge/modules/filter";

    [Fact]
    public async Task Patch_OfDesiredAndTags_IsShownWithTimesAndVersions()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RegisterAsync("filter");
        using var service = ServiceTestClient.Owner(hub);

        var before = await service.SendAsync("GET", Path);
        var after = await service.SendAsync("PATCH", Path, """{"tags":{"line":"press"},"properties":{"desired":{"limits":{"max":25},"list":[1]}}}""", ("If-Match", $"\"{before.Text("etag")}\""));

        var desired = after.Body!["properties"]!["desired"]!;
        desired["$version"]!.GetValue<int>().Should().Be(2);
        desired["limits"]!.ToJsonString().Should().Be("""{"max":25}""");
        desired["$metadata"]!["limits"]!["max"]!["$lastUpdatedVersion"]!.GetValue<int>().Should().Be(2);
        DateTimeOffset.Parse(desired["$metadata"]!["list"]!["$lastUpdated"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        after.Body["tags"]!.ToJsonString().Should().Be("""{"line":"press"}""");
        after.Body["version"]!.GetValue<int>().Should().BeGreaterThan(before.Body!["version"]!.GetValue<int>());
        after.Text("etag").Should().NotBe(before.Text("etag"));
        after.Text("moduleId").Should().Be("filter");
    }

    [Fact]
    public async Task Etag_OfAnEarlierRevision_IsRefusedAndChangesNothing()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RegisterAsync("filter");
        using var service = ServiceTestClient.Owner(hub);
        var first = (await service.SendAsync("GET", Path)).Text("etag");
        await service.SendAsync("PATCH", Path, """{"properties":{"desired":{"a":1}}}""", ("If-Match", "\"*\""));

        var late = await service.SendAsync("PATCH", Path, """{"properties":{"desired":{"a":2}}}""", ("If-Match", $"\"{first}\""));

        late.Status.Should().Be(HttpStatusCode.PreconditionFailed);
        (await service.SendAsync("GET", Path)).Body!["properties"]!["desired"]!["a"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task Put_OfDesired_TellsTheModuleWhatIsGone()
    {
        await using var hub = await HubFixture.StartAsync();
        await using var module = await hub.ConnectAsync("filter");
        await module.SubscribeAsync("$iothub/twin/PATCH/properties/desired/#");
        using var service = ServiceTestClient.Owner(hub);
        await service.SendAsync("PUT", Path, """{"properties":{"desired":{"a":1,"b":2}}}""");
        await module.ReadPublishAsync();

        var twin = await service.SendAsync("PUT", Path, """{"properties":{"desired":{"b":3,"$version":9,"$metadata":{}}}}""");

        (await module.ReadPublishAsync()).Payload.Should().Be("""{"b":3,"a":null,"$version":3}""");
        twin.Body!["properties"]!["desired"]!["$metadata"]!.AsObject().ContainsKey("a").Should().BeFalse();
    }

    [Fact]
    public async Task Put_WithNulls_KeepsNone()
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RegisterAsync("filter");
        using var service = ServiceTestClient.Owner(hub);

        var twin = await service.SendAsync("PUT", Path, """{"tags":{"line":"press","old":null},"properties":{"desired":{"a":null,"b":1}}}""");
        var same = await service.SendAsync("PUT", Path, """{"tags":{"line":"press"}}""");

        twin.Body!["properties"]!["desired"]!.AsObject().ContainsKey("a").Should().BeFalse();
        twin.Body["tags"]!.ToJsonString().Should().Be("""{"line":"press"}""");
        same.Text("etag").Should().Be(twin.Text("etag"));
    }

    [Fact]
    public async Task Reported_ByTheModule_IsShownWithTimes()
    {
        await using var hub = await HubFixture.StartAsync();
        await using var module = await hub.ConnectAsync("filter");
        await module.SubscribeAsync("$iothub/twin/res/#");
        await module.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"firmware":"1.1"}""", 0, MqttQualityOfService.AtMostOnce);
        await module.ReadPublishAsync();
        using var service = ServiceTestClient.Owner(hub);

        var twin = await service.SendAsync("GET", Path);

        twin.Body!["properties"]!["reported"]!["firmware"]!.GetValue<string>().Should().Be("1.1");
        twin.Body["properties"]!["reported"]!["$metadata"]!["firmware"]!.AsObject().Select(member => member.Key).Should().Equal("$lastUpdated");
        twin.Text("connectionState").Should().Be("Connected");
    }

    [Fact]
    public async Task ModelId_OfAConnectedModule_IsShown()
    {
        await using var hub = await HubFixture.StartAsync();
        var module = await hub.RegisterAsync("filter");
        await using var client = await hub.OpenAsync();
        await client.ConnectAsync(HubFixture.Login(module, query: "&model-id=dtmi%3Acontoso%3AFilter%3B1"));
        using var service = ServiceTestClient.Owner(hub);

        var twin = await service.SendAsync("GET", Path);

        twin.Text("modelId").Should().Be("dtmi:contoso:Filter;1");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"properties":{"desired":{"a.b":1}}}""")]
    [InlineData("""{"properties":{"desired":{"list":[null]}}}""")]
    [InlineData("""{"tags":{"$line":1}}""")]
    public async Task Patch_ThatBreaksALimit_IsRefused(string body)
    {
        await using var hub = await HubFixture.StartAsync();
        await hub.RegisterAsync("filter");
        using var service = ServiceTestClient.Owner(hub);

        (await service.SendAsync("PATCH", Path, body)).Status.Should().Be(HttpStatusCode.BadRequest);
    }
}
