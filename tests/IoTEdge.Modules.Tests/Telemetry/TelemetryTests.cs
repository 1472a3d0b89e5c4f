using System.Diagnostics;
using System.Diagnostics.Metrics;
using IoTEdge.Modules.Tests.Connection;

namespace IoTEdge.Modules.Tests.Telemetry;

public sealed class TelemetryTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trace_ThroughAnInputAndAnOutput_IsOneTrace()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EdgeModuleTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        await client.SetInputHandlerAsync("in", async (_, token) =>
        {
            await client.SendAsync("out", new EdgeMessage("x"u8.ToArray()), token);
            return InputResult.Complete;
        }, Cancellation);
        await client.OpenAsync(Cancellation);
        var connection = await hub.NextConnectionAsync();
        var message = ConnectionLoopTests.Received("in", "1");
        message.Properties["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        message.Properties["tracestate"] = "vendor=1";
        await connection.Handler.OnInputAsync(message).Soon("the handler");
        var sent = await connection.NextSentAsync();
        sent.Properties["traceparent"].Should().StartWith("00-0af7651916cd43dd8448eb211c80319c-").And.NotContain("b7ad6b7169203331");
        sent.Properties["tracestate"].Should().Be("vendor=1");
    }

    [Fact]
    public async Task Metrics_OfAFailingHandler_CarryItsInputAndError()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == EdgeModuleTelemetry.MeterName) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Add($"{instrument.Name} {Text(tags)}"));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Add($"{instrument.Name} {Text(tags)}"));
        listener.Start();
        var hub = new FakeHub();
        await using var client = TestClient.Create(hub);
        var policy = new InputPolicy { MaxAttempts = 1 };
        await client.SetInputHandlerAsync("metrics-in", (_, _) => throw new InvalidOperationException("by the test"), policy, Cancellation);
        await client.OpenAsync(Cancellation);
        var connection = await hub.NextConnectionAsync();
        await connection.Handler.OnInputAsync(ConnectionLoopTests.Received("metrics-in", "1")).Soon("the handler");
        seen.Should().Contain("messaging.process.duration metrics-in InvalidOperationException")
            .And.Contain("messaging.client.operation.duration deadletter")
            .And.Contain("iotedge.module.dead_letters metrics-in");
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new List<string>();
        foreach (var tag in tags) values.Add($"{tag.Value}");
        return string.Join(' ', values);
    }
}
