using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Runtime.Tests.Supervision;

/// <summary>A fake clock that tells when the code under test waits on it, so that a test advances it at the right moment.</summary>
internal sealed class TimerCountingTimeProvider : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<TimeSpan> _timers = Channel.CreateBounded<TimeSpan>(1000);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    public async Task WaitForTimerAsync(TimeSpan dueTime)
    {
        var seen = new List<TimeSpan>();
        try
        {
            while (seen.Count == 0 || seen[^1] != dueTime)
                seen.Add(await _timers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Nobody waited for {dueTime} within {Patience}; there were {string.Join(", ", seen)}.");
        }
    }
}
