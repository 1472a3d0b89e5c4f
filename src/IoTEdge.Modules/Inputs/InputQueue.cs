using System.Threading.Channels;
using IoTEdge.Modules.Methods;
using IoTEdge.Modules.Telemetry;

namespace IoTEdge.Modules.Inputs;

/// <summary>
/// The messages of one input on their way through its handler: in the order of arrival, in an order for each key, or in batches. It outlives
/// connections.
/// </summary>
internal sealed class InputQueue
{
    private readonly string? _input;
    private readonly InputTools _tools;
    private readonly InputRunner _runner;
    private readonly InputParking _parking;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Lock _gate = new();
    private readonly HashSet<InputRun> _runs = [];
    private readonly Dictionary<string, InputRun> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<InputRun> _waiting = [];
    private readonly InputLanes _lanes = new();
    private readonly TaskTracker _tasks = new(int.MaxValue);
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _worker;

    public InputQueue(string? input, InputBinding binding, Task begin, InputTools tools)
    {
        _input = input;
        _tools = tools;
        Binding = binding;
        _runner = new InputRunner(tools, _abort.Token);
        _parking = new InputParking(input, tools, Snapshot);
        foreach (var parked in input is null ? [] : tools.Journal.TakeParked(input)) Restore(parked);
        _worker = Task.Run(() => WorkAsync(begin));
    }

    /// <summary>The handler and its policy; may be replaced while messages wait.</summary>
    public InputBinding Binding { get; set; }

    /// <summary>Adds a message, or joins the run of the same message.</summary>
    public Task<bool> Add(EdgeMessage message)
    {
        var binding = Binding;
        InputRun run;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested) return Task.FromResult(false);
            if (message.MessageId is { } id && _byId.TryGetValue(id, out var sameMessage)) return sameMessage.Outcome;
            if (_tools.Journal.IsDone(message, binding.Policy))
            {
                _tools.Logger.DuplicateSkipped(message.InputName ?? "", message.MessageId);
                ModuleMetrics.Duplicate(message.InputName ?? "");
                return Task.FromResult(true);
            }

            // Beyond what a connection may have in flight, what is parked, and what runs: not acknowledged, it comes again.
            if (_runs.Count >= (2 * _tools.Capacity) + binding.Policy.Concurrency) return Task.FromResult(false);
            run = new InputRun(message, _tools.Time.GetTimestamp());
            _tools.Journal.Recall(run);
            Enter(run);
        }

        // On edgeHub, which has one message of a module in flight, a batch fills only when each message is acknowledged before it is done.
        if (binding.Policy.IsBatched) _parking.Park(run);
        else _parking.Watch();
        _signal.Writer.TryWrite(true);
        return run.Outcome;
    }

    /// <summary>The connection is over: what has not begun goes, because the hub sends it again; it would be here twice.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            foreach (var run in _runs.Where(run => !run.IsStarted && run.Sequence is null).ToArray()) Leave(run, isDone: false);
        }
    }

    /// <summary>Finishes what runs, gives the rest back unacknowledged; cancels handlers when <paramref name="cancellationToken"/> is.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _parking.Dispose();
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _abort);
        await _worker.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _tasks.WhenAllAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            foreach (var run in _runs.Where(run => !run.IsStarted).ToArray()) Leave(run, isDone: false);
        }
    }

    private async Task WorkAsync(Task begin)
    {
        await begin.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!_stopping.IsCancellationRequested)
        {
            if (Binding.Policy.IsBatched) await StartBatchesAsync().ConfigureAwait(false);
            else StartLanes();
            await WaitForMoreAsync(_stopping.Token).ConfigureAwait(false);
        }
    }

    private void StartLanes()
    {
        while (true)
        {
            var binding = Binding;
            InputRun run;
            lock (_gate)
            {
                if (_waiting.First is not { } first) return;
                run = first.Value;
            }

            // Reading the payload is outside the lock; a connection that ends meanwhile may take the message away.
            var key = binding.KeyOf(run.Message);
            LinkedList<InputRun> lane;
            bool isFirst;
            lock (_gate)
            {
                if (run.Place.List != _waiting) continue;
                _waiting.Remove(run.Place);
                (lane, isFirst) = _lanes.Enter(run, key);
            }

            if (isFirst) _tasks.TryRun(() => RunLaneAsync(lane, key));
            else if (lane.First?.Value.Sequence is not null) _parking.Park(run);
        }
    }

    private async Task RunLaneAsync(LinkedList<InputRun> lane, string? key)
    {
        while (true)
        {
            InputRun? run;
            lock (_gate)
            {
                run = _lanes.Next(lane, key);
                if (run is null) return;
                run.IsStarted = true;
            }

            await FinishAsync(run, await HandleAsync(run, isLastChance: false).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the handler until the message is done, or the module stops. While it waits for its next attempt others may run.</summary>
    private async Task<bool> HandleAsync(InputRun run, bool isLastChance)
    {
        List<InputRun> batch = [run];
        while (!_stopping.IsCancellationRequested)
        {
            var binding = Binding;
            await binding.Slots.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested) break;
            InputStep step;
            try
            {
                step = await _runner.RunAsync(batch, binding, isLastChance).ConfigureAwait(false);
            }
            finally
            {
                binding.Slots.Release();
            }

            if (step.RetryAfter is not { } delay) return true;
            await WaitForRetryAsync(batch, delay).ConfigureAwait(false);
        }

        return false;
    }

    private async Task StartBatchesAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var binding = Binding;
            await binding.Slots.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested) return;
            var batch = await CollectAsync(binding.Policy).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                binding.Slots.Release();
                return;
            }

            _tasks.TryRun(() => RunBatchAsync(batch, binding));
        }
    }

    /// <summary>Waits until a batch is full or its time is over, and takes it.</summary>
    private async Task<List<InputRun>> CollectAsync(InputPolicy policy)
    {
        while (true)
        {
            TimeSpan left;
            lock (_gate)
            {
                if (_stopping.IsCancellationRequested || _waiting.First is not { } first) return [];
                left = policy.BatchWait - _tools.Time.GetElapsedTime(first.Value.ArrivedAt);
                if (_waiting.Count >= policy.BatchSize || left <= TimeSpan.Zero) return Take(policy);
            }

            await WaitForMoreAsync(left).ConfigureAwait(false);
        }
    }

    private List<InputRun> Take(InputPolicy policy)
    {
        var batch = new List<InputRun>();
        while (batch.Count < policy.BatchSize && _waiting.First is { } next)
        {
            // One that has ended the process too often gets its last run alone.
            var isSuspect = policy.MaxAttempts > 0 && next.Value.Failures >= policy.MaxAttempts;
            if (isSuspect && batch.Count > 0) break;
            _waiting.Remove(next);
            next.Value.IsStarted = true;
            batch.Add(next.Value);
            if (isSuspect) break;
        }

        return batch;
    }

    private async Task RunBatchAsync(List<InputRun> batch, InputBinding binding)
    {
        InputRun[] all = [.. batch];
        try
        {
            var isLastChance = batch.Count == 1 && binding.Policy.MaxAttempts > 0 && batch[0].Failures >= binding.Policy.MaxAttempts;
            while (!_stopping.IsCancellationRequested)
            {
                var step = await _runner.RunAsync(batch, binding, isLastChance).ConfigureAwait(false);
                if (step == InputStep.Done)
                {
                    batch.Clear();
                    break;
                }

                if (step.IsSplit) break;
                await WaitForRetryAsync(batch, step.RetryAfter!.Value).ConfigureAwait(false);
            }
        }
        finally
        {
            binding.Slots.Release();
        }

        foreach (var run in all)
            await FinishAsync(run, !batch.Contains(run) || await HandleAsync(run, isLastChance: true).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task WaitForRetryAsync(List<InputRun> batch, TimeSpan delay)
    {
        foreach (var run in batch) _parking.ParkIfLate(run, delay);
        await Task.Delay(delay, _tools.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WaitForMoreAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost, _tools.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        await WaitForMoreAsync(either.Token).ConfigureAwait(false);
    }

    private async Task WaitForMoreAsync(CancellationToken cancellationToken)
    {
        await ((Task)_signal.Reader.WaitToReadAsync(cancellationToken).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _signal.Reader.TryRead(out _);
    }

    private async Task FinishAsync(InputRun run, bool isDone)
    {
        _parking.End(run);
        if (isDone) await _tools.Journal.CompleteAsync(run, Binding.Policy).ConfigureAwait(false);
        lock (_gate) Leave(run, isDone);
    }

    private void Restore(ParkedMessage parked)
    {
        var run = new InputRun(parked.Message, _tools.Time.GetTimestamp()) { Sequence = parked.Sequence };
        _tools.Journal.Recall(run);
        run.Finish(isDone: true);
        _parking.Count(run);
        Enter(run);
        _signal.Writer.TryWrite(true);
    }

    private void Enter(InputRun run)
    {
        _runs.Add(run);
        _waiting.AddLast(run.Place);
        if (run.Message.MessageId is { } id) _byId.TryAdd(id, run);
    }

    private void Leave(InputRun run, bool isDone)
    {
        _runs.Remove(run);
        run.Place.List?.Remove(run.Place);
        if (run.Message.MessageId is { } id && _byId.GetValueOrDefault(id) == run) _byId.Remove(id);
        _parking.Forget(run);
        run.Finish(isDone);
        run.End();
    }

    private InputRun[] Snapshot()
    {
        lock (_gate) return [.. _runs];
    }
}
