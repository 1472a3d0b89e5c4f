using System.Text.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Json;

/// <summary>A JSON value that knows where it stands, and that keeps members of one name apart.</summary>
internal sealed class JsonNodeAt(string path, int line, JsonValueKind kind, string text = "")
{
    public string Path { get; } = path;

    public int Line { get; } = line;

    public JsonValueKind Kind { get; } = kind;

    /// <summary>The text of a string, the digits of a number.</summary>
    public string Text { get; } = text;

    public List<(string Name, JsonNodeAt Value)> Members { get; } = [];

    public List<JsonNodeAt> Elements { get; } = [];

    /// <summary>The bytes of the value in the document.</summary>
    public ReadOnlyMemory<byte> Raw { get; set; }

    public JsonNodeAt? this[string name] => Members.Find(member => member.Name == name).Value;

    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Raw, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return document.RootElement.Clone();
    }

    /// <summary>The value for an error: short, and quoted where it is a text.</summary>
    public override string ToString() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String when Text.Length > 60 => $"\"{Text[..60]}...\"",
        JsonValueKind.String => $"\"{Text}\"",
        JsonValueKind.Number => Text,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
