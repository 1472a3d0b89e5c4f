using System.Globalization;

namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>
/// Tells texts that Json.NET takes for dates: a condition of edgeHub does not see those (protocol section 11.1). They are
/// <c>yyyy-MM-ddTHH:mm:ss</c> with an optional fraction and zone, and <c>/Date(milliseconds)/</c>.
/// </summary>
internal static class BodyDate
{
    private const int MinLength = 19;
    private const int MaxLength = 40;
    private const int MaxFractionDigits = 7;

    public static bool IsDate(ReadOnlySpan<char> text)
    {
        if (text.Length >= 9 && text.StartsWith("/Date(") && text.EndsWith(")/")) return IsMilliseconds(text[6..^2]);
        return text.Length is >= MinLength and <= MaxLength && text[10] == 'T' && IsDay(text[..10]) && IsTime(text[11..]);
    }

    private static bool IsDay(ReadOnlySpan<char> text) =>
        text[4] == '-' && text[7] == '-'
        && TryRead(text[..4], out var year) && year > 0
        && TryRead(text[5..7], out var month) && month is >= 1 and <= 12
        && TryRead(text[8..10], out var day) && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text[2] != ':' || text[5] != ':') return false;
        if (!TryRead(text[..2], out var hour) || !TryRead(text[3..5], out var minute) || !TryRead(text[6..8], out var second)) return false;
        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute > 0 || second > 0))) return false;
        var rest = text[8..];
        if (rest is ['.', ..])
        {
            var digits = BodyDigits.Count(rest[1..]);
            if (digits == 0) return false;
            var used = Math.Min(digits, MaxFractionDigits);
            if (hour == 24 && rest.Slice(1, used).IndexOfAnyExcept('0') >= 0) return false;
            rest = rest[(used + 1)..];
        }

        return IsZone(rest);
    }

    // As loose as Json.NET: nothing, Z, or a sign with two or four digits, with or without a colon.
    private static bool IsZone(ReadOnlySpan<char> text)
    {
        if (text is [] or ['Z'] or ['z']) return true;
        if (text.Length < 3 || !TryRead(text[1..3], out _)) return false;
        if (text[0] is not ('+' or '-')) return false;
        var rest = text[3..];
        if (rest is [':', ..]) rest = rest[1..];
        return rest.IsEmpty || (rest.Length == 2 && TryRead(rest, out _));
    }

    private static bool IsMilliseconds(ReadOnlySpan<char> text)
    {
        var zone = text[1..].IndexOf('+');
        if (zone < 0) zone = text[1..].IndexOf('-');
        if (zone >= 0)
        {
            var offset = text[(zone + 2)..];
            if (offset.Length < 2 || !TryRead(offset[..2], out _)) return false;
            text = text[..(zone + 1)];
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) && text[0] != '+';
    }

    private static bool TryRead(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        return BodyDigits.AreAll(digits) && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
