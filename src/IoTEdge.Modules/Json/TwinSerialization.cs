using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Json;

/// <summary>Typed twins over any <see cref="IPayloadSerializer"/>, in one way for all of them.</summary>
public static class TwinSerialization
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = TwinJson.MaxDepth };

    /// <summary>Writes a value as a JSON object, as twins need it.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="serializer">What writes it.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="EdgeModuleException">The value cannot be written, or is no JSON object.</exception>
    public static JsonObject ToObject<T>(this IPayloadSerializer serializer, T value)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        try
        {
            return JsonNode.Parse(serializer.Serialize(value), nodeOptions: null, Bounded) as JsonObject
                ?? throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{typeof(T).Name} is written as a JSON value that is no object; twins need an object.");
        }
        catch (Exception exception) when (exception is not EdgeModuleException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{typeof(T).Name} cannot be written as a JSON object: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a JSON object over the defaults of <typeparamref name="T"/>: a member that is absent or null keeps its default.</summary>
    /// <typeparam name="T">The type; its parameterless constructor gives the defaults.</typeparam>
    /// <param name="serializer">What reads it.</param>
    /// <param name="json">The object; not changed.</param>
    /// <param name="subject">What is read, for errors.</param>
    /// <exception cref="EdgeModuleException">A member does not fit, or code of <typeparamref name="T"/> refuses it.</exception>
    public static T OverDefaults<T>(this IPayloadSerializer serializer, JsonObject json, string subject)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(json);

        // A source-generated context forgets initializers when a member is absent, so the defaults are merged as JSON.
        var merged = serializer.ToObject(new T());
        TwinMerge.Apply(merged, WithoutNulls(json));
        try
        {
            return serializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(merged, SdkJsonContext.Default.JsonObject), subject);
        }
        catch (Exception exception) when (exception is not EdgeModuleException)
        {
            // What a setter or a converter of the author throws. A twin of any content must not end a module.
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} does not fit {typeof(T).Name}: reading it threw {exception.GetType().Name}.", exception);
        }
    }

    // A null in a twin says that there is no value (protocol section 6.2); hubs keep one that came within a new object.
    internal static JsonObject WithoutNulls(JsonObject json)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in json)
        {
            if (value is not null) kept[name] = value is JsonObject nested ? WithoutNulls(nested) : value.DeepClone();
        }

        return kept;
    }
}
