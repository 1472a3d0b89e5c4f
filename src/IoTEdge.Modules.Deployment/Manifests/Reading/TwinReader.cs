using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Finds the desired properties of one entry of <c>modulesContent</c>.</summary>
internal sealed class TwinReader(ProblemList problems)
{
    private const string Name = "properties.desired";

    public JsonNodeAt? ReadDesired(JsonNodeAt entry)
    {
        if (!new MemberReader(problems).IsObject(entry)) return null;
        var desired = entry[Name] ?? Nested(entry);
        var isLayered = false;
        foreach (var (name, value) in entry.Members)
        {
            if (value == desired || name is "properties") continue;
            isLayered |= name.StartsWith(Name + ".", StringComparison.Ordinal);
            if (isLayered)
                problems.Error(value, $"'{name}' is part of a layered deployment.", $"Write the whole \"{Name}\" here; layers are not supported.");
            else
                problems.Error(value, $"'{name}' is not known here.", $"An entry holds \"{Name}\": {{ ... }} and nothing else.");
        }

        if (desired is not null) return new MemberReader(problems).IsObject(desired) ? desired : null;
        if (!isLayered) problems.Error(entry, $"{Name} is missing.", $"Add \"{Name}\": {{ ... }}, or remove the entry.");
        return null;
    }

    // "properties": { "desired": { ... } }, as some templates have it.
    private static JsonNodeAt? Nested(JsonNodeAt entry) =>
        entry["properties"] is { Kind: JsonValueKind.Object } properties ? properties["desired"] : null;
}
