using System.Text;
using System.Text.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Json;

/// <summary>Reads a document into a tree of <see cref="JsonNodeAt"/>.</summary>
internal ref struct JsonTree
{
    private readonly ReadOnlyMemory<byte> _document;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _lineOffset;

    private JsonTree(ReadOnlyMemory<byte> document)
    {
        _document = document;
        _reader = new Utf8JsonReader(document.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
    }

    /// <exception cref="JsonException">The document is no JSON, or nested deeper than 64 levels.</exception>
    public static JsonNodeAt Read(ReadOnlyMemory<byte> document)
    {
        if (document.Span.StartsWith(Encoding.UTF8.Preamble)) document = document[Encoding.UTF8.Preamble.Length..];
        var tree = new JsonTree(document);
        tree._reader.Read();
        var root = tree.ReadValue("$");
        while (tree._reader.Read())
        {
            // A second value after the first is refused by the reader itself.
        }

        return root;
    }

    private JsonNodeAt ReadValue(string path)
    {
        var start = (int)_reader.TokenStartIndex;
        var line = LineAt(start);
        var node = _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(new JsonNodeAt(path, line, JsonValueKind.Object)),
            JsonTokenType.StartArray => ReadArray(new JsonNodeAt(path, line, JsonValueKind.Array)),
            JsonTokenType.String => new JsonNodeAt(path, line, JsonValueKind.String, ReadText()),
            JsonTokenType.Number => new JsonNodeAt(path, line, JsonValueKind.Number, Encoding.UTF8.GetString(_reader.ValueSpan)),
            JsonTokenType.True => new JsonNodeAt(path, line, JsonValueKind.True, "true"),
            JsonTokenType.False => new JsonNodeAt(path, line, JsonValueKind.False, "false"),
            _ => new JsonNodeAt(path, line, JsonValueKind.Null),
        };
        node.Raw = _document[start..(int)_reader.BytesConsumed];
        return node;
    }

    private JsonNodeAt ReadObject(JsonNodeAt node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ReadText();
            _reader.Read();
            node.Members.Add((name, ReadValue(JsonPath.Member(node.Path, name))));
        }

        return node;
    }

    private JsonNodeAt ReadArray(JsonNodeAt node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            node.Elements.Add(ReadValue(JsonPath.Element(node.Path, node.Elements.Count)));
        return node;
    }

    private string ReadText()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            throw new JsonException("The text is no valid Unicode.", null, LineAt((int)_reader.TokenStartIndex) - 1, null, exception);
        }
    }

    private int LineAt(int offset)
    {
        _line += _document.Span[_lineOffset..offset].Count((byte)'\n');
        _lineOffset = offset;
        return _line;
    }
}
