using System.Text;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.EndToEnd.Tests.Transport;

/// <summary>A module over WebSockets at the local hub's HTTPS port.</summary>
public sealed class WebSocketTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Module_OverWebSockets_SendsReceivesAndGetsItsTwin()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        await hub.SetRoutesAsync(new JsonObject { ["loop"] = "FROM /messages/modules/ws/outputs/out INTO BrokeredEndpoint(\"/modules/ws/inputs/in\")" }, Cancellation);
        var connectionString = await hub.AddModuleAtAsync("ws", $"{hub.Host}:{hub.HttpsPort}", Cancellation);
        await hub.PatchDesiredAsync("ws", new JsonObject { ["interval"] = 5 }, Cancellation);
        await using var module = EdgeModuleClient.CreateFromConnectionString(connectionString, new() { CaCertificateFile = hub.CertificatePath, Protocol = HubProtocol.MqttOverWebSockets });
        var received = new TaskCompletionSource<EdgeMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await module.SetInputHandlerAsync("in", (message, _) =>
        {
            received.TrySetResult(message);
            return Task.FromResult(InputResult.Complete);
        }, Cancellation);
        await module.OpenAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        // More than one frame, buffer and window.
        var body = new string('x', 200_000);
        await module.SendAsync("out", new EdgeMessage(Encoding.UTF8.GetBytes(body)), Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Encoding.UTF8.GetString((await received.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).Body.Span).Should().Be(body);
        (await module.GetTwinAsync(Cancellation)).Desired.Properties["interval"]!.GetValue<int>().Should().Be(5);
    }
}
