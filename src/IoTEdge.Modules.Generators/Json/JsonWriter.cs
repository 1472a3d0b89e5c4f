using System.Globalization;
using System.Text;

namespace IoTEdge.Modules.Generators.Json;

/// <summary>Writes JSON to be read: indented, with what is short on one line. All characters are ASCII.</summary>
internal sealed class JsonWriter
{
    private const int MaxLine = 100;
    private readonly StringBuilder _text = new();

    private JsonWriter()
    {
    }

    public static string Write(JsonValue value)
    {
        var writer = new JsonWriter();
        writer.Write(value, 0);
        return writer._text.ToString();
    }

    private void Write(JsonValue value, int depth)
    {
        switch (value)
        {
            case JsonLiteral literal:
                _text.Append(literal.Literal);
                break;
            case JsonText text:
                Quote(text.Text);
                break;
            case JsonArray array:
                WriteItems('[', ']', array.Items, Write, depth, array.Items.All(IsShort));
                break;
            case JsonObject obj:
                WriteItems('{', '}', obj.Members, WriteMember, depth, obj.Members.All(member => IsShort(member.Value)));
                break;
        }
    }

    private static bool IsShort(JsonValue value) => value is JsonLiteral or JsonText or JsonArray { Items.Count: <= 2 } or JsonObject { Members.Count: 0 };

    private void WriteMember(JsonMember member, int depth)
    {
        Quote(member.Name);
        _text.Append(": ");
        Write(member.Value, depth);
    }

    private void WriteItems<T>(char open, char close, IReadOnlyList<T> items, Action<T, int> write, int depth, bool mayBeOneLine)
    {
        var start = _text.Length;
        if (mayBeOneLine)
        {
            WriteLine(open, close, items, write);
            if (_text.Length - start <= MaxLine && _text.ToString(start, _text.Length - start).IndexOf('\n') < 0) return;
            _text.Length = start;
        }

        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            _text.Append(i == 0 ? "\n" : ",\n").Append(' ', (depth + 1) * 2);
            write(items[i], depth + 1);
        }

        _text.Append('\n').Append(' ', depth * 2).Append(close);
    }

    private void WriteLine<T>(char open, char close, IReadOnlyList<T> items, Action<T, int> write)
    {
        var space = open == '{' && items.Count > 0 ? " " : "";
        _text.Append(open).Append(space);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) _text.Append(", ");
            write(items[i], 0);
        }

        _text.Append(space).Append(close);
    }

    private void Quote(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') _text.Append('\\').Append(c);
            else if (c is < ' ' or > '~') _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else _text.Append(c);
        }

        _text.Append('"');
    }
}
