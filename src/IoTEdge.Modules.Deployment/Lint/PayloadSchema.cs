using System.Text.Json;
using IoTEdge.Modules.Deployment.Routes.Bodies;

namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>The schema of a payload, as far as paths into a body ask for it.</summary>
internal sealed class PayloadSchema(JsonElement schema, JsonElement root)
{
    // References may go round in a circle.
    private const int MaxReferences = 32;

    /// <summary>Whether a member is there in every message, in some, or in none.</summary>
    public MemberPresence Find(BodyPath path)
    {
        var current = schema;
        var presence = MemberPresence.Always;
        foreach (var step in path.Steps ?? [])
        {
            current = Resolve(current);
            if (current.ValueKind != JsonValueKind.Object || step.Name is null && step.Index is null) return MemberPresence.Sometimes;
            if (MayBeNull(current)) presence = MemberPresence.Sometimes;
            if (step.IsMember)
            {
                if (current.TryGetProperty("properties", out var properties) && properties.TryGetProperty(step.Name!, out var member)) current = member;
                else return current.TryGetProperty("properties", out _) && !current.TryGetProperty("additionalProperties", out _) ? MemberPresence.Never : MemberPresence.Sometimes;
            }
            else
            {
                presence = MemberPresence.Sometimes;
                if (!current.TryGetProperty("items", out current)) return presence;
            }
        }

        return MayBeNull(Resolve(current)) ? MemberPresence.Sometimes : presence;
    }

    private JsonElement Resolve(JsonElement element)
    {
        for (var i = 0; i < MaxReferences && element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference); i++)
        {
            const string Definitions = "#/$defs/";
            var name = reference.GetString() ?? "";
            if (!name.StartsWith(Definitions, StringComparison.Ordinal)
                || !root.TryGetProperty("$defs", out var definitions)
                || !definitions.TryGetProperty(name[Definitions.Length..], out element))
                return default;
        }

        return element;
    }

    // "type": ["string", "null"], or anything that says nothing of its type.
    private static bool MayBeNull(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("type", out var type)) return true;
        return type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(entry => entry.ValueEquals("null"));
    }
}
