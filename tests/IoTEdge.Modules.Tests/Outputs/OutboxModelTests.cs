using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Storage;
using IoTEdge.Modules.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace IoTEdge.Modules.Tests.Outputs;

/// <summary>Random histories of a durable output: connections that are lost, acknowledgements that do not come, processes that end. What was stored arrives, in order.</summary>
public sealed class OutboxModelTests
{
    private enum Happening
    {
        Send,
        SendMany,
        Acknowledge,
        Connect,
        Lose,
        Restart,
    }

    private static readonly Gen<Happening[]> Histories = Gen.Frequency(
        (5, Gen.Const(Happening.Send)), (2, Gen.Const(Happening.SendMany)), (5, Gen.Const(Happening.Acknowledge)), (2, Gen.Const(Happening.Connect)), (2, Gen.Const(Happening.Lose)), (1, Gen.Const(Happening.Restart))).Array[1, 40];

    [Fact]
    public Task History_OfADurableOutput_DeliversWhatWasStoredInOrder() => Histories.SampleAsync(RunAsync);

    private static async Task RunAsync(Happening[] history)
    {
        using var folder = new TestFolder();
        var hub = new ModelHub();
        var (outbox, store) = Open(folder.Path);
        var connection = default(ModelConnection);
        var stored = 0;
        foreach (var happening in history)
        {
            switch (happening)
            {
                case Happening.Send:
                    await SendAsync(outbox, stored + 1).Soon("storing");
                    stored++;
                    break;
                case Happening.SendMany:
                    await Task.WhenAll(Enumerable.Range(stored + 1, 20).Select(number => SendAsync(outbox, number))).Soon("storing many");
                    stored += 20;
                    break;
                case Happening.Acknowledge:
                    connection?.AcknowledgeSome();
                    break;
                case Happening.Connect:
                    if (connection is not null) break;
                    connection = new ModelConnection(hub);
                    outbox.Attach(connection);
                    break;
                case Happening.Lose:
                    Lose();
                    break;
                default:
                    Lose();
                    await outbox.DisposeAsync();
                    await store.DisposeAsync();
                    (outbox, store) = Open(folder.Path);
                    break;
            }
        }

        Lose();
        outbox.Attach(new ModelConnection(hub) { AcknowledgesAtOnce = true });
        await outbox.FlushAsync(CancellationToken.None).Soon("the outbox to be empty");
        await outbox.DisposeAsync();
        await store.DisposeAsync();

        hub.Arrived.Distinct().Should().Equal(Enumerable.Range(1, stored), "whatever came twice, each came first in its order");
        hub.Arrived.Should().HaveCountLessThan((stored + 1) * (history.Count(happening => happening is Happening.Lose or Happening.Restart) + 2), "what is acknowledged does not come again");

        void Lose()
        {
            outbox.Detach();
            connection?.Lose();
            connection = null;
        }
    }

    private static (Outbox Outbox, ModuleStore Store) Open(string folder)
    {
        var outbox = new Outbox(8, TimeProvider.System, NullLogger.Instance);
        var store = ModuleStore.Open(folder, [outbox.Participant], TimeProvider.System, NullLogger.Instance);
        outbox.Begin(store);
        return (outbox, store);
    }

    private static Task SendAsync(Outbox outbox, int number) =>
        outbox.SendAsync("out", new PropertyBag { ["$.mid"] = $"{number}" }, Encoding.UTF8.GetBytes($"{number}"), CancellationToken.None);

    private sealed class ModelHub
    {
        public List<int> Arrived { get; } = [];
    }

    private sealed class ModelConnection(ModelHub hub) : IModuleConnection
    {
        private readonly Queue<TaskCompletionSource> _pending = new();
        private bool _isLost;

        public bool AcknowledgesAtOnce { get; init; }

        public Task<EdgeModuleException?> Closed => throw new NotSupportedException();

        public void AcknowledgeSome()
        {
            lock (hub)
            {
                for (var i = 0; i < 5 && _pending.TryDequeue(out var acknowledgement); i++) acknowledgement.SetResult();
            }
        }

        public void Lose()
        {
            lock (hub)
            {
                _isLost = true;
                foreach (var pending in _pending) pending.SetException(new EdgeModuleException(EdgeModuleErrorReason.Connection, "lost by the test"));
            }
        }

        public Task SendEventAsync(PropertyBag properties, ReadOnlyMemory<byte> body)
        {
            lock (hub)
            {
                if (_isLost) throw new EdgeModuleException(EdgeModuleErrorReason.Connection, "lost by the test");
                hub.Arrived.Add(int.Parse(Encoding.UTF8.GetString(body.Span)));
                if (AcknowledgesAtOnce) return Task.CompletedTask;
                var acknowledgement = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _pending.Enqueue(acknowledgement);
                return acknowledgement.Task;
            }
        }

        public Task SubscribeAsync(ModuleSubscriptions subscriptions, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ModuleTwin> GetTwinAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PatchReportedAsync(JsonObject patch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
