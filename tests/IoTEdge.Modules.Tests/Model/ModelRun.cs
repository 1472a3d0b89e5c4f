using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Model;

/// <summary>
/// One life of a client: a script of chance (sends, messages, desired changes, calls, cuts, restarts, hours that pass) against a hub that
/// misbehaves, then a time in which nothing goes wrong any more, and the promises that must hold after it.
/// </summary>
internal sealed class ModelRun : IAsyncDisposable
{
    private const int Steps = 40;
    private static readonly string[] Keys = ["a", "b", "c"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly int _seed;
    private readonly Random _random;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ModelTransport _transport;
    private readonly EdgeModuleClient _client;
    private readonly List<Task> _sends = [];
    private readonly List<(JsonObject Document, JsonObject Changes, long? Version)> _desired = [];
    private readonly ConcurrentQueue<(string Key, int Number)> _handled = new();
    private readonly Dictionary<string, int> _sent = [];
    private readonly Dictionary<string, int> _queued = [];
    private int _messageId;
    private Task _reports = Task.CompletedTask;
    private int _reported;

    public ModelRun(int seed)
    {
        _seed = seed;
        _random = new Random(seed + 1);
        Hub = new ModelHub(new Faults(seed));
        _transport = new ModelTransport(Hub, _time);
        var options = new EdgeModuleClientOptions { Transport = _transport, TimeProvider = _time, MaxSendsInFlight = 4, MaxRefusals = 0 };
        var identity = new ModuleIdentity("dev", "model");
        var tokens = new KeyTokenSource("hub.test", identity, ModuleConnectionString.Parse(TestClient.ConnectionString).SharedAccessKey, options.TokenLifetime, _time);
        _client = new EdgeModuleClient(new ModuleAccess(identity, "hub.test", new HostEndpoint("hub.test", null), tokens, HubTrust.System), options, new Random(seed + 2));
    }

    public ModelHub Hub { get; }

    public async Task RunAsync()
    {
        await _client.SetInputHandlerAsync("in", HandleAsync, new InputPolicy { Concurrency = 1 + _random.Next(3), OrderBy = message => message.Properties["key"] });
        await _client.SetMethodHandlerAsync("echo", (call, _) => Task.FromResult(new MethodResult(200, call.Payload)));
        await _client.SetDesiredPropertiesHandlerAsync(TakeDesired);
        var opening = _client.OpenAsync();
        for (var step = 0; step < Steps; step++) await StepAsync();
        await HealAsync(opening);
        Check();
        await PassAsync(_client.CloseAsync(), "closing");
        await PassAsync(_transport.Sessions, "the sessions' end");
    }

    public async ValueTask DisposeAsync() => await _client.DisposeAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    private async Task StepAsync()
    {
        switch (_random.Next(12))
        {
            case 0 or 1 or 2:
                Send();
                break;
            case 3 or 4:
                Queue();
                break;
            case 5 or 6:
                Hub.ChangeDesired(new JsonObject { ["n"] = Hub.Version, [$"k{_random.Next(4)}"] = _random.Next(3) == 0 ? null : new JsonObject { ["v"] = _random.Next(5) } });
                break;
            case 7:
                _ = Hub.Call("1");
                break;
            case 8:
                Report();
                break;
            case 9:
                Hub.Restart();
                break;
            case 10:
                _time.Advance(TimeSpan.FromMinutes(_random.Next(1, 70)));
                break;
            default:
                _time.Advance(TimeSpan.FromSeconds(_random.Next(1, 40)));
                break;
        }

        await TickAsync();
    }

    private void Send()
    {
        var key = Keys[_random.Next(Keys.Length)];
        var number = _sent[key] = _sent.GetValueOrDefault(key) + 1;
        _sends.Add(_client.SendAsync("out", new EdgeMessage(Encoding.UTF8.GetBytes("{}")) { MessageId = $"{key}-{number}" }));
    }

    private void Queue()
    {
        var key = Keys[_random.Next(Keys.Length)];
        Hub.Queue(new ModelMessage($"in-{++_messageId}", key, _queued[key] = _queued.GetValueOrDefault(key) + 1));
    }

    private void Report()
    {
        var value = ++_reported;
        _reports = Then(_reports);

        async Task Then(Task before)
        {
            await before;
            while (true)
            {
                try
                {
                    await _client.UpdateReportedPropertiesAsync(new JsonObject { ["r"] = value });
                    return;
                }
                catch (EdgeModuleException exception) when (exception.IsTransient)
                {
                    // As an author does it: not answered in time is tried again.
                }
            }
        }
    }

    private Task<InputResult> HandleAsync(EdgeMessage message, CancellationToken cancellationToken)
    {
        bool fails;
        lock (Hub.Gate) fails = Hub.Faults.Happens(0.1);
        if (fails) throw new InvalidOperationException("by the test");
        _handled.Enqueue((message.Properties["key"]!, int.Parse(message.Properties["number"]!, CultureInfo.InvariantCulture)));
        return Task.FromResult(InputResult.Complete);
    }

    private Task TakeDesired(DesiredProperties desired, CancellationToken cancellationToken)
    {
        lock (_desired) _desired.Add((desired.Document, desired.Changes, desired.Version));
        return Task.CompletedTask;
    }

    /// <summary>From here on nothing goes wrong; everything that was begun must come to its end.</summary>
    private async Task HealAsync(Task opening)
    {
        lock (Hub.Gate) Hub.Faults.IsHealed = true;
        Hub.Restart();
        await PassAsync(opening, "opening");
        Hub.ChangeDesired(new JsonObject { ["n"] = "last" });
        await PassAsync(Task.WhenAll(_sends), "the sends");
        await PassAsync(_reports, "the reports");
        await UntilAsync(() => Hub.Waiting.Count == 0, "the acknowledgements of inputs");
        await UntilAsync(() => LastDesired() == Hub.Version, "the last desired version");

        // Whatever it was subscribed to on the way, now each handler must hear.
        Queue();
        await UntilAsync(() => Hub.Waiting.Count == 0, "a message after all");
        (await PassAsync(Hub.Call("42"), "a call after all")).Should().Be("42", Because("the method's handler is there"));
    }

    private void Check()
    {
        Hub.Taken.Should().BeEquivalentTo(_sent.SelectMany(key => Enumerable.Range(1, key.Value).Select(number => $"{key.Key}-{number}")), Because("what was acknowledged is at the hub"));
        foreach (var (key, count) in _sent)
            Hub.Taken.Where(id => id.StartsWith($"{key}-", StringComparison.Ordinal)).Should().Equal(Enumerable.Range(1, count).Select(number => $"{key}-{number}"), Because("the order of a key is kept"));
        foreach (var (key, count) in _queued)
        {
            var firsts = _handled.Where(handled => handled.Key == key).Select(handled => handled.Number).Distinct();
            firsts.Should().Equal(Enumerable.Range(1, count), Because("each message was handled, in the order of its key"));
        }

        CheckDesired();
        if (_reported > 0) Hub.Reported["r"]!.GetValue<int>().Should().Be(_reported, Because("the last report wins"));
    }

    private void CheckDesired()
    {
        var document = new JsonObject();
        var version = 0L;
        foreach (var seen in _desired)
        {
            seen.Version.Should().BeGreaterThan(version, Because("no version comes twice, or after a later one"));
            Protocol.Twins.TwinMerge.Apply(document, seen.Changes);
            JsonNode.DeepEquals(document, seen.Document).Should().BeTrue(Because($"the changes of version {seen.Version} lead from the document before to this one"));
            JsonNode.DeepEquals(seen.Document, Hub.Desired(seen.Version!.Value)).Should().BeTrue(Because($"version {seen.Version} is what the hub had"));
            version = seen.Version.Value;
        }
    }

    private long? LastDesired()
    {
        lock (_desired) return _desired.LastOrDefault().Version;
    }

    private async Task UntilAsync(Func<bool> isReached, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!Reached())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) Assert.Fail(Because($"{what} must come") + $"; the client is {_client.State}, {Hub.Waiting.Count} messages wait, desired is at {LastDesired()} of {Hub.Version}.");
            await TickAsync();
        }

        bool Reached()
        {
            lock (Hub.Gate) return isReached();
        }
    }

    private async Task PassAsync(Task task, string what)
    {
        await UntilAsync(() => task.IsCompleted, what);
        await task;
    }

    private async Task<T> PassAsync<T>(Task<T> task, string what)
    {
        await PassAsync((Task)task, what);
        return await task;
    }

    /// <summary>Lets others run for a millisecond, and half a second pass for them.</summary>
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        Hub.Tick();
        _time.Advance(TimeSpan.FromMilliseconds(500));
    }

    private string Because(string what) => $"{what} (seed {_seed})";
}
