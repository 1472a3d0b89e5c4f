using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Methods;

/// <summary>A call of a direct method (protocol section 3).</summary>
/// <param name="Name">The method, 1 to 100 characters without <c>/</c>.</param>
/// <param name="Payload">JSON; null for none.</param>
/// <param name="ConnectTimeout">How long to wait for the module to be there: 0 to 300 seconds.</param>
/// <param name="ResponseTimeout">How long to wait for its answer: 5 to 300 seconds.</param>
public sealed record MethodRequest(string Name, JsonNode? Payload, TimeSpan ConnectTimeout, TimeSpan ResponseTimeout)
{
    private const string Subject = "method request";
    private const int MaxNameLength = 100;
    private const int MaxPayloadSize = 128 * 1024;
    private const int DefaultResponseSeconds = 30;

    /// <summary>Reads a call: <c>{"methodName","payload","connectTimeoutInSeconds","responseTimeoutInSeconds"}</c>.</summary>
    /// <param name="json">The call; unknown members do not matter.</param>
    /// <exception cref="ProtocolException">A member is missing or out of its limits; the error names it.</exception>
    public static MethodRequest Parse(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var name = json["methodName"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAny("/+#\0"))
            throw new ProtocolException(Subject, $"methodName has to be a text of 1 to {MaxNameLength} characters without / + #.");
        var payload = json["payload"]?.DeepClone();
        if (payload?.ToJsonString().Length > MaxPayloadSize)
            throw new ProtocolException(Subject, $"payload has more than {MaxPayloadSize} bytes.");
        return new MethodRequest(
            name, payload, Seconds(json, "connectTimeoutInSeconds", 0, 0), Seconds(json, "responseTimeoutInSeconds", DefaultResponseSeconds, 5));
    }

    private static TimeSpan Seconds(JsonObject json, string member, int defaultSeconds, int min)
    {
        if (json[member] is not { } node)
            return TimeSpan.FromSeconds(defaultSeconds);
        return node.GetValueKind() == JsonValueKind.Number && int.TryParse(node.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= min && seconds <= 300
            ? TimeSpan.FromSeconds(seconds)
            : throw new ProtocolException(Subject, $"{member} has to be a whole number from {min} to 300.");
    }
}
