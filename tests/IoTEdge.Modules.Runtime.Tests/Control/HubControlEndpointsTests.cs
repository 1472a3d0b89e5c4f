using System.Net;
using IoTEdge.Modules.Runtime.Tests.Hubs;

namespace IoTEdge.Modules.Runtime.Tests.Control;

public sealed class HubControlEndpointsTests
{
    [Fact]
    public async Task Module_PutGetDelete_GoesThroughItsLife()
    {
        await using var fixture = await HubFixture.StartAsync();
        using var control = new ControlTestClient(fixture.Local.ControlSocketPath);

        var (_, made) = await control.SendAsync("PUT", "devices/edge/modules/sensor", "{\"deviceId\":\"edge\",\"moduleId\":\"sensor\"}");
        var (_, got) = await control.SendAsync("GET", "devices/edge/modules/sensor");
        var (_, list) = await control.SendAsync("GET", "devices/edge/modules");
        var (deleted, _) = await control.SendAsync("DELETE", "devices/edge/modules/sensor");
        var (gone, error) = await control.SendAsync("GET", "devices/edge/modules/sensor");

        made!["authentication"]!["symmetricKey"]!["primaryKey"]!.GetValue<string>().Should().HaveLength(44);
        got!.ToJsonString().Should().Be(made.ToJsonString());
        got["connectionState"]!.GetValue<string>().Should().Be("Disconnected");
        list!.AsArray().Select(module => module!["moduleId"]!.GetValue<string>()).Should().Equal("$edgeAgent", "$edgeHub", "sensor");
        deleted.Should().Be(HttpStatusCode.NoContent);
        gone.Should().Be(HttpStatusCode.NotFound);
        error!["Message"]!.GetValue<string>().Should().Contain("sensor");
    }

    [Fact]
    public async Task Twin_PutAndPatch_AnswerTheServicesView()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RegisterAsync("sensor");
        using var control = new ControlTestClient(fixture.Local.ControlSocketPath);

        await control.SendAsync("PUT", "twins/edge/modules/sensor", "{\"properties\":{\"desired\":{\"a\":1}}}");
        await control.SendAsync("PUT", "twins/edge/modules/sensor", "{\"properties\":{\"desired\":{\"a\":1}}}");
        await control.SendAsync("PATCH", "twins/edge/modules/sensor", "{\"properties\":{\"desired\":{\"b\":2}}}");
        var (status, twin) = await control.SendAsync("GET", "twins/edge/modules/sensor");

        status.Should().Be(HttpStatusCode.OK);
        twin!["properties"]!["desired"]!["a"]!.GetValue<int>().Should().Be(1);
        twin["properties"]!["desired"]!["b"]!.GetValue<int>().Should().Be(2);
        twin["properties"]!["desired"]!["$version"]!.GetValue<int>().Should().Be(3);
        twin["properties"]!["reported"]!["$version"]!.GetValue<int>().Should().Be(1);
    }

    [Theory]
    [InlineData("GET", "nowhere", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "devices/other/modules/sensor", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "devices/edge/modules/$edgeHub", "{}", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "twins/edge/modules/$edgeHub", "{\"desired\":{}}", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "twins/edge/modules/$edgeHub", "not json", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "devices/edge/modules/a b", "{}", HttpStatusCode.BadRequest)]
    [InlineData("POST", "twins/edge/modules/$edgeHub/methods", "{\"methodName\":\"x\"}", HttpStatusCode.NotFound)]
    [InlineData("POST", "twins/edge/modules/$edgeHub/methods", "{\"methodName\":\"\"}", HttpStatusCode.BadRequest)]
    [InlineData("GET", "upstream?max=0", null, HttpStatusCode.BadRequest)]
    public async Task Request_WrongOne_IsAnsweredWithAMessage(string method, string path, string? body, HttpStatusCode expected)
    {
        await using var fixture = await HubFixture.StartAsync();
        using var control = new ControlTestClient(fixture.Local.ControlSocketPath);

        var (status, error) = await control.SendAsync(method, path, body);

        status.Should().Be(expected);
        error!["Message"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("{\"half a character\":\"\\ud800\"}")]
    [InlineData("{\"half a character as name \\ud800\":1}")]
    [InlineData(null)]
    public async Task Upstream_BodyThatCannotBeWrittenAsJson_IsStillHandedOut(string? body)
    {
        // As deep as a reader takes it: in the answer it is deeper.
        body ??= new string('[', 64) + new string(']', 64);
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO $upstream");
        await using var sender = await fixture.ConnectAsync("sensor");
        await sender.PublishAsync("devices/edge/modules/sensor/messages/events/", body, 1);
        await sender.ReadPubAckAsync();
        using var control = new Runtime.Control.HubControlClient(fixture.Local.ControlSocketPath);

        var entries = await control.GetUpstreamAsync(0, 10, 0, HubFixture.Cancellation);

        entries.Should().ContainSingle();
    }

    [Fact]
    public async Task Upstream_AndStatistics_ShowWhatHappened()
    {
        await using var fixture = await HubFixture.StartAsync();
        await fixture.RouteAsync("FROM /messages/* INTO $upstream");
        await using var sender = await fixture.ConnectAsync("sensor");
        await sender.PublishAsync("devices/edge/modules/sensor/messages/events/%24.mid=m1&k=v", "{\"a\":1}", 1);
        await sender.PublishAsync("devices/edge/modules/sensor/messages/events/", "text", 2);
        await sender.ReadPubAckAsync();
        await sender.ReadPubAckAsync();
        using var control = new ControlTestClient(fixture.Local.ControlSocketPath);

        var (_, messages) = await control.SendAsync("GET", "upstream?after=0&waitSeconds=0");
        var (_, statistics) = await control.SendAsync("GET", "statistics");

        messages!.AsArray().Should().HaveCount(2);
        messages[0]!["body"]!.ToJsonString().Should().Be("{\"a\":1}");
        messages[0]!["systemProperties"]!["messageId"]!.GetValue<string>().Should().Be("m1");
        messages[0]!["properties"]!.ToJsonString().Should().Be("{\"k\":\"v\"}");
        messages[1]!["body"].Should().BeNull();
        messages[1]!["bodyBase64"]!.GetValue<string>().Should().Be("dGV4dA==");
        statistics!["routes"]![0]!["matched"]!.GetValue<long>().Should().Be(2);
        statistics["endpoints"]![0]!["queued"]!.GetValue<long>().Should().Be(2);
        statistics["modules"]!.AsArray().Should().Contain(module => module!["moduleId"]!.GetValue<string>() == "sensor" && module["sent"]!.GetValue<long>() == 2);
    }
}
