using System.Globalization;
using System.Text;
using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>
/// Reads <c>createOptions</c>: JSON as a text, the text cut into <c>createOptions</c>, <c>createOptions01</c>, ... as IoT Hub limits its
/// length (protocol section 5.4), or an object, as templates have it.
/// </summary>
internal sealed class CreateOptionsReader(ProblemList problems)
{
    private const string Name = "createOptions";
    private const int MaxChunks = 100;

    public JsonElement Read(JsonNodeAt settings)
    {
        if (Find(settings, Name) is not { Kind: not JsonValueKind.Null } first)
        {
            if (Find(settings, Name + "01") is { } orphan) problems.Error(orphan, $"{Name}01 is there without {Name}.", $"Begin with {Name}.");
            return default;
        }

        if (first.Kind == JsonValueKind.Object) return first.ToElement();
        var text = Join(settings, first);
        if (string.IsNullOrWhiteSpace(text)) return default;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
            problems.Error(first, $"{Name} holds JSON that is no object.", "Write \"{}\", or the options of a container as an object.");
        }
        catch (JsonException exception)
        {
            problems.Error(first, $"{Name} is no JSON: {exception.Message}", "Write \"{}\", or the options of a container as JSON in a text.");
        }

        return default;
    }

    private string? Join(JsonNodeAt settings, JsonNodeAt first)
    {
        var text = new StringBuilder();
        var chunk = first;
        var count = 0;
        while (chunk is not null)
        {
            if (chunk.Kind != JsonValueKind.String)
            {
                problems.Error(chunk, $"{Name} is {chunk}.", "Write JSON as a text, or an object.");
                return null;
            }

            text.Append(chunk.Text);
            chunk = ++count < MaxChunks ? Find(settings, Name + count.ToString("D2", CultureInfo.InvariantCulture)) : null;
        }

        var present = settings.Members.Count(member => member.Name.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        if (present > count) problems.Error(first, $"{Name} is in {present} parts, and part {count:D2} is missing.", $"Number the parts {Name}, {Name}01, {Name}02, ... without a gap, {MaxChunks} at most.");
        return text.ToString();
    }

    private static JsonNodeAt? Find(JsonNodeAt settings, string name) =>
        settings.Members.Find(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
