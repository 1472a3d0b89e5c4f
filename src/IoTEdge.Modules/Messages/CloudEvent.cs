using System.Buffers;
using System.Globalization;
using System.Text.Json;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Messages;

/// <summary>The envelope of CloudEvents 1.0 in its structured mode: JSON around the payload that says what it is and where it comes from.</summary>
internal static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json";
    private const string Json = "application/json";
    private const string TraceParent = "traceparent";
    private static readonly JsonReaderOptions Bounded = new() { MaxDepth = 64 };

    /// <summary>Puts a message that is about to leave into an envelope; its id and trace context are known by now.</summary>
    /// <exception cref="EdgeModuleException">The body says that it is JSON and is not.</exception>
    public static ReadOnlyMemory<byte> Wrap(ModuleIdentity source, string type, DateTimeOffset time, PropertyBag properties, ReadOnlyMemory<byte> body)
    {
        var dataType = properties[SystemProperties.ContentType];
        var output = new ArrayBufferWriter<byte>(body.Length + 512);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", properties[SystemProperties.MessageId]);
            json.WriteString("source", $"/devices/{Uri.EscapeDataString(source.DeviceId)}/modules/{Uri.EscapeDataString(source.ModuleId)}");
            json.WriteString("type", type);
            json.WriteString("time", time.UtcDateTime.ToString("o", CultureInfo.InvariantCulture));
            if (properties[TraceParent] is { } trace) json.WriteString(TraceParent, trace);
            if (dataType is not null) json.WriteString("datacontenttype", dataType);
            if (dataType == Json) WriteData(json, body.Span);
            else json.WriteBase64String("data_base64", body.Span);
            json.WriteEndObject();
        }

        properties[SystemProperties.ContentType] = ContentType;
        properties[SystemProperties.ContentEncoding] = "utf-8";
        return output.WrittenMemory;
    }

    /// <summary>Whether a message is an envelope.</summary>
    public static bool Is(EdgeMessage message) =>
        message.ContentType is { } type && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) && (type.Length == ContentType.Length || type[ContentType.Length] is ';' or ' ');

    /// <summary>Takes the payload out of an envelope.</summary>
    /// <exception cref="EdgeModuleException">It is no envelope, or has no payload.</exception>
    public static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> envelope, string subject)
    {
        try
        {
            return Find(envelope) ?? throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} is a CloudEvents envelope without data.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} says that it is a CloudEvents envelope and is not: {exception.Message}", exception);
        }
    }

    private static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> envelope)
    {
        ReadOnlyMemory<byte>? data = null;
        var isEvent = false;
        var reader = new Utf8JsonReader(envelope.Span, Bounded);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("it is no JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            var isBase64 = reader.ValueTextEquals("data_base64"u8);
            isEvent |= reader.ValueTextEquals("specversion"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isBase64) data = reader.GetBytesFromBase64();
            reader.Skip();
            if (isData) data = envelope[start..(int)reader.BytesConsumed];
        }

        return isEvent ? data : throw new JsonException("it has no specversion.");
    }

    private static void WriteData(Utf8JsonWriter json, ReadOnlySpan<byte> body)
    {
        json.WritePropertyName("data");
        try
        {
            json.WriteRawValue(body);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"The message's content type is {Json}, but its body is not JSON: {exception.Message}", exception);
        }
    }
}
