using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IoTEdge.Modules.Json;

/// <summary>
/// Payloads and twins as JSON: the author's source-generated contexts first, reflection last and only where it is enabled, so that a
/// module can be compiled ahead of time.
/// </summary>
internal sealed class PayloadSerializer : IPayloadSerializer
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

    public byte[] Serialize<T>(T value)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A number that JSON lacks, such as NaN, is an ArgumentException.
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"A {typeof(T).Name} cannot be written as JSON: {exception.Message}", exception);
        }
        catch (NotSupportedException exception)
        {
            throw Unsupported<T>(exception);
        }
    }

    public T Deserialize<T>(ReadOnlySpan<byte> json, string subject)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TypeInfo<T>()) ?? throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} is null; {typeof(T).Name} is needed.");
        }
        catch (JsonException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} does not fit {typeof(T).Name} at {exception.Path ?? "$"}: {exception.Message}", exception);
        }
        catch (NotSupportedException exception)
        {
            throw Unsupported<T>(exception);
        }
    }

    /// <summary>What a type lacks to be written and read; null where it lacks nothing.</summary>
    public string? WhatLacks(Type type) => _options.TryGetTypeInfo(type, out _) ? null : MissingContract(type);

    private static string MissingContract(Type type) =>
        $"There is no JSON contract for {type}: add a JsonSerializerContext that lists it to EdgeModuleOptions.JsonContexts.";

    private static EdgeModuleException Unsupported<T>(NotSupportedException exception) =>
        new(EdgeModuleErrorReason.Configuration, $"System.Text.Json cannot read or write {typeof(T)}; give a converter to the member that the cause names.", exception);

    private JsonTypeInfo<T> TypeInfo<T>()
    {
        try
        {
            return (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));
        }
        catch (NotSupportedException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, MissingContract(typeof(T)), exception);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only reached where reflection is enabled, which it is not in trimmed programs.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only reached where reflection is enabled, which it is not in programs compiled ahead of time.")]
    private static void AddReflection(JsonSerializerOptions options) => options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
}
