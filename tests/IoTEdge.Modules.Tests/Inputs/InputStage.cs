using System.Collections.Concurrent;
using System.Text;
using IoTEdge.Modules.Inputs;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Inputs;

/// <summary>The inputs of a module without a hub: a test is the connection, the clock, and the end of the process.</summary>
internal sealed class InputStage : IAsyncDisposable
{
    public const int Capacity = 16;
    private readonly ModuleStore? _store;

    public InputStage(FakeTimeProvider time, string? folder = null)
    {
        Time = time;
        var journal = new InputJournal(time);
        Inputs = new InputDispatcher(new InputTools(Capacity, SendDeadLetterAsync, journal, time, new Random(1), NullLogger.Instance));
        Inputs.BeginAfter(Task.CompletedTask);
        if (folder is null) return;
        _store = ModuleStore.Open(folder, [journal], time, NullLogger.Instance);
        journal.Begin(_store);
    }

    public FakeTimeProvider Time { get; }

    public InputDispatcher Inputs { get; }

    public ConcurrentQueue<string> DeadLetters { get; } = new();

    public static EdgeMessage Message(string? id, string body = "", string input = "in")
    {
        var properties = new PropertyBag();
        if (id is not null) properties["$.mid"] = id;
        return new EdgeMessage(Encoding.UTF8.GetBytes(body), properties, input);
    }

    public void Set(InputHandler handler, InputPolicy policy) => Inputs.Set("in", new InputBinding(handler, policy));

    public void SetBatch(InputBatchHandler handler, InputPolicy policy) => Inputs.Set("in", new InputBinding(handler, policy));

    public Task<bool> Send(string? id, string body = "") => Inputs.Dispatch(Message(id, body));

    /// <summary>Moves the clock on until a task is done: work goes on on other threads, so a delay may begin after a step.</summary>
    public async Task<T> Advance<T>(Task<T> until, TimeSpan step)
    {
        await Time.AdvanceUntil(until, step);
        return await until;
    }

    /// <summary>What a process leaves behind that ends without stopping: its file.</summary>
    public async Task KillAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        await Inputs.StopAsync(new CancellationToken(canceled: true));
    }

    public async ValueTask DisposeAsync()
    {
        await Inputs.StopAsync(new CancellationToken(canceled: true));
        await KillAsync();
    }

    private Task SendDeadLetterAsync(string output, EdgeMessage message, string reason, CancellationToken cancellationToken)
    {
        DeadLetters.Enqueue($"{message.MessageId} {message.Attempt} {reason}");
        return Task.CompletedTask;
    }
}
