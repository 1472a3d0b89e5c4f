using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using HubMethodRequest = IoTEdge.Modules.Hub.Methods.MethodRequest;

namespace IoTEdge.Modules.Interop.Tests.Conformance;

// Checks that end connections: each has a client of its own, and those that need it a hub.
public abstract partial class NodeConformance
{
    [Theory]
    [InlineData("wrong key")]
    [InlineData("unknown")]
    [InlineData("disabled")]
    public async Task Client_ThatMayNotConnect_IsToldSo(string why)
    {
        var identity = new ClientIdentity("dev", "stranger");
        var key = SharedAccessKey.Create();
        if (why != "unknown") await Hub.Hub.Identities.PutAsync(identity, new IdentityChange { PrimaryKey = why == "wrong key" ? null : key, IsEnabled = why != "disabled" }, Cancellation);
        await using var node = Start("stranger", key);

        await node.TellAsync(Command("open"));
        await node.TellAsync(Command("twin"));
        var failure = await node.NextAsync("refused");

        $"{failure["error"]} {failure["message"]}".Should().ContainAny("UnauthorizedError", "Not authorized");
        await Hub.Hub.DeleteAsync(identity, Cancellation);
    }

    [Fact]
    public async Task Client_ThatCloses_IsGone()
    {
        var identity = new ClientIdentity("dev", "leaver");
        var registered = await Hub.Hub.Identities.PutAsync(identity, new IdentityChange(), Cancellation);
        await using var node = Start("leaver", registered.PrimaryKey);
        await node.DoAsync("open");
        await node.DoAsync(Command("send", ("output", "out"), ("body", "x")));
        Hub.Hub.IsConnected(identity).Should().BeTrue();

        await node.DoAsync("close");

        await WaitAsync(() => !Hub.Hub.IsConnected(identity), "the client to be gone");
    }

    [Fact]
    public async Task Messages_ForAClientThatIsAway_ComeWhenItIsBack()
    {
        await using var second = await SecondHub.StartAsync(Transport, Cancellation);
        await using (var first = await second.StartNodeAsync())
        {
            // Closed while it still begins, it may hang.
            await second.SendAsync(1);
            await first.NextAsync("input");
            await first.DoAsync("close");
        }

        var sent = await second.SendAsync(5);
        await using var node = await second.StartNodeAsync();

        foreach (var body in sent) (await node.NextAsync("input"))["body"]!.GetValue<string>().Should().Be(body);
    }

    [Fact]
    public async Task Hub_ThatComesBack_FindsTheClientAndLosesNothing()
    {
        await using var second = await SecondHub.StartAsync(Transport, Cancellation);
        await using var node = await second.StartNodeAsync();
        await node.DoAsync(Command("method", ("name", "echo")));
        await node.DoAsync("twin");
        await node.DoAsync("watch");

        var identity = new ClientIdentity("dev", "node");

        await second.Hub.RestartAsync(Cancellation);
        await WaitAsync(() => second.Hub.Hub.IsConnected(identity) || node.Has("disconnect"), "the client to be back, or to give up");
        // Over MQTT it takes a hub that does not listen yet for one that refuses it, and leaves it to the author to begin again (protocol section 11.2).
        var hasGivenUp = !second.Hub.Hub.IsConnected(identity);
        // Over AMQP its twin stays deaf when it is opened again; a module that is restarted is what helps there.
        await using var restarted = hasGivenUp && Transport.Name.StartsWith("Amqp", StringComparison.Ordinal) ? await second.StartNodeAsync() : null;
        var client = restarted ?? node;
        if (restarted is not null) await client.DoAsync(Command("method", ("name", "echo")));
        else if (hasGivenUp) await client.DoAsync("open");
        if (hasGivenUp)
        {
            await client.DoAsync("twin");
            await client.DoAsync("watch");
        }

        foreach (var body in await second.SendAsync(3)) (await client.NextAsync("input"))["body"]!.GetValue<string>().Should().Be(body);
        await client.DoAsync(Command("send", ("output", "out"), ("body", "after")));
        var result = await second.Hub.Hub.Methods.InvokeAsync(identity, Echo(), Cancellation);
        Text(result.Payload).Should().Be("{\"echoed\":1}");
        await client.DoAsync(Command("report", ("patch", new JsonObject { ["after"] = 2 })));
        await second.Hub.PatchDesiredAsync("node", new JsonObject { ["after"] = 1 }, Cancellation);
        await client.NextAsync(next => next["event"]!.GetValue<string>() == "desired" && next["delta"]!.AsObject().ContainsKey("after"), "a change of 'after'");
    }

    [Fact]
    public async Task Client_ThatRenewsItsToken_LosesNothing()
    {
        await using var second = await SecondHub.StartAsync(Transport, Cancellation);
        // It renews its token every two seconds.
        await using var node = await second.StartNodeAsync(new NodeOptions { TokenLife = TimeSpan.FromSeconds(5), TokenMargin = TimeSpan.FromSeconds(3) });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var i = 0; i < 25; i++)
        {
            var sent = await second.SendAsync(1);
            (await node.NextAsync("input"))["body"]!.GetValue<string>().Should().Be(sent[0]);
            await node.DoAsync(Command("send", ("output", "out"), ("body", $"{i}")));
            await timer.WaitForNextTickAsync(Cancellation);
        }

        var upstream = await second.Hub.Hub.Upstream.ReadAsync(0, 1000, TimeSpan.FromSeconds(10), Cancellation);
        upstream.Select(message => Encoding.UTF8.GetString(message.Body.Span)).Distinct().Should().HaveCount(25);
    }

    [Fact]
    public async Task LeafDevice_SendsEventsAndHasATwinAndMethods()
    {
        var identity = new ClientIdentity("leaf", null);
        var registered = await Hub.Hub.Identities.PutAsync(identity, new IdentityChange(), Cancellation);
        var connection = $"HostName=local.azure-devices.net;GatewayHostName={Transport.Gateway(Hub)};DeviceId=leaf;SharedAccessKey={registered.PrimaryKey.ToBase64()}";
        await using var node = NodeModule.Start(connection, Hub.CertificatePath, new NodeOptions(Transport.Name));
        (await node.NextAsync("twin"))["desired"]!["$version"]!.GetValue<long>().Should().Be(1);

        await node.DoAsync(Command("send", ("body", "from a leaf")));
        await node.DoAsync(Command("report", ("patch", new JsonObject { ["a"] = 1 })));
        (await Hub.Hub.Methods.InvokeAsync(identity, Echo(), Cancellation)).Status.Should().Be(207);
    }

    private static HubMethodRequest Echo() => new("echo", 1, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));

    private static async Task WaitAsync(Func<bool> isThere, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var start = TimeProvider.System.GetTimestamp();
        while (!isThere())
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(60)) Assert.Fail($"Waited a minute for {what} in vain.");
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    private NodeModule Start(string module, SharedAccessKey key) => NodeModule.Start(
        $"HostName=local.azure-devices.net;GatewayHostName={Transport.Gateway(Hub)};DeviceId=dev;ModuleId={module};SharedAccessKey={key.ToBase64()}",
        Hub.CertificatePath, new NodeOptions(Transport.Name) { IsQuiet = true });
}
