using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Hub.Messages;

/// <summary>A message that a client sent, as it waits for its receivers.</summary>
/// <param name="deviceId">The sender's device.</param>
/// <param name="moduleId">The sending module; <see langword="null"/> for the device itself.</param>
/// <param name="output">The output that it left from; <see langword="null"/> for none.</param>
/// <param name="properties">
/// The properties as receivers get them, system and application ones, encoded as a topic's property segment: without the output's
/// name, with the sender's ids, hence never empty (protocol section 1.3).
/// </param>
/// <param name="body">The body; not copied, never changed.</param>
/// <param name="enqueuedAt">When the hub took it, in milliseconds since 1970.</param>
public sealed class HubMessage(string deviceId, string? moduleId, string? output, string properties, byte[] body, long enqueuedAt)
{
    /// <summary>The place in the order of all messages of a store: 1 and up, with gaps. Set by the store.</summary>
    public long Sequence { get; set; }

    /// <summary>The sender's device.</summary>
    public string DeviceId { get; } = deviceId;

    /// <summary>The sending module; <see langword="null"/> for the device itself.</summary>
    public string? ModuleId { get; } = moduleId;

    /// <summary>The output that it left from; <see langword="null"/> for none.</summary>
    public string? Output { get; } = output;

    /// <summary>The properties, encoded as a topic's property segment; never empty.</summary>
    public string PropertySegment { get; } = properties;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>When the hub took it, in milliseconds since 1970.</summary>
    public long EnqueuedAt { get; } = enqueuedAt;

    /// <summary>The properties, decoded.</summary>
    public PropertyBag ReadProperties() => PropertyBag.Parse(PropertySegment);
}
