using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Inputs;

/// <summary>The page's module does what the page says.</summary>
public sealed class HistorianTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("readings", "1 of boiler")]
    [InlineData("events", "1 of boiler")]
    [InlineData("bulk", "1 of boiler")]
    [InlineData("orders", "1 of boiler")]
    public async Task Historian_Input_IsHandled(string input, string stored)
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("historian", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "historian", input, "stored", Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Historian>(options =>
        {
            options.ConnectionString = connectionString;
            options.Client = options.Client with { CaCertificateFile = hub.CertificatePath };
        });
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await tester.SendAsync("""{"sensor":"boiler","celsius":71.5}""");
        (await tester.ReceiveAsync()).Should().Be($"\"{stored}\"");
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Pull_Jobs_AreTakenOneByOne()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("worker", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "worker", "jobs", "none", Cancellation);
        await using var client = EdgeModuleClient.CreateFromConnectionString(connectionString, new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath });
        await client.OpenAsync(Cancellation);
        var worked = new TaskCompletionSource<string?>();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = PullExample.RunAsync(client, message =>
        {
            worked.TrySetResult(JsonNode.Parse(message.Body.Span)!["job"]!.GetValue<string>());
            return Task.CompletedTask;
        }, stopping.Token);
        await tester.SendAsync("""{"job":"clean"}""");
        (await worked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation)).Should().Be("clean");
        await stopping.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
