using System.Globalization;
using IoTEdge.Modules.Runtime.Control;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Shows what arrives upstream as it arrives, and counts what comes too fast to be read.</summary>
internal sealed class UpstreamFeed(HubControlClient control, RuntimeConsole console, TimeProvider time, long start)
{
    private const int LinesPerSecond = 20;
    private const int MaxBodyLength = 400;
    private const int BatchSize = 500;
    private const int WaitSeconds = 20;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private long _sequence = start;
    private long _windowStart;
    private int _inWindow;
    private int _hidden;

    /// <summary>How many messages arrived.</summary>
    public long Count { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(WaitSeconds, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (HubControlException)
            {
                // The hub is being restarted, and the agent says so.
                await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Reads what is still there when nobody sends any more.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(waitSeconds: 0, cancellationToken).ConfigureAwait(false) > 0)
        {
            // Until a batch is empty.
        }

        ShowHidden();
    }

    private async Task<int> ReadAsync(int waitSeconds, CancellationToken cancellationToken)
    {
        var entries = await control.GetUpstreamAsync(_sequence, BatchSize, waitSeconds, cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            _sequence = entry.Sequence;
            Count++;
            Show(entry);
        }

        return entries.Count;
    }

    private void Show(UpstreamEntry entry)
    {
        if (time.GetElapsedTime(_windowStart) >= Window)
        {
            ShowHidden();
            _windowStart = time.GetTimestamp();
            _inWindow = 0;
        }

        if (_inWindow++ < LinesPerSecond) console.WriteUpstream(entry.Output is null ? entry.ModuleId : $"{entry.ModuleId}/{entry.Output}", TextOf(entry));
        else _hidden++;
    }

    private void ShowHidden()
    {
        if (_hidden > 0) console.WriteUpstream("…", $"{_hidden.ToString("N0", CultureInfo.InvariantCulture)} more");
        _hidden = 0;
    }

    private static string TextOf(UpstreamEntry entry)
    {
        if (entry.BodyJson is null) return $"({entry.BodyLength} bytes)";
        return entry.BodyJson.Length <= MaxBodyLength ? entry.BodyJson : entry.BodyJson[..MaxBodyLength] + "…";
    }
}
