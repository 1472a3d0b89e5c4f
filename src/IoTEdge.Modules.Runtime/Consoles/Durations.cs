using System.Globalization;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Durations as people type them: <c>500ms</c>, <c>20s</c>, <c>5m</c>, <c>2h</c>, or seconds without a unit.</summary>
internal static class Durations
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    // Twenty-four days, the longest that a timer takes.
    private const double MaxSeconds = 2_000_000;

    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan Parse(string text)
    {
        var (unit, seconds) = Array.Find(Units, candidate => text.EndsWith(candidate.Unit, StringComparison.Ordinal));
        var number = unit is null ? text : text[..^unit.Length];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) throw Wrong(text);
        var total = value * (unit is null ? 1 : seconds);
        return total is > 0 and <= MaxSeconds ? TimeSpan.FromSeconds(total) : throw Wrong(text);
    }

    private static FormatException Wrong(string text) => new($"'{text}' is no duration; write 500ms, 20s, 5m or 2h.");
}
