using System.Threading.Channels;
using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Runtime.Launching;
using IoTEdge.Modules.Runtime.Supervision;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Runtime.Tests.Supervision;

public sealed class ModuleSupervisorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<FakeProcess> _starts = Channel.CreateBounded<FakeProcess>(100);
    private readonly TimerCountingTimeProvider _time = new();
    private int _nextId = 1;

    private ModuleSupervisor Supervise(RestartPolicy policy, Func<Task<IModuleProcess>>? start = null) =>
        new(new SupervisedModule("m", "i:1", policy, start ?? StartAsync), new RestartPolicyManager(new RestartSettings()), _time, NullLogger.Instance);

    private async Task<IModuleProcess> StartAsync()
    {
        var process = new FakeProcess(_nextId++);
        await _starts.Writer.WriteAsync(process);
        return process;
    }

    private Task<FakeProcess> NextAsync() =>
        _starts.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    [Fact]
    public async Task Supervisor_OfAModuleThatFails_StartsItAgainAfterTheCoolOff()
    {
        await using var sut = Supervise(RestartPolicy.OnUnhealthy);
        await sut.StartAsync();
        sut.Instance.Should().BeEquivalentTo(new { Status = ModuleStatus.Running, ProcessId = 1, RestartCount = 0 });

        (await NextAsync()).End(3);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        sut.Instance.Should().BeEquivalentTo(new { Status = ModuleStatus.Backoff, ProcessId = (int?)null, ExitCode = 3 });
        _time.Advance(TimeSpan.FromSeconds(9.9));
        _starts.Reader.TryRead(out _).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.2));

        (await NextAsync()).End(3);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(20));
        sut.Instance.RestartCount.Should().Be(1);
    }

    [Fact]
    public async Task Supervisor_OfAModuleWhoseDirectoryCannotBeMade_TriesAgain()
    {
        var isDiskFull = true;
        await using var sut = Supervise(RestartPolicy.Always, () => isDiskFull ? throw new IOException("No space left on device") : StartAsync());
        await sut.StartAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        sut.Instance.Status.Should().Be(ModuleStatus.Backoff);

        isDiskFull = false;
        _time.Advance(TimeSpan.FromSeconds(11));
        await NextAsync();
    }

    [Fact]
    public async Task Supervisor_OfAModuleThatRunsLongEnough_ForgivesItsRestarts()
    {
        await using var sut = Supervise(RestartPolicy.Always);
        await sut.StartAsync();
        (await NextAsync()).End(1);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        var process = await NextAsync();
        await _time.WaitForTimerAsync(TimeSpan.FromMinutes(10));
        sut.Instance.RestartCount.Should().Be(1);

        _time.Advance(TimeSpan.FromMinutes(10));
        process.End(1);

        // The first cool-off again, and not the second.
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        sut.Instance.RestartCount.Should().Be(0);
    }

    [Fact]
    public async Task Supervisor_ThatIsStopped_StopsTheProcessAndCallsItNoFailure()
    {
        await using var sut = Supervise(RestartPolicy.Always);
        await sut.StartAsync();
        var process = await NextAsync();

        await sut.StopAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        process.WasStopped.Should().BeTrue();
        sut.Instance.Should().BeEquivalentTo(new { Status = ModuleStatus.Stopped, ProcessId = (int?)null, ExitCode = 0, RestartCount = 0 });
        _starts.Reader.TryRead(out _).Should().BeFalse();
    }

    [Fact]
    public async Task Supervisor_ThatIsStoppedDuringACoolOff_StartsNothing()
    {
        await using var sut = Supervise(RestartPolicy.Always);
        await sut.StartAsync();
        (await NextAsync()).End(1);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10));

        await sut.StopAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        sut.Instance.Status.Should().Be(ModuleStatus.Stopped);
        _starts.Reader.TryRead(out _).Should().BeFalse();
    }

    [Fact]
    public async Task Supervisor_OfAModuleOfPolicyNever_LetsItEnd()
    {
        await using var sut = Supervise(RestartPolicy.Never);
        await sut.StartAsync();
        (await NextAsync()).End(2);

        await sut.Completion.WaitAsync(Patience, TestContext.Current.CancellationToken);

        sut.Instance.Should().BeEquivalentTo(new { Status = ModuleStatus.Failed, ExitCode = 2 });
    }

    [Fact]
    public async Task Supervisor_OfAProgramThatCannotStart_TriesAgain()
    {
        await using var sut = Supervise(RestartPolicy.OnFailure, () => throw new LaunchException("no"));

        await sut.StartAsync();

        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        sut.Instance.Should().BeEquivalentTo(new { Status = ModuleStatus.Backoff, ExitCode = 127 });
    }
}
