using System.Diagnostics.CodeAnalysis;
using System.Text;
using IoTEdge.Modules.Hub.Upstream;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>
/// Telemetry topics (protocol section 1.2): at a broker of the one who sent the message, at a hub of the one identity that the runtime has there.
/// There the sender is in properties, because hubs take no other's word for it.
/// </summary>
/// <param name="prefix">What stands before the topic.</param>
/// <param name="identity">The identity at the receiver; null for the sender's own.</param>
internal sealed class UpstreamTopics(string prefix, ClientIdentity? identity) : IUpstreamTopics
{
    /// <summary>The properties that name the sender at a hub that knows the runtime by another name.</summary>
    public const string DeviceProperty = "edge-device";

    /// <inheritdoc cref="DeviceProperty"/>
    public const string ModuleProperty = "edge-module";

    private const int MaxLength = ushort.MaxValue;
    private const int MaxMessageSize = 262_144;

    public bool TryGetTopic(UpstreamMessage message, [NotNullWhen(true)] out string? topic, [NotNullWhen(false)] out string? reason)
    {
        var sender = identity ?? new ClientIdentity(message.DeviceId, message.ModuleId);
        var module = sender.IsModule ? $"/modules/{sender.ModuleId}" : "";
        var properties = Properties(message);
        topic = $"{prefix}devices/{sender.DeviceId}{module}/messages/events/{properties.Format()}";
        reason = Refuse(message, properties, topic);
        if (reason is not null)
            topic = null;
        return reason is null;
    }

    // A hub closes the connection over one that is too large, again and again; it must not hold up what is behind it.
    private string? Refuse(UpstreamMessage message, PropertyBag properties, string topic)
    {
        var length = Encoding.UTF8.GetByteCount(topic);
        if (length > MaxLength)
            return $"its topic has {length} bytes; at most {MaxLength} are possible";
        var size = message.Body.Length + properties.Sum(property => property.Key.Length + (property.Value?.Length ?? 0));
        return identity is not null && size > MaxMessageSize ? $"it has {size} bytes with the properties that name its sender; a hub takes {MaxMessageSize}" : null;
    }

    private PropertyBag Properties(UpstreamMessage message)
    {
        var properties = PropertyBag.Parse(message.PropertySegment);
        properties.Remove(SystemProperties.ConnectionDeviceId);
        properties.Remove(SystemProperties.ConnectionModuleId);
        if (message.Output is { } output)
            properties[SystemProperties.OutputName] = output;
        if (identity is null)
            return properties;
        properties[DeviceProperty] = message.DeviceId;
        if (message.ModuleId is { } module)
            properties[ModuleProperty] = module;
        return properties;
    }
}
