using System.Text.Json;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>The body of a request to the workload API; as at edged, members that are not asked for are not looked at (protocol section 4.4).</summary>
internal sealed class WorkloadRequest : IDisposable
{
    private readonly JsonDocument _json;

    private WorkloadRequest(JsonDocument json) => _json = json;

    /// <exception cref="FormatException">The body is no JSON object; the message is meant for the caller.</exception>
    public static WorkloadRequest Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return new WorkloadRequest(json);
            json.Dispose();
            throw new FormatException("invalid type: an object is needed");
        }
        catch (JsonException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    /// <exception cref="FormatException">The member is missing, or not base64.</exception>
    public byte[] Bytes(string name)
    {
        var member = Member(name);
        return member.ValueKind == JsonValueKind.String && member.TryGetBytesFromBase64(out var bytes) ? bytes : throw new FormatException($"invalid value: field `{name}` is not base64");
    }

    /// <exception cref="FormatException">The member is missing, empty or no text.</exception>
    public string Text(string name)
    {
        var member = Member(name);
        return member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text ? text : throw new FormatException($"invalid value: field `{name}` is no text");
    }

    /// <exception cref="FormatException">The member is missing, or no time.</exception>
    public DateTimeOffset Time(string name)
    {
        var member = Member(name);
        return member.ValueKind == JsonValueKind.String && member.TryGetDateTimeOffset(out var time) ? time : throw new FormatException($"invalid value: field `{name}` is no RFC 3339 time");
    }

    public void Dispose() => _json.Dispose();

    private JsonElement Member(string name) =>
        _json.RootElement.TryGetProperty(name, out var member) ? member : throw new FormatException($"missing field `{name}`");
}
