using System.Text;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Interop.Tests;

/// <summary>What Microsoft's Node client does over AMQP only.</summary>
public sealed class AmqpNodeTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task NodeClient_TakenOver_IsToldAndDoesNotComeBack()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connection = await hub.AddModuleAsync("node", hub.AmqpPort, Cancellation);
        await using var first = NodeModule.Start(connection, hub.CertificatePath, new NodeOptions("Amqp"));
        await first.NextAsync("twin");

        await using var second = NodeModule.Start(connection, hub.CertificatePath, new NodeOptions("Amqp"));
        await second.NextAsync("twin");
        await first.NextAsync(next => next["event"]!.GetValue<string>() is "disconnect" or "error", "the end of its connection");

        await second.DoAsync(new JsonObject { ["do"] = "report", ["patch"] = new JsonObject { ["still"] = "here" } });
        await second.DoAsync("twin");
        second.Has("disconnect").Should().BeFalse();
    }

    [Fact]
    public async Task NodeClient_MessageThatIsTooLarge_IsRefusedAndTheNextOneIsNot()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await HubFixture.StartAsync(Cancellation);
        await hub.SetRoutesAsync(new JsonObject { ["r"] = "FROM /messages/* INTO $upstream" }, Cancellation);
        await using var node = NodeModule.Start(await hub.AddModuleAsync("node", hub.AmqpPort, Cancellation), hub.CertificatePath, new NodeOptions("Amqp"));
        await node.NextAsync("twin");

        await node.FailAsync(new JsonObject { ["do"] = "send", ["output"] = "out", ["body"] = new string('x', 300_000) });
        await node.DoAsync(new JsonObject { ["do"] = "send", ["output"] = "out", ["body"] = "small" });

        var upstream = await hub.Hub.Upstream.ReadAsync(0, 10, TimeSpan.FromSeconds(10), Cancellation);
        upstream.Select(message => Encoding.UTF8.GetString(message.Body.Span)).Should().Equal("small");
    }

    [Fact]
    public async Task NodeClient_OnTheMqttPort_IsServedAllTheSame()
    {
        Needs.NodeClient(NodeModule.Folder);
        await using var hub = await HubFixture.StartAsync(Cancellation);
        await using var node = NodeModule.Start(await hub.AddModuleAsync("node", hub.MqttPort, Cancellation), hub.CertificatePath, new NodeOptions("Amqp"));

        (await node.NextAsync("twin"))["desired"]!["$version"]!.GetValue<long>().Should().Be(1);
    }
}
