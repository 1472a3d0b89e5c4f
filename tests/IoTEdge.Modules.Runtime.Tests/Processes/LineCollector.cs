namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>Collects lines, and waits for the one that a test is about.</summary>
internal sealed class LineCollector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewSource();

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            _changed.SetResult();
            _changed = NewSource();
        }
    }

    public Task<string> WaitForAsync(string line) => WaitForAsync(candidate => candidate == line);

    public async Task<string> WaitForAsync(Func<string, bool> isIt)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Find(candidate => isIt(candidate)) is { } line) return line;
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The line did not come within {Patience}. There were: {string.Join(" | ", Lines)}");
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
