using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>Reads <c>env</c> of a module: <c>{"NAME": {"value": "x"}}</c>.</summary>
internal sealed class EnvironmentReader(ProblemList problems)
{
    public Dictionary<string, string> Read(JsonNodeAt module)
    {
        var environment = new Dictionary<string, string>();
        var node = new MemberReader(problems).Object(module, "env", remedyIfMissing: null);
        foreach (var (name, entry) in node?.Members ?? [])
        {
            var value = entry.Kind == JsonValueKind.Object ? entry["value"] : null;
            if (value is null || value.Kind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                problems.Error(value ?? entry, $"The environment variable '{name}' has no value.", $"Write \"{name}\": {{ \"value\": \"...\" }}, with a text, a number, true or false.");
            else if (name.Length == 0 || name.Any(character => char.IsWhiteSpace(character) || character is '+' or '#' or '$' or '.' or '=' or '\0'))
                problems.Error(entry, $"'{name}' cannot be the name of an environment variable.", "Use a name without blanks, '+', '#', '$', '.' and '='; write __ where .NET configuration has ':'.");
            else if (value.Text.Contains('\0', StringComparison.Ordinal))
                problems.Error(value, $"The environment variable '{name}' holds a zero character.", "Remove it: an environment cannot carry it.");
            else
                environment[name] = value.Text;
        }

        return environment;
    }
}
