using System.Globalization;

namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>
/// What stands after <c>$body.</c>: names with dots between them, each with at most one <c>[index]</c> (protocol section 7.4). Only the
/// beginning is checked when a route is read, as at edgeHub; where the rest is no path, the value is undefined for every message.
/// </summary>
internal sealed class BodyPath
{
    private BodyPath(string text, BodyStep[]? steps)
    {
        Text = text;
        Steps = steps;
    }

    public string Text { get; }

    /// <summary>The steps; null where the text cannot be followed.</summary>
    public BodyStep[]? Steps { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">What stands after <c>$body.</c>.</param>
    /// <param name="mistake">Where the first mistake is, from 0.</param>
    public static BodyPath? TryParse(string text, out int mistake) =>
        IsPath(text, out mistake) ? new BodyPath(text, ReadSteps(text)) : null;

    private static bool IsPath(ReadOnlySpan<char> text, out int position)
    {
        position = 0;
        while (true)
        {
            var name = Word(text[position..]);
            if (name.IsEmpty || IsInteger(name)) return false;
            position += name.Length;
            if (position < text.Length && text[position] == '[')
            {
                var index = Word(text[(position + 1)..]);
                position++;
                if (!IsInteger(index)) return false;
                position += index.Length;
                if (position == text.Length || text[position] != ']') return false;
                position++;
            }

            if (position == text.Length || text[position] != '.') return true;
            position++;
        }
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('.', '[', ']');
        return end < 0 ? text : text[..end];
    }

    private static bool IsInteger(ReadOnlySpan<char> word) => !word.IsEmpty && BodyDigits.AreAll(word);

    // Json.NET's own reading, which has quoted names and stars too: they get past the check behind a first index.
    private static BodyStep[]? ReadSteps(string text)
    {
        var steps = new List<BodyStep>();
        // "$." is the root itself; "$name" is a name.
        var rest = text.AsSpan(text.StartsWith("$.", StringComparison.Ordinal) ? 2 : text.StartsWith("$[", StringComparison.Ordinal) || text == "$" ? 1 : 0);
        var isAfterIndex = false;
        while (!rest.IsEmpty)
        {
            if (rest[0] == '[')
            {
                var length = IndexLength(rest);
                if (length == 0 || ReadIndex(rest[1..(length - 1)]) is not { } step) return null;
                steps.Add(step);
                rest = rest[length..];
                isAfterIndex = true;
            }
            else if (rest[0] == '.')
            {
                // A dot before brackets is one too many, and skipped.
                rest = rest[1..];
                if (rest is [] or ['.', ..] or [']', ..]) return null;
                isAfterIndex = false;
            }
            else
            {
                var name = Word(rest);
                if (isAfterIndex || name.IsEmpty) return null;
                steps.Add(new BodyStep(IsMember: true, name is "*" ? null : name.ToString(), null));
                rest = rest[name.Length..];
            }
        }

        return [.. steps];
    }

    // With its brackets; a quoted name may have brackets of its own.
    private static int IndexLength(ReadOnlySpan<char> text)
    {
        if (text is not ['[', '\'', ..]) return text.IndexOf(']') + 1;
        var quote = text[2..].IndexOf('\'') + 2;
        return quote >= 2 && quote + 1 < text.Length && text[quote + 1] == ']' ? quote + 2 : 0;
    }

    private static BodyStep? ReadIndex(ReadOnlySpan<char> text)
    {
        if (text is "*") return new BodyStep(IsMember: false, null, null);
        if (text is ['\'', .. var name, '\'']) return new BodyStep(IsMember: true, name.ToString(), null);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) && text[0] != '+'
            ? new BodyStep(IsMember: false, null, index)
            : null;
    }
}
