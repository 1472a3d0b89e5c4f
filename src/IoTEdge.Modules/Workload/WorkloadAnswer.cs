using System.Globalization;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Workload;

/// <summary>A JSON object from the workload API, of which nothing is taken for granted.</summary>
internal sealed class WorkloadAnswer(JsonObject json, Uri source)
{
    /// <summary>What a refusal says.</summary>
    public string? Message => Find(json, "message");

    /// <exception cref="EdgeModuleException">The member is missing.</exception>
    public string Text(string member) => Find(json, member) ?? throw Broken(member);

    /// <exception cref="EdgeModuleException">The member is missing.</exception>
    public string Text(string outer, string member) => json[outer] is JsonObject inner && Find(inner, member) is { } text ? text : throw Broken($"{outer}.{member}");

    /// <exception cref="EdgeModuleException">The member is missing, or not base64.</exception>
    public byte[] Bytes(string member)
    {
        try
        {
            return Convert.FromBase64String(Text(member));
        }
        catch (FormatException)
        {
            throw Broken(member);
        }
    }

    /// <exception cref="EdgeModuleException">The member is missing, or no time.</exception>
    public DateTimeOffset Time(string member) =>
        DateTimeOffset.TryParse(Text(member), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Broken(member);

    private EdgeModuleException Broken(string member) =>
        new(EdgeModuleErrorReason.Protocol, $"The workload API at {source} answered without '{member}', or with something else than it has to be.");

    private static string? Find(JsonObject json, string member) =>
        json[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
