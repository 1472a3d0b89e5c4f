using IoTEdge.Modules.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Logging;

public sealed class EdgeConsoleFormatterTests
{
    [Theory]
    [InlineData(LogLevel.Information, "<6> 2026-01-02 03:04:05.678 +00:00 [INF] - two lines\n")]
    [InlineData(LogLevel.Warning, "<4> 2026-01-02 03:04:05.678 +00:00 [WRN] - two lines\n")]
    [InlineData(LogLevel.Critical, "<2> 2026-01-02 03:04:05.678 +00:00 [FTL] - two lines\n")]
    public void Write_AnyLevel_IsOneLineInTheAgentsFormat(LogLevel level, string expected)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
        var output = new StringWriter();
        var entry = new LogEntry<string>(level, "category", default, "two\nlines", null, static (state, _) => state);
        new EdgeConsoleFormatter(time).Write(entry, null, output);
        output.ToString().Should().Be(expected);
    }
}
