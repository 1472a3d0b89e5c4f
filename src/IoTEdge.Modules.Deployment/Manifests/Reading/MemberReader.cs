using System.Globalization;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Reads the members of objects, each with the type it must have. A null member counts as absent.</summary>
internal sealed class MemberReader(ProblemList problems)
{
    public JsonNodeAt? Object(JsonNodeAt parent, string name, string? remedyIfMissing)
    {
        var node = Present(parent, name, remedyIfMissing);
        return node is null || IsObject(node) ? node : null;
    }

    public bool IsObject(JsonNodeAt node)
    {
        if (node.Kind == JsonValueKind.Object) return true;
        problems.Error(node, $"{node} stands where an object is needed.", "Write { ... } here.");
        return false;
    }

    public string? Text(JsonNodeAt parent, string name, string? remedyIfMissing)
    {
        var node = Present(parent, name, remedyIfMissing);
        if (node is null) return null;
        if (node.Kind == JsonValueKind.String && !string.IsNullOrWhiteSpace(node.Text)) return node.Text;
        problems.Error(node, $"{name} is {node}, which is no text.", remedyIfMissing ?? "Write a text in quotes, or leave it out.");
        return null;
    }

    /// <summary>A whole number; digits in quotes are taken too, as Microsoft's tools do.</summary>
    public long? Integer(JsonNodeAt parent, string name, long min, long max, string? remedyIfMissing = null)
    {
        var node = Present(parent, name, remedyIfMissing);
        if (node is null) return null;
        if (node.Kind is JsonValueKind.Number or JsonValueKind.String
            && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;
        problems.Error(node, $"{name} is {node}.", $"Write a whole number from {min} to {max}.");
        return null;
    }

    public T Choice<T>(JsonNodeAt parent, string name, IReadOnlyDictionary<string, T> choices, T fallback, bool isRequired = false)
        where T : struct
    {
        var list = string.Join(", ", choices.Keys);
        var node = Present(parent, name, isRequired ? $"Add \"{name}\"; it is one of: {list}." : null);
        if (node is null) return fallback;
        foreach (var (word, value) in choices)
            if (node.Kind == JsonValueKind.String && node.Text.Equals(word, StringComparison.OrdinalIgnoreCase)) return value;
        problems.Error(node, $"{name} is {node}.", $"Use one of: {list}.");
        return fallback;
    }

    private JsonNodeAt? Present(JsonNodeAt parent, string name, string? remedyIfMissing)
    {
        var node = parent[name];
        if (node is { Kind: not JsonValueKind.Null }) return node;
        if (remedyIfMissing is not null) problems.Error(node ?? parent, $"{name} is missing.", remedyIfMissing);
        return null;
    }
}
