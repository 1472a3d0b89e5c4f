using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Json;

namespace IoTEdge.Modules;

/// <summary>
/// Why a direct method failed, as the caller reads it: a problem-details object (RFC 9457) with <c>title</c>, <c>status</c>, <c>detail</c>, and whatever
/// the module adds.
/// </summary>
/// <param name="Title">What kind of problem it is, the same for every occurrence.</param>
public sealed record MethodProblem(string Title)
{
    /// <summary>An URI that names the kind of problem.</summary>
    /// <value>Default <see langword="null"/>: the title says all.</value>
    public string? Type { get; init; }

    /// <summary>What is wrong this time, and what the caller can do.</summary>
    public string? Detail { get; init; }

    /// <summary>Further members, for programs that call.</summary>
    public JsonObject? Extensions { get; init; }

    /// <summary>Reads a problem from an answer; <see langword="null"/> where it is none.</summary>
    internal static MethodProblem? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            if (JsonNode.Parse(payload) is not JsonObject members || Text(members, "title") is not { } title) return null;
            var extensions = new JsonObject();
            foreach (var (name, value) in members.Where(member => member.Key is not ("type" or "title" or "status" or "detail"))) extensions[name] = value?.DeepClone();
            return new MethodProblem(title) { Type = Text(members, "type"), Detail = Text(members, "detail"), Extensions = extensions.Count > 0 ? extensions : null };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // No JSON, or one name twice: whatever answers writes its own kind of error.
            return null;
        }
    }

    /// <summary>The problem as the payload of an answer.</summary>
    internal byte[] ToPayload(int status)
    {
        var members = new JsonObject();
        if (Type is not null) members["type"] = Type;
        members["title"] = Title;
        members["status"] = status;
        if (Detail is not null) members["detail"] = Detail;
        foreach (var (name, value) in Extensions ?? []) members.TryAdd(name, value?.DeepClone());
        return JsonSerializer.SerializeToUtf8Bytes(members, SdkJsonContext.Default.JsonObject);
    }

    private static string? Text(JsonObject members, string name) => members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
