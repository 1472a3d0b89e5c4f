using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Inputs;

/// <summary>
/// Random histories of a hub, an input and a process: handlers that fail, time that passes, connections that are lost, processes that are killed.
/// Whatever happens, no message is lost, and those of one key are done in their order.
/// </summary>
public sealed class InputModelTests
{
    private enum Happening
    {
        Send,
        Pass,
        Break,
        Mend,
        Lose,
        Kill,
    }

    private static readonly Gen<(Happening What, int Key)[]> Histories = Gen.Select(
        Gen.Frequency((6, Gen.Const(Happening.Send)), (3, Gen.Const(Happening.Pass)), (1, Gen.Const(Happening.Break)), (1, Gen.Const(Happening.Mend)), (1, Gen.Const(Happening.Lose)), (1, Gen.Const(Happening.Kill))),
        Gen.Int[0, 2]).Array[1, 40];

    private static readonly Gen<InputPolicy> Policies = Gen.OneOf(
        Gen.Const(new InputPolicy()),
        Gen.Const(new InputPolicy { OrderBy = KeyOf }),
        Gen.Const(new InputPolicy { Concurrency = 3, OrderBy = KeyOf }),
        Gen.Const(new InputPolicy { MaxAttempts = 1000, DuplicateWindow = TimeSpan.FromDays(1) }));

    [Fact]
    public Task History_WithStorage_LosesNothingAndKeepsTheOrderOfAKey() =>
        Gen.Select(Histories, Policies, Gen.OneOf(Gen.Const(1), Gen.Const(4))).SampleAsync((history, policy, window) => RunAsync(history, policy, window, isDurable: true));

    [Fact]
    public Task History_WithoutStorage_LosesNothingAndKeepsTheOrderOfAKey() =>
        Gen.Select(Histories, Policies, Gen.OneOf(Gen.Const(1), Gen.Const(4))).SampleAsync((history, policy, window) => RunAsync(history, policy, window, isDurable: false));

    private static string KeyOf(EdgeMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private static async Task RunAsync((Happening What, int Key)[] history, InputPolicy policy, int window, bool isDurable)
    {
        using var folder = new TestFolder();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var hub = new ModelHub(window);
        var done = new ConcurrentQueue<(string Key, int Number)>();
        var isBroken = 0;
        var life = new Life();
        var stage = Start();
        var sent = 0;
        foreach (var (what, key) in history)
        {
            switch (what)
            {
                case Happening.Send:
                    hub.Take($"{++sent}", $"{key}");
                    break;
                case Happening.Pass:
                    for (var i = 0; i < 10; i++) await PassAsync();
                    break;
                case Happening.Break:
                    Volatile.Write(ref isBroken, 1);
                    break;
                case Happening.Mend:
                    Volatile.Write(ref isBroken, 0);
                    break;
                case Happening.Lose:
                    hub.Disconnect();
                    stage.Inputs.Forget();
                    break;
                default:
                    life.IsOver = true;
                    hub.Disconnect();
                    await stage.KillAsync();
                    life = new Life();
                    stage = Start();
                    break;
            }

            hub.Deliver(stage);
        }

        Volatile.Write(ref isBroken, 0);
        var ending = TimeProvider.System.GetTimestamp();
        while (done.Select(each => each.Number).Distinct().Count() < sent && TimeProvider.System.GetElapsedTime(ending) < TimeSpan.FromSeconds(20)) await PassAsync();
        await stage.DisposeAsync();

        var first = done.DistinctBy(each => each.Number).ToList();
        first.Should().HaveCount(sent, "no message is lost");
        foreach (var lane in first.GroupBy(each => policy.OrderBy is null ? "" : each.Key)) lane.Select(each => each.Number).Should().BeInAscendingOrder();

        InputStage Start()
        {
            var mine = life;
            var next = new InputStage(time, isDurable ? folder.Path : null);
            next.Set(async (message, _) =>
            {
                await Task.Yield();
                if (mine.IsOver) await new TaskCompletionSource().Task;
                if (Volatile.Read(ref isBroken) == 1) throw new InvalidOperationException("by the test");
                done.Enqueue((KeyOf(message), int.Parse(message.MessageId!)));
                return InputResult.Complete;
            }, policy);
            return next;
        }

        async Task PassAsync()
        {
            time.Advance(TimeSpan.FromSeconds(3));
            for (var i = 0; i < 5; i++) await Task.Yield();
            hub.Deliver(stage);
        }
    }

    /// <summary>What a process does after it was killed counts for nothing.</summary>
    private sealed class Life
    {
        public volatile bool IsOver;
    }

    /// <summary>A hub that has so many messages in flight, forgets what is acknowledged in order, and sends the rest again on the next connection.</summary>
    private sealed class ModelHub(int window)
    {
        private readonly List<(string Id, string Body)> _kept = [];
        private readonly Queue<Task<bool>> _inFlight = new();

        public void Take(string id, string body) => _kept.Add((id, body));

        public void Disconnect()
        {
            Settle();
            _inFlight.Clear();
        }

        public void Deliver(InputStage stage)
        {
            Settle();
            while (_inFlight.Count < window && _inFlight.Count < _kept.Count)
            {
                var (id, body) = _kept[_inFlight.Count];
                _inFlight.Enqueue(stage.Send(id, body));
            }
        }

        private void Settle()
        {
            while (_inFlight.TryPeek(out var oldest) && oldest is { IsCompletedSuccessfully: true, Result: true })
            {
                _inFlight.Dequeue();
                _kept.RemoveAt(0);
            }
        }
    }
}
