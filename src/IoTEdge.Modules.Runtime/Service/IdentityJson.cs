using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary>Identities as IoT Hub's registry shows and takes them.</summary>
internal sealed class IdentityJson(EdgeHub hub)
{
    // What IoT Hub writes for "never".
    private const string Never = "0001-01-01T00:00:00";

    public JsonObject Write(RegisteredClient client)
    {
        var json = new JsonObject { ["deviceId"] = client.Identity.DeviceId };
        if (client.Identity.IsModule)
        {
            json["moduleId"] = client.Identity.ModuleId;
            json["managedBy"] = client.ManagedBy;
        }

        json["generationId"] = client.GenerationId;
        json["etag"] = client.Etag;
        WriteState(json, client);
        json["cloudToDeviceMessageCount"] = 0;
        json["authentication"] = new JsonObject
        {
            ["type"] = "sas",
            ["symmetricKey"] = new JsonObject { ["primaryKey"] = client.PrimaryKey.ToBase64(), ["secondaryKey"] = client.SecondaryKey.ToBase64() },
            ["x509Thumbprint"] = NoThumbprint(),
        };
        if (!client.Identity.IsModule)
            json["capabilities"] = new JsonObject { ["iotEdge"] = client.IsEdgeDevice };
        return json;
    }

    /// <summary>Whether it may connect, and whether it is connected.</summary>
    public void WriteState(JsonObject json, RegisteredClient client)
    {
        var changedAt = hub.ConnectionChangedAt(client.Identity)?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? Never;
        json["status"] = client.IsEnabled ? "enabled" : "disabled";
        json["statusReason"] = client.StatusReason;
        json["connectionState"] = hub.IsConnected(client.Identity) ? "Connected" : "Disconnected";
        json["connectionStateUpdatedTime"] = changedAt;
        json["lastActivityTime"] = changedAt;
    }

    public static JsonObject NoThumbprint() => new() { ["primaryThumbprint"] = null, ["secondaryThumbprint"] = null };

    /// <summary>Reads what an identity shall be. The device of this hub's runtime stays one, whatever a service writes.</summary>
    /// <exception cref="ProtocolException">A key is none, or a certificate is asked for.</exception>
    public static IdentityChange Read(JsonObject json, ClientIdentity identity, string edgeDeviceId)
    {
        var authentication = json["authentication"] as JsonObject;
        if (Text(authentication, "type") is { } type && type is not ("sas" or "none"))
            throw new ProtocolException("identity", $"authentication.type is '{type}'; this hub knows clients by their keys, 'sas', and not by certificates.");
        var keys = authentication?["symmetricKey"] as JsonObject;
        return new IdentityChange
        {
            PrimaryKey = Key(keys, "primaryKey"),
            SecondaryKey = Key(keys, "secondaryKey"),
            IsEnabled = Text(json, "status") != "disabled",
            StatusReason = Text(json, "statusReason"),
            IsEdgeDevice = (!identity.IsModule && identity.DeviceId == edgeDeviceId) || (json["capabilities"] as JsonObject)?["iotEdge"] is JsonValue value && value.GetValueKind() == JsonValueKind.True,
            ManagedBy = Text(json, "managedBy"),
        };
    }

    // IoT Hub's service client sends an empty key for "make one" (protocol section 11.6).
    private static SharedAccessKey? Key(JsonObject? keys, string name) =>
        Text(keys, name) is { Length: > 0 } key ? SharedAccessKey.Parse(key) : null;

    public static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
