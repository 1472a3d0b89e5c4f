using IoTEdge.Modules.Runtime.Supervision;

namespace IoTEdge.Modules.Runtime.Tests.Supervision;

/// <summary>A process that ends when a test says so.</summary>
internal sealed class FakeProcess(int id, bool obeys = true) : IModuleProcess
{
    private readonly TaskCompletionSource<int> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Id => id;

    public Task<int> Completion => _completion.Task;

    public bool WasStopped { get; private set; }

    public void End(int exitCode) => _completion.TrySetResult(exitCode);

    public Task<bool> StopAsync(TimeSpan grace)
    {
        WasStopped = true;
        End(obeys ? 0 : 137);
        return Task.FromResult(obeys);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
