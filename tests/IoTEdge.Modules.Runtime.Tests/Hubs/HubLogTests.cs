using IoTEdge.Modules.Runtime.Hubs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Runtime.Tests.Hubs;

public sealed class HubLogTests
{
    [Fact]
    public void Log_Event_IsOneLineInEdgeHubsFormat()
    {
        using var output = new StringWriter();
        using var log = new HubLog(output, LogLevel.Information, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero)));
        var logger = log.CreateLogger("IoTEdge.Modules.Hub");

        Write(logger, LogLevel.Warning, "a\nb");
        Write(logger, LogLevel.Debug, "not shown");
        Write(log.CreateLogger("Microsoft.AspNetCore"), LogLevel.Error, "not shown");

        output.ToString().Should().Be($"<4> 2026-01-02 03:04:05.006 +00:00 [WRN] - a b{Environment.NewLine}");
    }

    private static void Write(ILogger logger, LogLevel level, string text) => logger.Log(level, default, text, null, (state, _) => state);
}
