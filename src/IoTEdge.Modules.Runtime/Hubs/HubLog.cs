using System.Globalization;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>Writes the hub's log as edgeHub does: <c>&lt;6&gt; 2026-01-01 10:00:00.000 +00:00 [INF] - text</c>, one line an event.</summary>
internal sealed class HubLog(TextWriter output, LogLevel minimum, TimeProvider time) : ILoggerFactory
{
    private const string ServerPrefix = "Microsoft.";

    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) =>
        new Category(this, categoryName.StartsWith(ServerPrefix, StringComparison.Ordinal) ? LogLevel.Critical : minimum);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place to log to.");

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string text)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);
        // A line break in a client's name or topic must not look like an event of its own.
        var line = $"{Syslog(level)} {now} [{Name(level)}] - {text.ReplaceLineEndings(" ")}";
        lock (_gate)
            output.WriteLine(line);
    }

    private static string Syslog(LogLevel level) => level switch
    {
        LogLevel.Critical => "<2>",
        LogLevel.Error => "<3>",
        LogLevel.Warning => "<4>",
        LogLevel.Information => "<6>",
        _ => "<7>",
    };

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical => "FTL",
        LogLevel.Error => "ERR",
        LogLevel.Warning => "WRN",
        LogLevel.Information => "INF",
        LogLevel.Debug => "DBG",
        _ => "VRB",
    };

    // The server's own events repeat what the hub says better; only what ends it is shown.
    private sealed class Category(HubLog log, LogLevel minimum) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(logLevel, exception is null ? formatter(state, null) : $"{formatter(state, exception)}: {exception}");
        }
    }
}
