using System.Text.Json;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>The body of a sign request; as at edged, nothing but <c>data</c> is looked at (protocol section 4.4).</summary>
internal static class SignRequest
{
    /// <exception cref="FormatException">The body is not what it has to be; the message is meant for the caller.</exception>
    public static byte[] ReadData(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data))
                return data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes) ? bytes : throw new FormatException("invalid value: field `data` is not base64");
            throw new FormatException("missing field `data`");
        }
        catch (JsonException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }
}
