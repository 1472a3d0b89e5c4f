using IoTEdge.Modules.Hub.Sessions;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Hub.Tests.Methods;

public sealed class MethodDispatcherTests
{
    [Fact]
    public async Task InvokeAsync_NoAnswer_TimesOut()
    {
        await using var hub = await TestHub.StartAsync();
        var (_, link) = await hub.ConnectAsync("filter", SubscriptionFilter.Methods);

        var calling = Invoke(hub, """{"methodName":"reset","responseTimeoutInSeconds":5}""");
        link.Methods.Should().ContainSingle();
        hub.Time.Advance(TimeSpan.FromSeconds(5));

        (await calling).Should().Be(new MethodResult(MethodOutcome.TimedOut, 0, null, link.Methods[0]));
    }

    [Fact]
    public async Task InvokeAsync_NobodyComes_EndsWithTheConnectTimeout()
    {
        await using var hub = await TestHub.StartAsync();

        var calling = Invoke(hub, """{"methodName":"reset","connectTimeoutInSeconds":10}""");
        hub.Time.Advance(TimeSpan.FromSeconds(9));
        calling.IsCompleted.Should().BeFalse();
        hub.Time.Advance(TimeSpan.FromSeconds(1));

        (await calling).Outcome.Should().Be(MethodOutcome.NotConnected);
    }

    [Fact]
    public async Task InvokeAsync_ModuleOfAKeptSessionComes_IsSentAfterTheConnectionsStartOnly()
    {
        await using var hub = await TestHub.StartAsync();
        var (before, _) = await hub.ConnectAsync("filter", SubscriptionFilter.Methods, SubscriptionFilter.DesiredPatches);
        before.Dispose();
        var waiting = Invoke(hub, """{"methodName":"reset","connectTimeoutInSeconds":10}""");
        var link = new RecordingLink();

        using var connection = await hub.Hub.ConnectAsync(TestHub.Identity("filter"), link, new ConnectOptions(CleanSession: false), TestHub.Cancellation);
        var early = Invoke(hub, """{"methodName":"reset"}""");
        await hub.Hub.Twins.PatchDesiredAsync(TestHub.Identity("filter"), new JsonObject { ["a"] = 1 }, TestHub.Cancellation);

        link.Methods.Should().BeEmpty("nothing may come before CONNACK");
        link.DesiredPatches.Should().BeEmpty("nothing may come before CONNACK");
        (await early).Outcome.Should().Be(MethodOutcome.NotConnected);
        connection.Start();
        while (link.Methods.Count == 0 && !waiting.IsCompleted)
            await Task.Yield();
        link.Methods.Should().ContainSingle("the one that waits is sent when the connection starts");
        await hub.Hub.Twins.PatchDesiredAsync(TestHub.Identity("filter"), new JsonObject { ["a"] = 2 }, TestHub.Cancellation);
        link.DesiredPatches.Should().ContainSingle();
    }

    [Theory]
    [InlineData("{}", "methodName")]
    [InlineData("""{"methodName":"a/b"}""", "methodName")]
    [InlineData("""{"methodName":"a","connectTimeoutInSeconds":301}""", "connectTimeoutInSeconds")]
    [InlineData("""{"methodName":"a","responseTimeoutInSeconds":4}""", "responseTimeoutInSeconds")]
    [InlineData("""{"methodName":"a","responseTimeoutInSeconds":"30"}""", "responseTimeoutInSeconds")]
    public void Parse_WrongMember_IsNamed(string json, string member)
    {
        var parse = () => MethodRequest.Parse(JsonNode.Parse(json)!.AsObject());

        parse.Should().Throw<ProtocolException>().WithMessage($"*{member}*");
    }

    private static Task<MethodResult> Invoke(TestHub hub, string json) =>
        hub.Hub.Methods.InvokeAsync(TestHub.Identity("filter"), MethodRequest.Parse(JsonNode.Parse(json)!.AsObject()), TestHub.Cancellation);
}
