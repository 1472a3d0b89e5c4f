using System.Buffers.Binary;
using IoTEdge.Modules.Hub.Messages;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Hub.Upstream;

/// <summary>A message at <c>$upstream</c>, with its properties split into the system's and the application's.</summary>
/// <param name="Sequence">Its place in the order.</param>
/// <param name="EnqueuedTime">When the hub took it.</param>
/// <param name="DeviceId">The sender's device.</param>
/// <param name="ModuleId">The sending module; null for the device itself.</param>
/// <param name="Output">The output that it left from; null for none.</param>
/// <param name="SystemProperties">By edgeHub's names: <c>messageId</c>, <c>contentType</c>, … (protocol section 1.2.1 and 7.3).</param>
/// <param name="Properties">The application's.</param>
/// <param name="Body">The body.</param>
public sealed record UpstreamMessage(
    long Sequence,
    DateTimeOffset EnqueuedTime,
    string DeviceId,
    string? ModuleId,
    string? Output,
    IReadOnlyDictionary<string, string?> SystemProperties,
    IReadOnlyDictionary<string, string?> Properties,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>All properties that receivers get, encoded as a topic's property segment, with the sender's ids.</summary>
    public string PropertySegment { get; init; } = "";

    internal static UpstreamMessage From(HubMessage message, Guid storeId, string edgeDeviceId)
    {
        var system = new Dictionary<string, string?>(StringComparer.Ordinal);
        var application = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in message.ReadProperties())
        {
            if (SystemPropertyNames.Find(key) is { } name)
                system[name] = value;
            else
                application[key] = value;
        }

        if (message.Output is not null)
            system["outputName"] = message.Output;
        system["edgeMessageId"] = EdgeMessageId(storeId, message.Sequence).ToString();
        system["edgeHubOriginInterface"] = message.DeviceId == edgeDeviceId ? "internal" : "downstream";
        return new UpstreamMessage(
            message.Sequence, DateTimeOffset.FromUnixTimeMilliseconds(message.EnqueuedAt), message.DeviceId, message.ModuleId, message.Output, system, application, message.Body)
        {
            PropertySegment = message.PropertySegment,
        };
    }

    // edgeHub makes a random one per message; this one is as unique, costs nothing until somebody looks, and stays the same over a restart.
    private static Guid EdgeMessageId(Guid storeId, long sequence)
    {
        Span<byte> bytes = stackalloc byte[16];
        storeId.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], sequence);
        return new Guid(bytes);
    }
}
