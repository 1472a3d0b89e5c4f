using IoTEdge.Modules.Runtime.Logs;
using IoTEdge.Modules.Runtime.Agents;

namespace IoTEdge.Modules.Runtime.Tests.Agents;

public sealed class HubOutputTests
{
    [Theory]
    [InlineData("ready mqtt=127.0.0.1:18883", null)]
    [InlineData("ready mqtt=[::1]:8883 amqp=[::1]:5671 https=[::1]:443", 8883)]
    [InlineData("ready https=[::1]:443", null)]
    [InlineData("already mqtt=1:2", null)]
    public void ReadyLine_OfTheHub_TellsThePort(string line, int? port) =>
        (HubReadyLine.TryRead(line, out var found) ? found.Mqtt : (int?)null).Should().Be(port);

    [Theory]
    [InlineData("<4> 2026-01-01 10:00:00.000 +00:00 [WRN] - text", true, "text")]
    [InlineData("<3> 2026-01-01 10:00:00.000 +00:00 [ERR] - a [b] - c", true, "a [b] - c")]
    [InlineData("<6> 2026-01-01 10:00:00.000 +00:00 [INF] - text", false, "text")]
    [InlineData("   at Some.Method()", null, "   at Some.Method()")]
    public void LogLine_OfTheHub_HasALevelAndAText(string line, bool? isWarning, string text)
    {
        AgentLogFormat.IsWarning(line).Should().Be(isWarning);
        AgentLogFormat.TextOf(line).Should().Be(text);
    }

    [Theory]
    [InlineData(8883, "gw")]
    [InlineData(18883, "gw:18883")]
    public void Gateway_OfAHub_HasItsPortWhereClientsWouldNotGuessIt(int port, string gateway) =>
        new HubEndpoint("hub", "gw", new HubPorts(port, 5671, 443)).Gateway.Should().Be(gateway);
}
