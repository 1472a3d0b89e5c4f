using IoTEdge.Modules.Telemetry;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Outputs;

/// <summary>Counts what durable outputs drop, and logs it, at most once a minute for each output.</summary>
internal sealed class OutboxDrops(TimeProvider time, ILogger logger)
{
    public const string Full = "full";
    public const string Expired = "expired";
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (long Count, long LoggedAt)> _unlogged = new(StringComparer.Ordinal);

    public void Add(string output, string reason, long count)
    {
        ModuleMetrics.Dropped(output, reason, count);
        var isFirst = !_unlogged.TryGetValue(output, out var last);
        var total = last.Count + count;
        if (!isFirst && time.GetElapsedTime(last.LoggedAt) < Period)
        {
            _unlogged[output] = (total, last.LoggedAt);
            return;
        }

        logger.OutboxDropped(output, total, reason);
        _unlogged[output] = (0, time.GetTimestamp());
    }
}
