using IoTEdge.Modules.Methods;
using IoTEdge.Modules.Telemetry;

namespace IoTEdge.Modules.Inputs;

/// <summary>
/// The messages of one input on their way through its handler: in the order of arrival, in an order for each key, or in batches. It outlives
/// connections.
/// </summary>
internal sealed class InputQueue
{
    private static readonly Task<bool> Done = Task.FromResult(true);
    private static readonly Task<bool> NotTaken = Task.FromResult(false);
    private readonly InputTools _tools;
    private readonly InputLine _line = new();
    private readonly InputSignal _more = new();
    private readonly InputParking _parking;
    private readonly InputLaneWorker _singles;
    private readonly InputBatchWorker _batches;
    private readonly TaskTracker _tasks = new(int.MaxValue);
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _worker;

    public InputQueue(string? input, InputBinding binding, Task begin, InputTools tools)
    {
        _tools = tools;
        Binding = binding;
        var runner = new InputRunner(tools, _abort.Token);
        _parking = new InputParking(input, tools, _line);
        _singles = new InputLaneWorker(_line, runner, _parking, tools, _tasks, _stopping.Token);
        _batches = new InputBatchWorker(_line, runner, _singles, _parking, _more, tools, _tasks, _stopping.Token);
        foreach (var parked in input is null ? [] : tools.Journal.TakeParked(input)) Restore(parked);
        _worker = Task.Run(() => WorkAsync(begin));
    }

    /// <summary>The handler and its policy; may be replaced while messages wait.</summary>
    public InputBinding Binding { get; set; }

    // Beyond what a connection may have in flight, what is parked, and what runs: not acknowledged, it comes again.
    private int Limit => (2 * _tools.Capacity) + Binding.Policy.Concurrency;

    /// <summary>Adds a message, or joins the run of the same message.</summary>
    public Task<bool> Add(EdgeMessage message)
    {
        var policy = Binding.Policy;
        if (_tools.Journal.IsDone(message, policy))
        {
            _tools.Logger.DuplicateSkipped(message.InputName ?? "", message.MessageId);
            ModuleMetrics.Duplicate(message.InputName ?? "");
            return Done;
        }

        var run = new InputRun(message, _tools.Time.GetTimestamp());
        _tools.Journal.Recall(run);
        if (_line.Enter(run, Limit) is not { } outcome) return NotTaken;
        if (outcome != run.Outcome) return outcome;

        // On edgeHub, which has one message of a module in flight, a batch fills only when each message is acknowledged before it is done.
        if (policy.IsBatched && _line.Ahead(run) is not { Sequence: null }) _parking.Park(run);
        _parking.Watch();
        _more.Set();
        return outcome;
    }

    /// <summary>The connection is over: what has not begun goes, because the hub sends it again; it would be here twice.</summary>
    public void Forget() => _line.Forget();

    /// <summary>Finishes what runs, gives the rest back unacknowledged; cancels handlers when <paramref name="cancellationToken"/> is.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _parking.Dispose();
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _abort);
        await _worker.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _tasks.WhenAllAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _line.Close();
    }

    private async Task WorkAsync(Task begin)
    {
        await begin.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!_stopping.IsCancellationRequested)
        {
            if (Binding.Policy.IsBatched) await _batches.StartAsync(() => Binding).ConfigureAwait(false);
            else _singles.Start(() => Binding);
            await _more.WaitAsync(_stopping.Token).ConfigureAwait(false);
        }
    }

    private void Restore(ParkedMessage parked)
    {
        var run = new InputRun(parked.Message, _tools.Time.GetTimestamp()) { Sequence = parked.Sequence };
        _tools.Journal.Recall(run);
        run.Finish(isDone: true);
        _parking.Count(run);
        _line.Enter(run, int.MaxValue);
        _more.Set();
    }
}
