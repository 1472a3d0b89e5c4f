using System.Collections.Frozen;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Hub.Messages;

/// <summary>edgeHub's names of the system properties, by their keys on the wire (protocol section 1.2.1).</summary>
internal static class SystemPropertyNames
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [SystemProperties.MessageId] = "messageId",
        [SystemProperties.CorrelationId] = "cid",
        [SystemProperties.UserId] = "userId",
        [SystemProperties.To] = "to",
        [SystemProperties.ExpiryTimeUtc] = "absolute-expiry-time",
        [SystemProperties.ContentType] = "contentType",
        [SystemProperties.ContentEncoding] = "contentEncoding",
        [SystemProperties.OutputName] = "outputName",
        [SystemProperties.MessageSchema] = "messageSchema",
        [SystemProperties.CreationTimeUtc] = "creationTime",
        [SystemProperties.ConnectionDeviceId] = "connectionDeviceId",
        [SystemProperties.ConnectionModuleId] = "connectionModuleId",
        [SystemProperties.InterfaceId] = "iothub-interface-id",
        [SystemProperties.ComponentName] = "dt-subject",
        ["iothub-operation"] = "operation",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Keys =
        Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name, or <see langword="null"/> for a property of the application.</summary>
    public static string? Find(string key) => Names.GetValueOrDefault(key);

    /// <summary>The key on the wire of a name in any case, or <see langword="null"/> for a name that no key stands for.</summary>
    public static string? FindKey(string name) => Keys.GetValueOrDefault(name);
}
