using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Hosting;

/// <summary>The first connect of a hosted module. Where the module has settings from the run before, it need not wait for a hub that is away.</summary>
internal sealed class FirstConnect(EdgeModuleClient client, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _opening = Task.CompletedTask;

    /// <summary>Completes when the module is connected and its twin is handled, or the module stops.</summary>
    public Task Completion => _opening;

    /// <summary>Connects; returns sooner where the hub is away and <paramref name="canBeginWithout"/> it.</summary>
    /// <exception cref="EdgeModuleException">The hub refused the module, or is not trusted.</exception>
    public async Task RunAsync(bool canBeginWithout, CancellationToken cancellationToken)
    {
        _opening = client.OpenAsync(_stopping.Token);
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _stopping);
        if (canBeginWithout)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var away = HubIsAwayAsync(waiting.Token);
            var isAway = await Task.WhenAny(_opening, away).ConfigureAwait(false) == away;
            await waiting.CancelAsync().ConfigureAwait(false);
            if (isAway)
            {
                logger.BeginsWithoutHub(client.Identity.ClientId, await away.ConfigureAwait(false) ?? "it does not answer");
                return;
            }

            await ((Task)away).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _opening.ConfigureAwait(false);
    }

    /// <summary>Gives up, if it goes on.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();

    /// <summary>Waits until an attempt has failed.</summary>
    /// <returns>Why.</returns>
    private async Task<string?> HubIsAwayAsync(CancellationToken cancellationToken)
    {
        await foreach (var state in client.States(cancellationToken).ConfigureAwait(false))
        {
            if (state is { Status: ConnectionStatus.Connecting, Reason: not null }) return state.Detail;
        }

        return null;
    }
}
