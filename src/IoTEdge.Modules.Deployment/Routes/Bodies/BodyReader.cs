namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>
/// Reads a body as edgeHub's Json.NET does, which takes more than JSON: comments, single quotes, names without quotes, a comma too
/// many, <c>NaN</c>, zero characters between words. One pass, no exception, nothing kept but where each value stands.
/// </summary>
internal ref struct BodyReader
{
    // Json.NET's own limit.
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<char> _text;
    private readonly BodyEntryList _entries;
    private int _position;
    private int _depth;

    private BodyReader(ReadOnlySpan<char> text, BodyEntryList entries)
    {
        _text = text;
        _entries = entries;
    }

    private readonly char Current => _position < _text.Length ? _text[_position] : '\0';

    private readonly bool IsAtEnd => _position >= _text.Length;

    /// <summary>Reads a text that is one object and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, BodyEntryList entries)
    {
        var reader = new BodyReader(text, entries);
        return reader.SkipComments() && reader.Current == '{' && reader.ReadValue(default) && reader.SkipComments() && reader.IsAtEnd;
    }

    private bool ReadValue(BodyEntry entry)
    {
        switch (Current)
        {
            case '{':
                entry.Kind = BodyNodeKind.Object;
                return ReadContainer(entry, '}');
            case '[':
                entry.Kind = BodyNodeKind.Array;
                return ReadContainer(entry, ']');
            case '"' or '\'':
                entry.Kind = BodyNodeKind.Text;
                return ReadText(out entry.Start, out entry.Length, out entry.IsEscaped) && Add(entry);
            case ',':
                // Nothing before a comma is "undefined"; the comma itself is read by whoever asked.
                entry.Kind = BodyNodeKind.Undefined;
                return Add(entry);
            case '-' when _position + 1 < _text.Length && _text[_position + 1] == 'I':
                return ReadWord(entry, "-Infinity", BodyNodeKind.Number);
            case '-' or '.' or (>= '0' and <= '9'):
                return ReadNumber(entry);
            case 't':
                return ReadWord(entry, "true", BodyNodeKind.True);
            case 'f':
                return ReadWord(entry, "false", BodyNodeKind.False);
            case 'u':
                return ReadWord(entry, "undefined", BodyNodeKind.Undefined);
            case 'N':
                return ReadWord(entry, "NaN", BodyNodeKind.Number);
            case 'I':
                return ReadWord(entry, "Infinity", BodyNodeKind.Number);
            case 'n' when _position + 1 < _text.Length && _text[_position + 1] == 'e':
                return ReadConstructor(entry);
            case 'n':
                return ReadWord(entry, "null", BodyNodeKind.Null);
            default:
                return false;
        }
    }

    private bool ReadContainer(BodyEntry entry, char close)
    {
        if (++_depth > MaxDepth) return false;
        _position++;
        var index = _entries.Add(entry);
        var isObject = close == '}';
        while (true)
        {
            if (!SkipComments() || IsAtEnd) return false;
            if (Current == close) break;
            var item = default(BodyEntry);
            if (isObject && !ReadName(ref item)) return false;
            if (!ReadValue(item) || !SkipComments()) return false;
            if (Current == close) break;
            if (Current != ',') return false;
            _position++;
        }

        _position++;
        _depth--;
        _entries[index].Next = _entries.Count;
        return true;
    }

    private bool ReadName(ref BodyEntry entry)
    {
        if (Current is '"' or '\'')
        {
            if (!ReadText(out entry.NameStart, out entry.NameLength, out entry.IsNameEscaped)) return false;
        }
        else
        {
            entry.NameStart = _position;
            while (!IsAtEnd && (char.IsLetterOrDigit(Current) || Current is '_' or '$')) _position++;
            entry.NameLength = _position - entry.NameStart;
            if (entry.NameLength == 0 || IsAtEnd || !(char.IsWhiteSpace(Current) || Current is ':' or '\0')) return false;
        }

        SkipBlanks();
        if (Current != ':') return false;
        _position++;
        return SkipComments();
    }

    private bool ReadText(out int start, out int length, out bool isEscaped)
    {
        var quote = Current;
        isEscaped = false;
        length = 0;
        start = ++_position;
        while (true)
        {
            var step = _text[_position..].IndexOfAny(quote, '\\');
            if (step < 0) return false;
            _position += step;
            if (Current == quote) break;
            var escape = BodyText.EscapeLength(_text[_position..]);
            if (escape == 0) return false;
            isEscaped = true;
            _position += escape;
        }

        length = _position - start;
        _position++;
        return true;
    }

    private bool ReadNumber(BodyEntry entry)
    {
        entry.Kind = BodyNodeKind.Number;
        entry.Start = _position;
        while (!IsAtEnd && (char.IsAsciiHexDigit(Current) || Current is '-' or '+' or '.' or 'x' or 'X')) _position++;
        entry.Length = _position - entry.Start;
        if (!IsAtEnd && !char.IsWhiteSpace(Current) && Current is not (',' or '}' or ']' or ')' or '/' or '\0')) return false;
        var digits = _text.Slice(entry.Start, entry.Length);
        return (BodyNumber.IsPlain(digits) || BodyNumber.TryParse(digits, out _)) && Add(entry);
    }

    private bool ReadWord(BodyEntry entry, string word, BodyNodeKind kind)
    {
        if (!_text[_position..].StartsWith(word)) return false;
        entry.Kind = kind;
        entry.Start = _position;
        entry.Length = word.Length;
        _position += word.Length;
        return (IsAtEnd || IsSeparator()) && Add(entry);
    }

    private readonly bool IsSeparator() =>
        Current is '}' or ']' or ',' or ')' or '\0'
        || char.IsWhiteSpace(Current)
        || (Current == '/' && _position + 1 < _text.Length && _text[_position + 1] is '*' or '/');

    // new Date(1): a value with values in it, of which a path may ask by index.
    private bool ReadConstructor(BodyEntry entry)
    {
        if (!_text[_position..].StartsWith("new") || _position + 3 >= _text.Length || !char.IsWhiteSpace(_text[_position + 3])) return false;
        _position += 3;
        SkipBlanks();
        while (char.IsLetterOrDigit(Current)) _position++;
        SkipBlanks();
        if (Current != '(') return false;
        entry.Kind = BodyNodeKind.Array;
        return ReadContainer(entry, ')');
    }

    private readonly bool Add(BodyEntry entry)
    {
        entry.Next = _entries.Count + 1;
        _entries.Add(entry);
        return true;
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd && (Current == '\0' || char.IsWhiteSpace(Current))) _position++;
    }

    /// <summary>Skips blanks and comments; false where a comment has no end.</summary>
    private bool SkipComments()
    {
        while (true)
        {
            SkipBlanks();
            if (Current != '/') return true;
            var rest = _text[_position..];
            if (rest.StartsWith("//"))
            {
                var end = rest.IndexOfAny('\r', '\n');
                _position += end < 0 ? rest.Length : end;
            }
            else
            {
                var end = rest.StartsWith("/*") ? rest[2..].IndexOf("*/", StringComparison.Ordinal) : -1;
                if (end < 0) return false;
                _position += end + 4;
            }
        }
    }
}
