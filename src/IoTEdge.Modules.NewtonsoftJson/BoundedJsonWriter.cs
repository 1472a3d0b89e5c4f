using Newtonsoft.Json;

namespace IoTEdge.Modules.NewtonsoftJson;

/// <summary>Refuses to write deeper than may be read; Newtonsoft.Json bounds only what it reads, and a long chain of objects would end the process.</summary>
internal sealed class BoundedJsonWriter(TextWriter text, int maxDepth) : JsonTextWriter(text)
{
    public override void WriteStartObject()
    {
        RequireRoom();
        base.WriteStartObject();
    }

    public override void WriteStartArray()
    {
        RequireRoom();
        base.WriteStartArray();
    }

    private void RequireRoom()
    {
        if (Top >= maxDepth) throw new JsonWriterException($"It is nested deeper than {maxDepth} levels.");
    }
}
