using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Outputs;

/// <summary>What typed outputs of a hosted module put on the wire.</summary>
public sealed partial class ModuleOutputTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new();
    private readonly IHost _host;
    private FakeConnection _connection = null!;

    public ModuleOutputTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Meter>(options =>
        {
            options.ConnectionString = TestClient.ConnectionString;
            options.Client = TestClient.Options(_hub) with { TimeProvider = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)) };
        });
        _host = builder.Build();
    }

    private Meter Module => _host.Services.GetRequiredService<Meter>();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync(Cancellation).Soon("the host");
        _connection = await _hub.NextConnectionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(Cancellation).Soon("stopping");
        _host.Dispose();
    }

    [Fact]
    public async Task SendBatchAsync_Payloads_LeaveBeforeTheFirstIsAcknowledgedAndInOrder()
    {
        _hub.AcknowledgesAtOnce = false;
        var sending = Module.Readings.SendBatchAsync([new(1), new(2), new(3)], Cancellation);
        var sent = new[] { await _connection.NextSentAsync(), await _connection.NextSentAsync(), await _connection.NextSentAsync() };
        sent.Select(message => message.Body).Should().Equal("""{"celsius":1}""", """{"celsius":2}""", """{"celsius":3}""");
        foreach (var message in sent)
        {
            sending.IsCompleted.Should().BeFalse();
            message.Acknowledgement.SetResult();
        }

        await sending.Soon("the batch");
    }

    [Fact]
    public async Task SendBatchAsync_SomeCannotBeSent_SaysWhichAndSendsTheOthers()
    {
        var failure = (await Module.Texts.Awaiting(output => output.SendBatchAsync(["a", new string('b', 300_000), "c", new string('d', 300_000)], Cancellation))
            .Should().ThrowAsync<EdgeModuleException>()).Which;
        failure.Failures.Select(each => each.Index).Should().Equal(1, 3);
        failure.Reason.Should().Be(EdgeModuleErrorReason.MessageTooLarge);
        failure.Message.Should().StartWith("2 of 4 messages of output 'texts' were not sent, at 1, 3; the others were.");
        (await _connection.NextSentAsync()).Body.Should().Be("\"a\"");
        (await _connection.NextSentAsync()).Body.Should().Be("\"c\"");
    }

    [Fact]
    public async Task SendBatchAsync_PayloadThatCannotBeWritten_FailsAlone()
    {
        var failure = (await Module.Readings.Awaiting(output => output.SendBatchAsync([new(double.NaN), new(2)], Cancellation)).Should().ThrowAsync<EdgeModuleException>()).Which;
        failure.Failures.Should().ContainSingle().Which.Index.Should().Be(0);
        (await _connection.NextSentAsync()).Body.Should().Be("""{"celsius":2}""");
    }

    [Fact]
    public async Task SendBatchAsync_Cancelled_EndsTheWait()
    {
        _hub.AcknowledgesAtOnce = false;
        using var cancelling = new CancellationTokenSource();
        var sending = Module.Readings.SendBatchAsync([new(1), new(2)], cancelling.Token);
        await cancelling.CancelAsync();
        await sending.Awaiting(task => task.Soon("the batch")).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task SendAsync_RawBytes_LeaveAsTheyAreAndSayWhatTheyAre()
    {
        await Module.Raw.SendAsync(Encoding.UTF8.GetBytes("<xml/>"), Cancellation);
        var sent = await _connection.NextSentAsync();
        sent.Body.Should().Be("<xml/>");
        sent.Properties[SystemProperties.ContentType].Should().Be("application/octet-stream");
        await Module.Raw.SendAsync(Encoding.UTF8.GetBytes("<xml/>"), message => message.ContentType = "application/xml", Cancellation);
        (await _connection.NextSentAsync()).Properties[SystemProperties.ContentType].Should().Be("application/xml");
    }

    [Fact]
    public async Task SendAsync_CloudEvents_IsAnEnvelopeAroundThePayload()
    {
        await Module.Events.SendAsync(new Reading(71.5), message =>
        {
            message.MessageId = "id-1";
            message.Properties["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        }, Cancellation);
        var sent = await _connection.NextSentAsync();
        sent.Properties[SystemProperties.ContentType].Should().Be("application/cloudevents+json");
        sent.Properties[SystemProperties.ContentEncoding].Should().Be("utf-8");
        JsonNode.DeepEquals(JsonNode.Parse(sent.Body), JsonNode.Parse("""
            {
              "specversion": "1.0", "id": "id-1", "source": "/devices/dev/modules/filter", "type": "factory.reading", "time": "2026-01-02T03:04:05.0000000Z",
              "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "datacontenttype": "application/json", "data": { "celsius": 71.5 }
            }
            """)).Should().BeTrue(sent.Body);
    }

    [Fact]
    public async Task SendAsync_CloudEventsWithoutAType_NamesThePayload()
    {
        await Module.Named.SendAsync(new Reading(1), Cancellation);
        JsonNode.Parse((await _connection.NextSentAsync()).Body)!["type"]!.GetValue<string>().Should().Be(typeof(Reading).FullName);
    }

    [Fact]
    public async Task Input_CloudEvent_IsHandedOverAsIfItWereThePayload()
    {
        await Module.Events.SendAsync(new Reading(71.5), Cancellation);
        var sent = await _connection.NextSentAsync();
        var message = new EdgeMessage(Encoding.UTF8.GetBytes(sent.Body), sent.Properties, "readings");
        (await _connection.Handler.OnInputAsync(message).Soon("the handler")).Should().BeTrue();
        Module.Received.Should().Equal(new Reading(71.5));
    }

    public sealed record Reading(double Celsius);

    public sealed partial class Meter : EdgeModuleBase
    {
        [Output("readings")]
        public partial IOutput<Reading> Readings { get; }

        [Output("texts")]
        public partial IOutput<string> Texts { get; }

        [Output("raw")]
        public partial IOutput<ReadOnlyMemory<byte>> Raw { get; }

        [Output("events", CloudEvents = true, CloudEventType = "factory.reading")]
        public partial IOutput<Reading> Events { get; }

        [Output("named", CloudEvents = true)]
        public partial IOutput<Reading> Named { get; }

        public List<Reading> Received { get; } = [];

        [Input("readings")]
        public void OnReading(Reading reading) => Received.Add(reading);
    }
}
