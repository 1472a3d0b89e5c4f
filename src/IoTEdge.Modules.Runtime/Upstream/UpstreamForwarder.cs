using IoTEdge.Modules.Hub.Upstream;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>
/// Hands what arrives at <c>$upstream</c> on to a sink, in order and at least once. While the sink is away messages wait in the store;
/// the place up to which it has them survives a restart.
/// </summary>
internal sealed class UpstreamForwarder : IAsyncDisposable
{
    private const int MaxBatch = 100;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private readonly UpstreamLog _upstream;
    private readonly IUpstreamSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _running;

    public UpstreamForwarder(UpstreamLog upstream, IUpstreamSink sink, TimeProvider time, ILogger logger)
    {
        _upstream = upstream;
        _sink = sink;
        _time = time;
        _logger = logger;
        _running = RunAsync(_stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _sink.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var place = _upstream.Follow(_sink.Name);
        var pause = TimeSpan.Zero;
        while (true)
        {
            try
            {
                var messages = await _upstream.ReadAsync(place, MaxBatch, Wait, cancellationToken).ConfigureAwait(false);
                if (messages.Count == 0)
                    continue;
                await _sink.SendAsync(messages, cancellationToken).ConfigureAwait(false);
                place = messages[^1].Sequence;
                await _upstream.SavePlaceAsync(_sink.Name, place, cancellationToken).ConfigureAwait(false);
                if (pause > TimeSpan.Zero)
                    Log.UpstreamBack(_logger, _sink.Name);
                pause = TimeSpan.Zero;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Once; as long as it stays away there is nothing new to say.
                if (pause == TimeSpan.Zero)
                    Log.UpstreamAway(_logger, _sink.Name, exception.Message);
                pause = pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
