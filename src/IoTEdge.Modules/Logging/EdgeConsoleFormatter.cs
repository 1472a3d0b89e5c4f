using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace IoTEdge.Modules.Logging;

/// <summary>
/// Writes log lines as edgeAgent and edgeHub do, <c>&lt;6&gt; 2026-01-01 10:00:00.000 +00:00 [INF] - text</c>, one line an event, so that the
/// agent's log queries can filter a module's log by level and time (protocol section 5.6). Chosen by <c>Logging:Console:FormatterName</c>.
/// </summary>
internal sealed class EdgeConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The formatter's name in the configuration.</summary>
    public const string FormatterName = "edge";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var (syslog, name) = Level(logEntry.LogLevel);
        textWriter.Write($"<{syslog}> ");
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture));
        textWriter.Write($" [{name}] - ");

        // A line break would look like the beginning of another event.
        textWriter.Write(text.ReplaceLineEndings(" "));
        if (logEntry.Exception is { } exception) textWriter.Write($" {exception.ToString().ReplaceLineEndings(" ")}");
        textWriter.Write('\n');
    }

    private static (int Syslog, string Name) Level(LogLevel level) => level switch
    {
        LogLevel.Critical => (2, "FTL"),
        LogLevel.Error => (3, "ERR"),
        LogLevel.Warning => (4, "WRN"),
        LogLevel.Information => (6, "INF"),
        LogLevel.Debug => (7, "DBG"),
        _ => (7, "VRB"),
    };
}
