using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.EndToEnd.Tests.Inputs;

/// <summary>What a module makes of messages that nobody should send: each has an outcome, and none takes another one down.</summary>
public sealed partial class BadInputTests : IAsyncLifetime
{
    private const int LargestMessage = 262_144;
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly string _storage = Directory.CreateTempSubdirectory("scale-").FullName;
    private HubFixture _hub = null!;
    private NeighbourModule _neighbour = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await _hub.AddModuleAsync("scale", null, Cancellation);
        _neighbour = await NeighbourModule.OpenAsync(_hub, "scale", ["loads", "batch", "raw"], Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Scale>(options =>
        {
            options.ConnectionString = connectionString;

            // The hub has one message of a module in flight, so that a batch fills with storage only.
            options.StoragePath = _storage;
            options.Client = options.Client with { CaCertificateFile = _hub.CertificatePath };
        });
        _host = builder.Build();
        await _host.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(Cancellation);
        _host.Dispose();
        await _neighbour.DisposeAsync();
        await _hub.DisposeAsync();
        Directory.Delete(_storage, recursive: true);
    }

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "not JSON", "nonsense"u8.ToArray() },
        { "a member of the wrong type", """{"kilograms":"heavy"}"""u8.ToArray() },
        { "another kind of value", "[1,2]"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "nothing at all", [] },
        { "cut off", """{"kilograms":1"""u8.ToArray() },
        { "no UTF-8", [0x22, 0xFF, 0xFE, 0x22] },
        { "too deep", Encoding.UTF8.GetBytes(new string('[', 10_000)) },
        { "deep where it is not read", Encoding.UTF8.GetBytes($"{{\"other\":{new string('[', 100)}{new string(']', 100)},\"kilograms\":1}}") },
        { "as large as may be", Encoding.UTF8.GetBytes(new string('x', 262_000)) },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Payload_ThatCannotBeRead_IsADeadLetterAndTheNextOneIsHandled(string what, byte[] body)
    {
        await _neighbour.SendAsync("loads", new EdgeMessage(body) { MessageId = "bad" }, Cancellation);
        await _neighbour.SendAsync("loads", EdgeMessage.FromJson("""{"kilograms":2}"""), Cancellation);

        var letter = await _neighbour.HearAsync($"the dead letter of {what}", Cancellation);
        letter.MessageId.Should().Be("bad");
        letter.Body.ToArray().Should().Equal(body, "it is as it came");
        if (body.Length < 200_000) letter.Properties["deadletter-reason"].Should().Contain("loads").And.NotContain("heavy", "values are not repeated");
        (await HearTextAsync()).Should().Be("2");
    }

    [Fact]
    public async Task Payload_ThatCannotBeReadInABatch_LeavesTheOthersAlone()
    {
        foreach (var body in new[] { """{"kilograms":1}""", "nonsense", """{"kilograms":3}""" }) await _neighbour.SendAsync("batch", EdgeMessage.FromJson(body), Cancellation);
        var heard = new[] { await HearTextAsync(), await HearTextAsync() };
        heard.Should().BeEquivalentTo("nonsense", "4");
    }

    [Fact]
    public async Task Envelope_ThatIsNone_IsADeadLetter()
    {
        await _neighbour.SendAsync("loads", new EdgeMessage("""{"kilograms":1}"""u8.ToArray()) { ContentType = "application/cloudevents+json" }, Cancellation);
        (await _neighbour.HearAsync("the dead letter", Cancellation)).Properties["deadletter-reason"].Should().Contain("CloudEvents");
    }

    [Fact]
    public async Task Message_OneByteTooLarge_IsRefusedWhereItIsSentAndTheNextOneLeaves()
    {
        // Properties count by name and value: $.mid, $.ct and $.on.
        var properties = "$.mid1".Length + "$.ctapplication/octet-stream".Length + "$.onraw".Length;
        var largest = new EdgeMessage(new byte[LargestMessage - properties]) { MessageId = "1" };
        await _neighbour.SendAsync("raw", largest, Cancellation);
        (await HearTextAsync()).Should().StartWith("0 properties");

        var tooLarge = new EdgeMessage(new byte[LargestMessage + 1]);
        await FluentActions.Awaiting(() => _neighbour.SendAsync("raw", tooLarge, Cancellation)).Should().ThrowAsync<EdgeModuleException>()
            .Where(exception => exception.Reason == EdgeModuleErrorReason.MessageTooLarge);
        await _neighbour.SendAsync("loads", EdgeMessage.FromJson("""{"kilograms":5}"""), Cancellation);
        (await HearTextAsync()).Should().Be("5");
    }

    [Theory]
    [InlineData("a=b&c=d", "1=2&3")]
    [InlineData("slash/and?query", "#fragment/#")]
    [InlineData("per%cent", "%2F%")]
    [InlineData("plus+and space", " + ")]
    [InlineData("$dollar", "$.mid")]
    [InlineData("umlaut-ü", "日本語 🌡")]
    [InlineData("line\nbreak", "tab\tnul\0")]
    [InlineData("empty", "")]
    [InlineData("null", null)]
    public async Task Property_WithReservedCharacters_ArrivesAsItWasSet(string name, string? value)
    {
        var message = new EdgeMessage("x"u8.ToArray());
        message.Properties[name] = value;
        await _neighbour.SendAsync("raw", message, Cancellation);
        var heard = await _neighbour.HearAsync("the echo", Cancellation);
        heard.Properties.TryGetValue(name, out var echoed).Should().BeTrue();
        echoed.Should().Be(value);
    }

    [Fact]
    public async Task Properties_ThatFitNoTopic_AreRefusedWhereTheyAreSet()
    {
        var message = new EdgeMessage("x"u8.ToArray());
        for (var i = 0; i < 1000; i++) message.Properties[$"p{i}"] = new string('ü', 20);
        await FluentActions.Awaiting(() => _neighbour.SendAsync("raw", message, Cancellation)).Should().ThrowAsync<EdgeModuleException>()
            .Where(exception => exception.Reason == EdgeModuleErrorReason.MessageTooLarge);
    }

    [Fact]
    public async Task Body_Empty_ReachesAHandlerThatReadsItItself()
    {
        await _neighbour.SendAsync("raw", new EdgeMessage(default), Cancellation);
        (await HearTextAsync()).Should().Be("0 properties, 0 bytes");
    }

    private async Task<string> HearTextAsync() => Encoding.UTF8.GetString((await _neighbour.HearAsync("a message of the module", Cancellation)).Body.Span);

    public sealed record Load(double Kilograms);

    public sealed partial class Scale : EdgeModuleBase
    {
        [Output("weights")]
        public partial IOutput<double> Weights { get; }

        [Output("echo")]
        public partial IOutput<EdgeMessage> Echo { get; }

        [Input("loads")]
        public Task OnLoadAsync(Load load, CancellationToken cancellationToken) => Weights.SendAsync(load.Kilograms, cancellationToken);

        [Input("batch", BatchSize = 3, BatchWaitMilliseconds = 300)]
        public Task OnLoadsAsync(IReadOnlyList<Load> loads, CancellationToken cancellationToken) => Weights.SendAsync(loads.Sum(load => load.Kilograms), cancellationToken);

        [Input("raw")]
        public Task OnRawAsync(EdgeMessage message, CancellationToken cancellationToken)
        {
            var own = message.Properties.Where(property => !property.Key.StartsWith("trace", StringComparison.Ordinal)).ToList();
            var echo = EdgeMessage.FromJson($"{own.Count} properties, {message.Body.Length} bytes");
            foreach (var (name, value) in own) echo.Properties[name] = value;
            return Echo.SendAsync(echo, cancellationToken);
        }
    }
}
