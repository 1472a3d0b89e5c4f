using System.Globalization;
using System.Text;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Routes;

public sealed class ConditionSpeedTests
{
    private const int Rounds = 400_000;

    private static readonly RouteCondition Condition = RouteCondition.Parse("$body.t > 25 AND p = 'x'");

    // 256 bytes, the member in the middle.
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"machine\":\"boiler-17\",\"site\":\"hall 4, north side\",\"quantity\":\"temperature\",\"unit\":\"celsius\",\"number\":123456,\"t\":26.5,\"ok\":true,"
        .PadRight(128) + "\"text\":\"" + new string('x', 118) + "\"}");

    private static readonly IRouteProperties Properties = new RouteProperties(
        [KeyValuePair.Create("p", (string?)"x"), KeyValuePair.Create("machine", (string?)"boiler-17")],
        [KeyValuePair.Create("contentType", (string?)"application/json"), KeyValuePair.Create("contentEncoding", (string?)"utf-8")]);

    [Fact]
    public void Evaluation_OfABodyThatIsRead_AllocatesNothing()
    {
        using var message = new RouteMessage("/messages", Body, Properties);
        Condition.Evaluate(message).Should().BeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Condition.Evaluate(message);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Evaluation_OfANewMessage_AllocatesItsThreeObjectsOnly()
    {
        EvaluateNew();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) EvaluateNew();

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).Should().BeLessThan(256, "the text and the places of its values are in pooled memory");
    }

    /// <summary>The figures of docs/guides/routes.md: build with <c>-c Release</c>, look at the output.</summary>
    [Fact]
    public void Evaluation_PerSecond_IsMeasured()
    {
        for (var i = 0; i < Rounds / 10; i++) EvaluateNew();

        var (seconds, bytes) = Measure(EvaluateNew);
        using var message = new RouteMessage("/messages", Body, Properties);
        var (secondsRead, bytesRead) = Measure(() => Condition.Evaluate(message));

        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Body.Length} bytes: {Rounds / seconds:N0} new messages/s, {bytes} bytes each; {Rounds / secondsRead:N0} evaluations/s of one that is read, {bytesRead} bytes each"));
        bytesRead.Should().Be(0, "what was read once is not read again");
        bytes.Should().BeLessThan(256);
    }

    private static (double Seconds, double Bytes) Measure(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < Rounds; i++) action();
        return (TimeProvider.System.GetElapsedTime(start).TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds);
    }

    private static void EvaluateNew()
    {
        using var message = new RouteMessage("/messages", Body, Properties);
        Condition.Evaluate(message);
    }
}
