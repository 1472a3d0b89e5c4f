using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Json;

/// <summary>Reads JSON. Generators run where no JSON library is certain to be.</summary>
internal sealed class JsonReader
{
    private const int MaxDepth = 64;
    private static readonly Regex Literal = new(@"\G(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)", RegexOptions.CultureInvariant);
    private readonly string _text;
    private int _position;

    private JsonReader(string text) => _text = text;

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">The text is no JSON; the message says where.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonReader(text);
        var value = reader.Value(0);
        reader.Space();
        return reader._position == text.Length ? value : throw reader.Unexpected("the end");
    }

    private JsonValue Value(int depth)
    {
        if (depth > MaxDepth) throw Unexpected($"no more than {MaxDepth} levels");
        Space();
        if (Take('{')) return new JsonObject(new EquatableArray<JsonMember>(Items('}', () => Member(depth))));
        if (Take('[')) return JsonArray.Of(Items(']', () => Value(depth + 1)));
        if (Take('"')) return new JsonText(Text());
        var literal = Literal.Match(_text, _position);
        if (!literal.Success) throw Unexpected("a value");
        _position += literal.Length;
        return new JsonLiteral(literal.Value);
    }

    private JsonMember Member(int depth)
    {
        Space();
        Require('"');
        var name = Text();
        Space();
        Require(':');
        return new JsonMember(name, Value(depth + 1));
    }

    private List<T> Items<T>(char close, Func<T> read)
    {
        var items = new List<T>();
        Space();
        if (Take(close)) return items;
        do items.Add(read());
        while (Next(','));
        Require(close);
        return items;
    }

    private string Text()
    {
        var text = new StringBuilder();
        while (!Take('"'))
        {
            if (_position >= _text.Length || _text[_position] < ' ') throw Unexpected("the end of a string");
            var c = _text[_position++];
            text.Append(c == '\\' ? Escaped() : c);
        }

        return text.ToString();
    }

    private char Escaped()
    {
        const string Codes = "\"\\/bfnrt", Meanings = "\"\\/\b\f\n\r\t";
        var code = _position < _text.Length ? _text[_position++] : ' ';
        if (Codes.IndexOf(code) is >= 0 and var index) return Meanings[index];
        if (code != 'u' || _position + 4 > _text.Length || !ushort.TryParse(_text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            throw Unexpected("an escaped character");
        _position += 4;
        return (char)unit;
    }

    private void Space()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\r' or '\n' or '\uFEFF') _position++;
    }

    private bool Next(char c)
    {
        Space();
        return Take(c);
    }

    private bool Take(char c)
    {
        if (_position >= _text.Length || _text[_position] != c) return false;
        _position++;
        return true;
    }

    private void Require(char c)
    {
        if (!Take(c)) throw Unexpected($"'{c}'");
    }

    private FormatException Unexpected(string wanted) => new($"{wanted} is expected at character {_position}");
}
