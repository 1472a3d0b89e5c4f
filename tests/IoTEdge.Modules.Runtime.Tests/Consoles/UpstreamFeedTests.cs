using System.Text.Json.Nodes;
using IoTEdge.Modules.Runtime.Consoles;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Tests.Control;
using IoTEdge.Modules.Runtime.Tests.Processes;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Runtime.Tests.Consoles;

public sealed class UpstreamFeedTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private FakeHubControl _hub = null!;
    private HubControlClient _control = null!;

    public async ValueTask InitializeAsync()
    {
        var socket = Path.Combine(_directory.Path, "hub.sock");
        _hub = await FakeHubControl.StartAsync(socket);
        _control = new HubControlClient(socket);
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _hub.DisposeAsync();
        await _output.DisposeAsync();
        _directory.Dispose();
    }

    private void Arrive(long sequence, JsonNode? body, string base64 = "", string? output = "out") => _hub.Upstream.Add(
        new JsonObject { ["sequence"] = sequence, ["moduleId"] = "m", ["output"] = output, ["body"] = body, ["bodyBase64"] = base64 });

    private async Task<UpstreamFeed> DrainAsync(long start = 0)
    {
        var feed = new UpstreamFeed(_control, new RuntimeConsole(_output, new Palette(isColored: false)), new FakeTimeProvider(), start);
        await feed.DrainAsync(TestContext.Current.CancellationToken);
        return feed;
    }

    [Fact]
    public async Task Feed_OfMessages_ShowsSenderAndBody()
    {
        Arrive(3, new JsonObject { ["a"] = "1+1" });
        Arrive(7, null, Convert.ToBase64String(new byte[5]), output: null);

        (await DrainAsync()).Count.Should().Be(2);

        _output.ToString().Should().Be("$upstream │ m/out {\"a\":\"1+1\"}\n$upstream │ m (5 bytes)\n");
    }

    [Fact]
    public async Task Feed_OfARunThatResumes_ShowsWhatIsNew()
    {
        Arrive(3, 1);
        Arrive(4, 2);

        (await DrainAsync(start: 3)).Count.Should().Be(1);

        _output.ToString().Should().Be("$upstream │ m/out 2\n");
    }

    [Fact]
    public async Task Feed_OfMoreThanOneCanRead_CountsTheRest()
    {
        for (var i = 1; i <= 1030; i++) Arrive(i, i);

        (await DrainAsync()).Count.Should().Be(1030);

        _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(21).And.EndWith("$upstream │ … 1,010 more");
    }
}
