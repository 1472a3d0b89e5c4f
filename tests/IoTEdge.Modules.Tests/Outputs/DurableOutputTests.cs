using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Outputs;

public sealed class DurableOutputTests : IDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly TestFolder _folder = new();
    private readonly FakeHub _hub = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeLoggerProvider _log = new();

    [Fact]
    public async Task SendAsync_WhileTheHubIsAway_CompletesWhenTheMessageIsStored()
    {
        await using var client = Create();
        await SendAsync(client, "1", "2", "3");

        await client.OpenAsync(Cancellation);

        (await SentAsync(3)).Should().Equal("1", "2", "3");
    }

    [Fact]
    public async Task Restart_WithMessagesThatWereNotAcknowledged_SendsThemInOrderWithTheSameIds()
    {
        _hub.AcknowledgesAtOnce = false;
        string?[] ids;
        await using (var client = Create())
        {
            await client.OpenAsync(Cancellation);
            await SendAsync(client, "1", "2", "3");
            var connection = await _hub.NextConnectionAsync();
            var sent = new[] { await connection.NextSentAsync(), await connection.NextSentAsync(), await connection.NextSentAsync() };
            ids = [.. sent.Select(message => message.Properties["$.mid"])];
            sent[0].Acknowledgement.SetResult();
        }

        await using var next = Create();
        await next.OpenAsync(Cancellation);
        var again = await _hub.NextConnectionAsync();
        var first = await again.NextSentAsync();
        var second = await again.NextSentAsync();
        (first.Body, second.Body).Should().Be(("2", "3"), "the hub has the first");
        new[] { first.Properties["$.mid"], second.Properties["$.mid"] }.Should().Equal(ids[1..]).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task LostConnection_WithMessagesInFlight_SendsThemAgainInOrderAndThenTheRest()
    {
        _hub.AcknowledgesAtOnce = false;
        await using var client = Create();
        await client.OpenAsync(Cancellation);
        await SendAsync(client, "1", "2");
        var connection = await _hub.NextConnectionAsync();
        (await connection.NextSentAsync()).Acknowledgement.SetResult();
        await connection.NextSentAsync();
        connection.Lose();
        await SendAsync(client, "3");

        var next = await _hub.NextConnectionAsync();
        (await next.NextSentAsync()).Body.Should().Be("2");
        (await next.NextSentAsync()).Body.Should().Be("3");
    }

    [Fact]
    public async Task SendAsync_WhenFullAndWaiting_CompletesInOrderAsTheHubMakesRoom()
    {
        _hub.AcknowledgesAtOnce = false;
        await using var client = Create(new OutputPolicy { Durable = true, MaxCount = 2 });
        await client.OpenAsync(Cancellation);
        var connection = await _hub.NextConnectionAsync();
        await SendAsync(client, "1", "2");
        var third = SendAsync(client, "3");
        var fourth = SendAsync(client, "4");

        third.IsCompleted.Should().BeFalse();
        (await connection.NextSentAsync()).Acknowledgement.SetResult();
        await third.Soon("room for the third");
        fourth.IsCompleted.Should().BeFalse();
        (await connection.NextSentAsync()).Acknowledgement.SetResult();
        await fourth.Soon("room for the fourth");
        (await connection.NextSentAsync()).Body.Should().Be("3");
        (await connection.NextSentAsync()).Body.Should().Be("4");
    }

    [Fact]
    public async Task SendAsync_CancelledWhileItWaitsForRoom_EndsAndIsNotSent()
    {
        await using var client = Create(new OutputPolicy { Durable = true, MaxCount = 1 });
        await SendAsync(client, "1");
        using var cancelling = new CancellationTokenSource();
        var waiting = client.SendAsync("out", Message("2"), cancelling.Token);
        await cancelling.CancelAsync();
        await waiting.Awaiting(task => task.Soon("the cancelled send")).Should().ThrowAsync<OperationCanceledException>();

        var third = SendAsync(client, "3");
        await client.OpenAsync(Cancellation);
        await third.Soon("room");
        (await SentAsync(2)).Should().Equal("1", "3");
    }

    [Theory]
    [InlineData(WhenFull.DropOldest, new[] { "3", "4" })]
    [InlineData(WhenFull.DropNewest, new[] { "1", "2" })]
    public async Task SendAsync_WhenFullAndDropping_CompletesAndSaysHowManyWereDroppedOnceAPeriod(WhenFull whenFull, string[] kept)
    {
        await using var client = Create(new OutputPolicy { Durable = true, MaxCount = 2, WhenFull = whenFull });
        await SendAsync(client, "1", "2", "3", "4");

        await client.OpenAsync(Cancellation);

        (await SentAsync(2)).Should().Equal(kept);
        Logged("OutboxDropped").Should().ContainSingle("it is logged once a minute").Which.Should().Contain("'out'".Trim('\'')).And.Contain("full");
    }

    [Fact]
    public async Task SendAsync_BytesBeyondTheLimit_AreNoRoomEither()
    {
        await using var client = Create(new OutputPolicy { Durable = true, MaxBytes = 1000, WhenFull = WhenFull.DropNewest });
        await SendAsync(client, new string('a', 600), new string('b', 600), "c");
        await client.OpenAsync(Cancellation);
        (await SentAsync(2)).Select(body => body[0]).Should().Equal('a', 'c');

        (await client.Awaiting(sut => SendAsync(sut, new string('d', 1000))).Should().ThrowAsync<EdgeModuleException>())
            .Where(exception => exception.Reason == EdgeModuleErrorReason.MessageTooLarge && exception.Message.Contains("'out'"));
    }

    [Fact]
    public async Task SendAsync_MessageThatNoHubTakes_IsRefusedBeforeItIsStored()
    {
        await using var client = Create();
        await client.Awaiting(sut => SendAsync(sut, new string('x', 262_145))).Should().ThrowAsync<EdgeModuleException>()
            .Where(exception => exception.Reason == EdgeModuleErrorReason.MessageTooLarge);
        await SendAsync(client, "1");
        await client.OpenAsync(Cancellation);
        (await SentAsync(1)).Should().Equal("1");
    }

    [Fact]
    public async Task Message_OlderThanTheLimit_IsDroppedInsteadOfSent()
    {
        await using var client = Create(new OutputPolicy { Durable = true, MaxAge = TimeSpan.FromMinutes(10) });
        await SendAsync(client, "old");
        _time.Advance(TimeSpan.FromMinutes(11));
        await SendAsync(client, "new");
        await client.OpenAsync(Cancellation);
        (await SentAsync(1)).Should().Equal("new");
        Logged("OutboxDropped").Should().ContainSingle().Which.Should().Contain("expired");
    }

    [Fact]
    public async Task Close_HubThatIsThere_GetsEverythingFirst()
    {
        _hub.AcknowledgesAtOnce = false;
        await using var client = Create();
        await client.OpenAsync(Cancellation);
        await SendAsync(client, "1", "2");
        var connection = await _hub.NextConnectionAsync();
        var closing = client.CloseAsync(Cancellation);
        (await connection.NextSentAsync()).Acknowledgement.SetResult();
        closing.IsCompleted.Should().BeFalse();
        (await connection.NextSentAsync()).Acknowledgement.SetResult();
        await closing.Soon("closing");
    }

    [Fact]
    public async Task Close_HubThatIsAway_KeepsTheRestAndDoesNotWait()
    {
        var client = Create();
        await SendAsync(client, "1");
        await client.CloseAsync(Cancellation).Soon("closing");
        await client.Awaiting(sut => SendAsync(sut, "2")).Should().ThrowAsync<EdgeModuleException>().Where(exception => exception.Reason == EdgeModuleErrorReason.Closed);

        await using var next = Create();
        await next.OpenAsync(Cancellation);
        (await SentAsync(1)).Should().Equal("1");
    }

    [Fact]
    public async Task Close_WithASendThatWaitsForRoom_FailsIt()
    {
        var client = Create(new OutputPolicy { Durable = true, MaxCount = 1 });
        await SendAsync(client, "1");
        var waiting = client.SendAsync("out", Message("2"), Cancellation);
        await client.CloseAsync(Cancellation).Soon("closing");
        (await waiting.Awaiting(task => task.Soon("the send")).Should().ThrowAsync<EdgeModuleException>()).Which.Reason.Should().Be(EdgeModuleErrorReason.Closed);
    }

    [Fact]
    public async Task Hub_ThatAcknowledgesNothing_IsLeftAndTheNextConnectionSendsAgain()
    {
        _hub.AcknowledgesAtOnce = false;
        await using var client = Create();
        await client.OpenAsync(Cancellation);
        await SendAsync(client, "1");
        await (await _hub.NextConnectionAsync()).NextSentAsync();
        var next = _hub.NextConnectionAsync();
        await _time.AdvanceUntil(next, TimeSpan.FromSeconds(5));
        (await (await next).NextSentAsync()).Body.Should().Be("1");
    }

    [Fact]
    public async Task Metrics_OfWhatIsKept_FollowIt()
    {
        long messages = 0, bytes = 0, drops = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == EdgeModuleTelemetry.MeterName) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (!tags.ToArray().Contains(new("messaging.destination.name", "measured"))) return;
            if (instrument.Name == "iotedge.module.outbox.messages") Interlocked.Add(ref messages, value);
            if (instrument.Name == "iotedge.module.outbox.size") Interlocked.Add(ref bytes, value);
            if (instrument.Name == "iotedge.module.outbox.drops") Interlocked.Add(ref drops, value);
        });
        listener.Start();
        await using var client = Create();
        client.SetOutputPolicy("measured", new OutputPolicy { Durable = true, MaxCount = 2, WhenFull = WhenFull.DropNewest });
        for (var i = 0; i < 3; i++) await client.SendAsync("measured", Message("0123456789"), Cancellation).Soon("storing");
        (Interlocked.Read(ref messages), Interlocked.Read(ref drops)).Should().Be((2, 1));
        Interlocked.Read(ref bytes).Should().BeGreaterThan(20);

        await client.OpenAsync(Cancellation);
        await client.CloseAsync(Cancellation).Soon("closing");
        (Interlocked.Read(ref messages), Interlocked.Read(ref bytes)).Should().Be((0, 0));
    }

    [Fact]
    public async Task SetOutputPolicy_DurableWithoutAFolder_IsRefusedAndSaysWhatToSet()
    {
        await using var client = EdgeModuleClient.CreateFromConnectionString(TestClient.ConnectionString, TestClient.Options(_hub));
        client.Invoking(sut => sut.SetOutputPolicy("out", new OutputPolicy { Durable = true })).Should().Throw<EdgeModuleException>()
            .Where(exception => exception.Reason == EdgeModuleErrorReason.Configuration).WithMessage("Output 'out' of dev/filter is durable*EdgeModule:StoragePath*");
    }

    [Fact]
    public async Task Folder_ThatCannotBeWritten_IsOneWarningAndRefusesDurableOutputsOnly()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);
        await using var client = EdgeModuleClient.CreateFromConnectionString(TestClient.ConnectionString, Options(file));
        for (var i = 0; i < 2; i++)
        {
            client.Invoking(sut => sut.SetOutputPolicy("out", new OutputPolicy { Durable = true })).Should().Throw<EdgeModuleException>()
                .Where(exception => exception.Reason == EdgeModuleErrorReason.Configuration && exception.Message.Contains(file));
        }

        await client.OpenAsync(Cancellation).Soon("opening without storage");
        await client.SendAsync("out", Message("1"), Cancellation).Soon("the send");
        Logged("StorageMissing").Should().ContainSingle();
    }

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    private static EdgeMessage Message(string body) => new(Encoding.UTF8.GetBytes(body));

    private static async Task SendAsync(EdgeModuleClient client, params string[] bodies)
    {
        foreach (var body in bodies) await client.SendAsync("out", Message(body), Cancellation).Soon($"storing {body}");
    }

    private EdgeModuleClient Create(OutputPolicy? policy = null)
    {
        var client = EdgeModuleClient.CreateFromConnectionString(TestClient.ConnectionString, Options(_folder.Path));
        client.SetOutputPolicy("out", policy ?? new OutputPolicy { Durable = true });
        return client;
    }

    private EdgeModuleClientOptions Options(string folder) => TestClient.Options(_hub) with
    {
        StoragePath = folder,
        TimeProvider = _time,
        LoggerFactory = LoggerFactory.Create(builder => builder.AddProvider(_log)),
    };

    private async Task<List<string>> SentAsync(int count)
    {
        var connection = await _hub.NextConnectionAsync();
        var bodies = new List<string>();
        while (bodies.Count < count) bodies.Add((await connection.NextSentAsync()).Body);
        return bodies;
    }

    private List<string> Logged(string name) => [.. _log.Collector.GetSnapshot().Where(record => record.Id.Name == name).Select(record => record.Message)];
}
