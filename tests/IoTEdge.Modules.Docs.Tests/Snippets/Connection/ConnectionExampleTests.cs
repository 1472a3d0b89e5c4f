using System.Threading.Channels;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Connection;

/// <summary>The code of the guide does what the guide says.</summary>
public sealed class ConnectionExampleTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task States_OfAClientOnAHub_AreShownUntilItIsClosed()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var client = EdgeModuleClient.CreateFromConnectionString(
            await hub.AddModuleAsync("filter", null, Cancellation), new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath });
        var shown = Channel.CreateUnbounded<string>();
        var watch = ConnectionExample.WatchAsync(client, line => shown.Writer.TryWrite(line), Cancellation);
        await client.OpenAsync(Cancellation);
        await client.DisposeAsync();
        await watch.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        shown.Writer.Complete();
        var lines = await shown.Reader.ReadAllAsync(Cancellation).ToListAsync(Cancellation);
        lines[0].Should().StartWith("Closed since");
        lines[^1].Should().StartWith("Closed since");
    }
}
