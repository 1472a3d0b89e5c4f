namespace IoTEdge.Modules.Runtime.Agents;

/// <summary>Tells from a line of the hub's log whether somebody should see it: it begins with a syslog level, as edgeHub's does.</summary>
internal static class HubLogLevel
{
    private const char Warning = '4';

    /// <summary>Whether the line is a warning or worse, or null when it belongs to the line before it.</summary>
    public static bool? IsWarning(string line) => line is ['<', var level, '>', ..] && char.IsAsciiDigit(level) ? level <= Warning : null;

    /// <summary>The text of a line, without level and time: <c>&lt;4&gt; 2026-01-01 10:00:00.000 +00:00 [WRN] - text</c>.</summary>
    public static string TextOf(string line)
    {
        var text = line.IndexOf("] - ", StringComparison.Ordinal);
        return IsWarning(line) is null || text < 0 ? line : line[(text + 4)..];
    }
}
