using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>Strict reading of JSON from the wire: duplicate names, broken text and great depth are refused.</summary>
public static class TwinJson
{
    /// <summary>The deepest nesting that is read: 64 levels, far beyond the 10 that a twin may have.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a JSON object.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="subject">What it is, for errors.</param>
    /// <exception cref="ProtocolException">It is not one JSON object, or breaks a rule of this reader.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> json, string subject) =>
        Parse(json, subject) as JsonObject ?? throw new ProtocolException(subject, "it is not a JSON object.", 0);

    /// <inheritdoc cref="ParseObject(ReadOnlySpan{byte}, string)"/>
    public static JsonObject ParseObject(in ReadOnlySequence<byte> json, string subject) =>
        json.IsSingleSegment ? ParseObject(json.FirstSpan, subject) : ParseObject(json.ToArray(), subject);

    /// <summary>Reads any JSON value.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="subject">What it is, for errors.</param>
    /// <exception cref="ProtocolException">It is not one JSON value, or breaks a rule of this reader.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, string subject)
    {
        try
        {
            var node = JsonNode.Parse(json, nodeOptions: null, Strict);
            Touch(node);
            return node;
        }
        catch (JsonException exception)
        {
            throw new ProtocolException(subject, "it is not JSON.", exception.BytePositionInLine, exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or DecoderFallbackException)
        {
            throw new ProtocolException(subject, "a name or string in it is not Unicode text.", null, exception);
        }
    }

    // JSON may spell half a surrogate pair, which only fails when the text is first looked at: look now.
    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject properties:
                foreach (var (_, value) in properties) Touch(value);
                break;
            case JsonArray items:
                foreach (var item in items) Touch(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
