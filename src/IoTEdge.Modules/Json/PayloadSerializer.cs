using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace IoTEdge.Modules.Json;

/// <summary>
/// Payloads and twins as JSON: the author's source-generated contexts first, reflection last and only where it is enabled, so that a
/// module can be compiled ahead of time.
/// </summary>
internal sealed class PayloadSerializer
{
    private readonly JsonSerializerOptions _options;

    public PayloadSerializer(IEnumerable<IJsonTypeInfoResolver> contexts)
    {
        _options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        foreach (var context in contexts) _options.TypeInfoResolverChain.Add(context);
        _options.TypeInfoResolverChain.Add(SdkJsonContext.Default);
        if (JsonSerializer.IsReflectionEnabledByDefault) AddReflection(_options);
        _options.MakeReadOnly();
    }

    /// <summary>Writes a payload.</summary>
    /// <exception cref="EdgeModuleException">The type has no JSON contract.</exception>
    public byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());

    /// <summary>Reads a payload.</summary>
    /// <exception cref="EdgeModuleException">The bytes are not JSON of this type.</exception>
    public T Deserialize<T>(ReadOnlySpan<byte> json, string subject)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TypeInfo<T>()) ?? throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} is null; {typeof(T).Name} is needed.");
        }
        catch (JsonException exception)
        {
            throw Unreadable<T>(subject, exception);
        }
    }

    /// <summary>Writes a value as a JSON object.</summary>
    public JsonObject ToObject<T>(T value) =>
        JsonSerializer.SerializeToNode(value, TypeInfo<T>()) as JsonObject
        ?? throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{typeof(T).Name} is written as a JSON value that is no object; twins need an object.");

    /// <summary>Reads a JSON object over the defaults of <typeparamref name="T"/>: a member that is absent keeps its default.</summary>
    /// <exception cref="EdgeModuleException">A member does not fit.</exception>
    public T OverDefaults<T>(JsonObject json, string subject)
        where T : class, new()
    {
        // A source-generated context forgets initializers when a member is absent, so the defaults are merged as JSON.
        var merged = ToObject(new T());
        Protocol.Twins.TwinMerge.Apply(merged, json);
        try
        {
            return merged.Deserialize(TypeInfo<T>())!;
        }
        catch (JsonException exception)
        {
            throw Unreadable<T>(subject, exception);
        }
    }

    private static EdgeModuleException Unreadable<T>(string subject, JsonException exception) =>
        new(EdgeModuleErrorReason.Payload, $"{subject} does not fit {typeof(T).Name} at {exception.Path ?? "$"}: {exception.Message}", exception);

    private JsonTypeInfo<T> TypeInfo<T>()
    {
        try
        {
            return (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));
        }
        catch (NotSupportedException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                $"There is no JSON contract for {typeof(T)}: add a JsonSerializerContext that lists it to EdgeModuleOptions.JsonContexts.", exception);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only reached where reflection is enabled, which it is not in trimmed programs.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only reached where reflection is enabled, which it is not in programs compiled ahead of time.")]
    private static void AddReflection(JsonSerializerOptions options) => options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
}
