using Newtonsoft.Json;

namespace IoTEdge.Modules.NewtonsoftJson;

/// <summary>Where reading stopped, and at what. The messages of Newtonsoft.Json repeat the value, which must not get into a log; this does not.</summary>
internal static class JsonPlace
{
    /// <summary>Reads the text once more, up to where a reader has come: that one's own path can be that of the token before.</summary>
    public static string Describe(string json, JsonTextReader stopped)
    {
        using var text = new StringReader(json);
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, MaxDepth = stopped.MaxDepth };
        var isJson = true;
        try
        {
            while (reader.Read() && IsBefore(reader, stopped))
            {
            }
        }
        catch (JsonReaderException)
        {
            isJson = false;
        }

        var what = isJson ? What(reader.TokenType) : "what is there is not JSON, or nested too deeply";
        return $"{Path(reader.Path)}: {what} (line {stopped.LineNumber}, position {stopped.LinePosition}).";
    }

    private static bool IsBefore(JsonTextReader reader, JsonTextReader stopped) =>
        (reader.LineNumber, reader.LinePosition).CompareTo((stopped.LineNumber, stopped.LinePosition)) < 0;

    // As System.Text.Json writes it.
    private static string Path(string path) => path.Length == 0 ? "$" : path[0] == '[' ? $"${path}" : $"$.{path}";

    private static string What(JsonToken token) => token switch
    {
        JsonToken.StartObject => "an object does not fit there",
        JsonToken.StartArray => "an array does not fit there",
        JsonToken.String => "the text there cannot be read as what is needed",
        JsonToken.Integer or JsonToken.Float => "the number there cannot be read as what is needed",
        JsonToken.Boolean => "a boolean does not fit there",
        JsonToken.Null => "null does not fit there",
        _ => "what is there does not fit",
    };
}
