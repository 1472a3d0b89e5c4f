namespace IoTEdge.Modules.Runtime.Logs;

/// <summary>Reads lines that edgeAgent, edgeHub and modules with their log format write: <c>&lt;4&gt; 2026-01-01 10:00:00.000 +00:00 [WRN] - text</c>.</summary>
internal static class AgentLogFormat
{
    private const char Warning = '4';
    private const string BeforeText = "] - ";
    private const int TimeStart = 15;
    private const int TimeLength = 8;

    /// <summary>Whether the line is a warning or worse, or null when it has no level, as when it belongs to the line before it.</summary>
    public static bool? IsWarning(string line) => line is ['<', var level, '>', ..] && char.IsAsciiDigit(level) ? level <= Warning : null;

    /// <summary>The text of a line, without level and time; the line itself where it has another format.</summary>
    public static string TextOf(string line)
    {
        var text = line.IndexOf(BeforeText, StringComparison.Ordinal);
        return IsWarning(line) is null || text < 0 ? line : line[(text + BeforeText.Length)..];
    }

    /// <summary>The time of day and the level of a line, <c>10:00:00</c> and <c>WRN</c>, or null where it has another format.</summary>
    public static (string Time, string Level)? HeadOf(string line)
    {
        var end = line.IndexOf(BeforeText, StringComparison.Ordinal);
        var start = end < 0 ? -1 : line.LastIndexOf('[', end);
        var isHead = IsWarning(line) is not null && end - start == 4 && start > TimeStart + TimeLength && line[TimeStart - 1] == ' ' && line[TimeStart + 2] == ':';
        return isHead ? (line.Substring(TimeStart, TimeLength), line[(start + 1)..end]) : null;
    }
}
