using System.Globalization;
using System.Numerics;

namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>Numbers as Json.NET reads them: decimal, hexadecimal after 0x, octal after another 0.</summary>
internal static class BodyNumber
{
    // What Json.NET takes for a whole number at most.
    private const int MaxIntegerLength = 380;

    public static bool TryParse(ReadOnlySpan<char> digits, out double value)
    {
        if (digits is ['0', not ('.' or 'e' or 'E'), ..])
            return digits[1] is 'x' or 'X' ? TryParseHexadecimal(digits[2..], out value) : TryParseOctal(digits, out value);
        if (IsInteger(digits)) return TryParseInteger(digits, out value);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Whether it is so plain a number that it can be read later, when somebody asks for it.</summary>
    public static bool IsPlain(ReadOnlySpan<char> digits)
    {
        var rest = digits.TrimStart('-');
        if (digits.Length - rest.Length > 1 || rest.Length is 0 or > 18) return false;
        var point = rest.IndexOf('.');
        if (point < 0) return BodyDigits.AreAll(rest) && (rest[0] != '0' || rest.Length == 1);
        return point > 0 && point < rest.Length - 1
            && (rest[0] != '0' || point == 1)
            && BodyDigits.AreAll(rest[..point])
            && BodyDigits.AreAll(rest[(point + 1)..]);
    }

    private static bool IsInteger(ReadOnlySpan<char> digits)
    {
        var rest = digits is ['-', ..] ? digits[1..] : digits;
        return !rest.IsEmpty && BodyDigits.AreAll(rest);
    }

    private static bool TryParseInteger(ReadOnlySpan<char> digits, out double value)
    {
        value = 0;
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            value = number;
        else if (digits.Length > MaxIntegerLength)
            return false;
        else
            value = (double)BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return true;
    }

    private static bool TryParseHexadecimal(ReadOnlySpan<char> digits, out double value)
    {
        var isNumber = long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number);
        value = number;
        return isNumber;
    }

    private static bool TryParseOctal(ReadOnlySpan<char> digits, out double value)
    {
        value = 0;
        var number = 0UL;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || number > ulong.MaxValue >> 3) return false;
            number = (number << 3) | (uint)(digit - '0');
        }

        value = (long)number;
        return true;
    }
}
