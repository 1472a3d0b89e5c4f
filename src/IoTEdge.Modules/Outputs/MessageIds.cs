using System.Globalization;

namespace IoTEdge.Modules.Outputs;

/// <summary>Makes ids for messages that have none: unique to this client, and cheap.</summary>
internal sealed class MessageIds(Random random)
{
    private readonly string _prefix = random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
    private long _last;

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{Interlocked.Increment(ref _last)}");
}
