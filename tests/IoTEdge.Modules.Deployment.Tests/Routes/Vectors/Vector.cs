using System.Text;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes.Vectors;

/// <summary>A case, and what edgeHub 1.6.1 made of it.</summary>
internal sealed record Vector(string Id, string Verb, string Group, JsonElement In, JsonElement Out)
{
    public string Result => Out.GetProperty("result").GetString()!;

    public string Text(string name) => In.GetProperty(name).GetString()!;

    public string? Optional(string name) => In.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The message of the case.</summary>
    public RouteMessage Message() => new(Source(), Body(), Properties("appProperties"), SystemProperties());

    public override string ToString() => $"{Id} {Group}: {In}";

    private string Source()
    {
        if (string.Equals(Optional("messageType"), "twinChangeNotification", StringComparison.OrdinalIgnoreCase)) return MessageSource.TwinChangeNotifications;
        return Optional("module") is { } module ? MessageSource.Module(module, Optional("output")) : MessageSource.Device;
    }

    private byte[] Body() => Optional("bodyBase64") is { } base64 ? Convert.FromBase64String(base64) : Encoding.UTF8.GetBytes(Optional("body") ?? "");

    private Dictionary<string, string?> SystemProperties()
    {
        var properties = Properties("systemProperties").ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var name in (string[])["contentType", "contentEncoding"])
            if (Optional(name) is { } value) properties[name] = value;
        if (Optional("module") is { } module) properties["connectionModuleId"] = module;
        return properties;
    }

    private IEnumerable<KeyValuePair<string, string?>> Properties(string name) =>
        In.TryGetProperty(name, out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.GetString()))
            : [];
}
