using System.Globalization;
using System.Text;
using IoTEdge.Modules.Json;
using Newtonsoft.Json;

namespace IoTEdge.Modules.NewtonsoftJson;

/// <summary>Payloads by Newtonsoft.Json.</summary>
internal sealed class NewtonsoftPayloadSerializer(JsonSerializerSettings settings) : IPayloadSerializer
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly int _maxDepth = settings.MaxDepth ?? throw new ArgumentException("A depth is needed.", nameof(settings));

    // Create, not CreateDefault: what a library has set for the whole process does not belong on the wire. It is thread-safe as long as nobody changes it.
    private readonly JsonSerializer _serializer = JsonSerializer.Create(settings);

    public byte[] Serialize<T>(T value)
    {
        try
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            using var writer = new BoundedJsonWriter(text, _maxDepth);
            _serializer.Serialize(writer, value, typeof(T));
            writer.Flush();
            return Utf8.GetBytes(text.ToString());
        }
        catch (Exception exception) when (exception is JsonException or EncoderFallbackException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"A {typeof(T).Name} cannot be written as JSON: {exception.Message}", exception);
        }
    }

    public T Deserialize<T>(ReadOnlySpan<byte> json, string subject)
    {
        var content = Decode<T>(json, subject);
        using var text = new StringReader(content);
        using var reader = new JsonTextReader(text) { MaxDepth = _maxDepth };
        try
        {
            return _serializer.Deserialize<T>(reader) ?? throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} is null; {typeof(T).Name} is needed.");
        }
        catch (JsonException)
        {
            throw Unreadable<T>(subject, JsonPlace.Describe(content, reader));
        }
    }

    private static string Decode<T>(ReadOnlySpan<byte> json, string subject)
    {
        try
        {
            return Utf8.GetString(json);
        }
        catch (DecoderFallbackException exception)
        {
            throw Unreadable<T>(subject, $"$: byte {exception.Index} is not UTF-8.");
        }
    }

    private static EdgeModuleException Unreadable<T>(string subject, string whereAndWhy) =>
        new(EdgeModuleErrorReason.Payload, $"{subject} does not fit {typeof(T).Name} at {whereAndWhy}");
}
