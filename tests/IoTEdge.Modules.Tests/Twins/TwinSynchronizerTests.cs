using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Tests.Twins;

public sealed class TwinSynchronizerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new() { Desired = new JsonObject { ["limit"] = 1 }, DesiredVersion = 5 };
    private readonly System.Threading.Channels.Channel<DesiredProperties> _heard = System.Threading.Channels.Channel.CreateUnbounded<DesiredProperties>();

    [Fact]
    public async Task Open_Handler_HearsTheWholeDocumentOnce()
    {
        await using var client = await OpenAsync();
        var first = await HeardAsync();
        first.Version.Should().Be(5);
        first.Document.ToJsonString().Should().Be("""{"limit":1}""");
    }

    [Fact]
    public async Task Patch_NextVersion_IsMergedWithoutAskingForTheTwin()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var connection = await _hub.NextConnectionAsync();
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = null, ["other"] = 2 }, 6);
        var change = await HeardAsync();
        change.Document.ToJsonString().Should().Be("""{"other":2}""");
        change.Changes.ToJsonString().Should().Be("""{"other":2,"limit":null}""");
        connection.TwinRequests.Should().Be(1);
    }

    [Fact]
    public async Task Patch_OlderOrSameVersion_IsDropped()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var connection = await _hub.NextConnectionAsync();
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 99 }, 5);
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 98 }, 3);
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 2 }, 6);
        (await HeardAsync()).Document["limit"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task Patch_AfterAGap_FetchesTheTwinAndAppliesTheDifferenceOnce()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var connection = await _hub.NextConnectionAsync();
        (_hub.Desired, _hub.DesiredVersion) = (new JsonObject { ["limit"] = 1, ["a"] = 1, ["b"] = 2 }, 8);
        connection.Handler.OnDesiredPatch(new JsonObject { ["b"] = 2 }, 8);
        var change = await HeardAsync();
        (change.Version, change.Changes.ToJsonString()).Should().Be((8, """{"a":1,"b":2}"""));
        connection.TwinRequests.Should().Be(2);
    }

    [Fact]
    public async Task Reconnect_ChangedMeanwhile_HearsItOnce()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var first = await _hub.NextConnectionAsync();
        (_hub.Desired, _hub.DesiredVersion) = (new JsonObject { ["limit"] = 7 }, 9);
        first.Lose();
        var second = await _hub.NextConnectionAsync();
        (await HeardAsync()).Document["limit"]!.GetValue<int>().Should().Be(7);
        second.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 7 }, 9);
        second.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 8 }, 10);
        (await HeardAsync()).Document["limit"]!.GetValue<int>().Should().Be(8);
    }

    [Fact]
    public async Task Reconnect_NothingChanged_HearsNothing()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        (await _hub.NextConnectionAsync()).Lose();
        var second = await _hub.NextConnectionAsync();
        second.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 3 }, 6);
        (await HeardAsync()).Version.Should().Be(6, "the reconnect alone is no change");
    }

    [Fact]
    public async Task Reconnect_LowerVersion_IsTheTruth()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var first = await _hub.NextConnectionAsync();
        (_hub.Desired, _hub.DesiredVersion) = (new JsonObject { ["limit"] = 2 }, 1);
        first.Lose();
        (await HeardAsync()).Version.Should().Be(1);
        (await _hub.NextConnectionAsync()).Handler.OnDesiredPatch(new JsonObject { ["limit"] = 3 }, 2);
        (await HeardAsync()).Document["limit"]!.GetValue<int>().Should().Be(3);
    }

    [Fact]
    public async Task Reconnect_TwinWithoutVersion_KeepsTheLastGood()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var first = await _hub.NextConnectionAsync();
        (_hub.Desired, _hub.DesiredVersion) = ([], null);
        first.Lose();
        var second = await _hub.NextConnectionAsync();
        second.Handler.OnDesiredPatch(new JsonObject { ["other"] = 1 }, 6);
        (await HeardAsync()).Document.ToJsonString().Should().Be("""{"limit":1,"other":1}""");
    }

    [Fact]
    public async Task Handler_Throws_TheNextChangeComesAllTheSame()
    {
        await using var client = TestClient.Create(_hub);
        await client.SetDesiredPropertiesHandlerAsync((desired, _) =>
        {
            _heard.Writer.TryWrite(desired);
            throw new InvalidOperationException("by the test");
        }, Cancellation);
        await client.OpenAsync(Cancellation).Soon("opening");
        await HeardAsync();
        (await _hub.NextConnectionAsync()).Handler.OnDesiredPatch(new JsonObject { ["limit"] = 2 }, 6);
        (await HeardAsync()).Version.Should().Be(6);
    }

    [Fact]
    public async Task Open_PatchRightBehindTheTwin_IsHeardAfterIt()
    {
        _hub.OnTwinRequested = connection => connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 2 }, 6);
        await using var client = await OpenAsync();
        (await HeardAsync()).Version.Should().Be(5);
        (await HeardAsync()).Document.ToJsonString().Should().Be("""{"limit":2}""");
    }

    [Fact]
    public async Task Reconnect_PatchRightBehindTheTwin_IsNotUndoneByIt()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var first = await _hub.NextConnectionAsync();
        _hub.OnTwinRequested = connection => connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 2 }, 6);
        first.Lose();
        var change = await HeardAsync();
        (change.Version, change.Document.ToJsonString()).Should().Be((6, """{"limit":2}"""));
        _hub.OnTwinRequested = null;
        (await _hub.NextConnectionAsync()).Handler.OnDesiredPatch(new JsonObject { ["other"] = 1 }, 7);
        (await HeardAsync()).Document.ToJsonString().Should().Be("""{"limit":2,"other":1}""");
    }

    [Fact]
    public async Task Reconnect_PatchBeforeTheTwinAndOthersMissed_ConnectsAndHearsItOnce()
    {
        await using var client = await OpenAsync();
        await HeardAsync();
        var first = await _hub.NextConnectionAsync();
        (_hub.Desired, _hub.DesiredVersion) = (new JsonObject { ["limit"] = 8 }, 8);
        _hub.OnTwinRequested = connection => connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 8 }, 8);
        first.Lose();
        (await HeardAsync()).Version.Should().Be(8);
        await client.SendAsync("out", new EdgeMessage(new byte[1]), Cancellation).Soon("the connection to be used");
    }

    [Fact]
    public async Task Handler_ThatSendsAndReports_MayDoSoWhileTheClientOpensAndReconnects()
    {
        await using var client = TestClient.Create(_hub);
        await client.SetDesiredPropertiesHandlerAsync(async (desired, token) =>
        {
            await client.UpdateReportedPropertiesAsync(new JsonObject { ["version"] = desired.Version }, token);
            await client.SendAsync("out", new EdgeMessage(new byte[1]), token);
            _heard.Writer.TryWrite(desired);
        }, Cancellation);
        await client.OpenAsync(Cancellation).Soon("opening");
        (await HeardAsync()).Version.Should().Be(5);
        var first = await _hub.NextConnectionAsync();
        (_hub.Desired, _hub.DesiredVersion) = (new JsonObject { ["limit"] = 2 }, 6);
        first.Lose();
        (await HeardAsync()).Version.Should().Be(6);
        await client.SendAsync("out", new EdgeMessage(new byte[1]), Cancellation).Soon("the connection to be used");
    }

    [Fact]
    public async Task Open_InputBeforeTheTwin_IsHandledWithTheDesiredPropertiesOnly()
    {
        var handled = new TaskCompletionSource();
        var wasEarly = false;
        var outcome = Task.FromResult(false);
        _hub.OnTwinRequested = connection => outcome = connection.Handler.OnInputAsync(new EdgeMessage(new byte[1], [], "in"));
        await using var client = TestClient.Create(_hub);
        await client.SetInputHandlerAsync("in", (_, _) =>
        {
            handled.TrySetResult();
            return Task.FromResult(InputResult.Complete);
        }, Cancellation);
        await client.SetDesiredPropertiesHandlerAsync(async (_, _) =>
        {
            await handled.Task.WaitAsync(TimeSpan.FromMilliseconds(300), Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wasEarly = handled.Task.IsCompleted;
        }, Cancellation);

        await client.OpenAsync(Cancellation).Soon("opening");

        (await outcome.Soon("the input")).Should().BeTrue();
        wasEarly.Should().BeFalse("a handler that reads settings must not run on their defaults");
    }

    private async Task<EdgeModuleClient> OpenAsync()
    {
        var client = TestClient.Create(_hub);
        await client.SetDesiredPropertiesHandlerAsync((desired, _) => _heard.Writer.WriteAsync(desired, Cancellation).AsTask(), Cancellation);
        await client.OpenAsync(Cancellation).Soon("opening");
        return client;
    }

    private Task<DesiredProperties> HeardAsync() => _heard.Reader.ReadAsync(Cancellation).AsTask().Soon("a change of desired properties");
}
