using IoTEdge.Modules.Deployment.Routes;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Hub.Messages;

/// <summary>The properties of a message that has just come, as routes ask for them: by edgeHub's names, in any case (protocol section 7.3).</summary>
/// <param name="properties">What the message says of itself.</param>
/// <param name="sender">Who sent it.</param>
/// <param name="edgeDeviceId">The hub's own device.</param>
/// <param name="reporter">Whose reported properties it tells of; null for an ordinary message.</param>
internal sealed class IngressProperties(PropertyBag properties, ClientIdentity sender, string edgeDeviceId, ClientIdentity? reporter = null) : IRouteProperties
{
    private string? _id;

    public bool TryGetProperty(string name, out string? value)
    {
        foreach (var (key, text) in properties)
        {
            if (!key.Equals(name, StringComparison.OrdinalIgnoreCase) || !IsOfApplication(key))
                continue;
            value = text;
            return true;
        }

        value = null;
        return false;
    }

    public bool TryGetSystemProperty(string name, out string? value)
    {
        if (Is(name, "connectionDeviceId"))
            value = sender.DeviceId;
        else if (Is(name, "connectionModuleId"))
            value = sender.ModuleId;
        else if (Is(name, "edgeHubOriginInterface"))
            value = sender.DeviceId == edgeDeviceId ? "internal" : "downstream";
        else if (Is(name, "edgeMessageId"))
            value = _id ??= Guid.NewGuid().ToString();
        else if (reporter is not null && Is(name, "rpSenderDeviceId"))
            value = reporter.DeviceId;
        else if (reporter is not null && Is(name, "rpSenderModuleId"))
            value = reporter.ModuleId;
        else if (reporter is not null && Is(name, "messageType"))
            value = "twinChangeNotification";
        else if (SystemPropertyNames.FindKey(name) is { } key)
            return properties.TryGetValue(key, out value);
        else
            value = null;
        return value is not null;
    }

    // What a client says of its own id is a property like any other; the hub says who it is (protocol section 1.2.1).
    private static bool IsOfApplication(string key) =>
        key is SystemProperties.ConnectionDeviceId or SystemProperties.ConnectionModuleId || SystemPropertyNames.Find(key) is null;

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
