using IoTEdge.Modules.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.EndToEnd.Tests.Invocation;

public sealed partial class MethodInvokerTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly MethodTarget Scale = MethodTarget.Module("scale");
    private HubFixture _hub = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await HubFixture.StartAsync(Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var key in new[] { "scale", "desk" })
        {
            var connectionString = await _hub.AddModuleAsync(key, port: null, Cancellation);
            builder.AddEdgeModule<Scales>(key, options =>
            {
                options.ConnectionString = connectionString;
                options.Client = options.Client with { CaCertificateFile = _hub.CertificatePath, HttpsPort = _hub.HttpsPort };
                options.MethodStatuses[typeof(KeyNotFoundException)] = 404;
            });
        }

        _host = builder.Build();
        await _host.StartAsync(Cancellation);
    }

    [Fact]
    public async Task Invoke_MethodOfAnotherModule_GivesItsTypedAnswer() =>
        (await Invoker.InvokeAsync<Load, Weight>(Scale, "weigh", new Load(3), cancellationToken: Cancellation)).Should().Be(new Weight(6));

    [Fact]
    public async Task Invoke_HandlerThatCallsItsCallerAgain_DoesNotDeadlock() =>
        (await Invoker.InvokeAsync<Load, Weight>(Scale, "relay", new Load(3), cancellationToken: Cancellation)).Should().Be(new Weight(6));

    [Fact]
    public async Task Invoke_FaultOfTheHandler_ReachesTheCallerWithStatusAndProblem()
    {
        var fault = (await Invoking("fault").Should().ThrowAsync<MethodFault>()).Which;
        fault.Status.Should().Be(409);
        fault.Problem.Title.Should().Be("Overloaded");
        fault.Problem.Detail.Should().Be("Take something off.");
        fault.Problem.Extensions!["limit"]!.GetValue<int>().Should().Be(10);
    }

    [Fact]
    public async Task Invoke_MappedException_ReachesTheCallerWithItsStatusAndText()
    {
        var fault = (await Invoking("mapped").Should().ThrowAsync<MethodFault>()).Which;
        fault.Status.Should().Be(404);
        fault.Problem.Detail.Should().Be("no such pan");
    }

    [Fact]
    public async Task Invoke_UnknownMethod_SaysWhichThereAre()
    {
        var fault = (await Invoking("tare").Should().ThrowAsync<MethodFault>()).Which;
        fault.Status.Should().Be(501);
        fault.Problem.Detail.Should().Contain("fault, mapped, mirror, relay, weigh");
    }

    [Fact]
    public async Task Invoke_TargetThatIsNotThere_IsUnavailable()
    {
        var call = () => Invoker.InvokeAsync<Load, Weight>(MethodTarget.Module("nobody"), "weigh", new Load(1), cancellationToken: Cancellation);
        var exception = (await call.Should().ThrowAsync<EdgeModuleException>()).Which;
        exception.Reason.Should().Be(EdgeModuleErrorReason.TargetUnavailable);
        exception.Message.Should().Contain("Client dev/nobody not found");
    }

    [Fact]
    public async Task Invoke_LargePayloads_GoBothWaysThroughTheHub()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(number => $"{number * 7919 % 100_003} "));
        var options = new MethodInvocationOptions { LargePayloads = true };
        (await Invoker.InvokeAsync<string, string>(Scale, "mirror", text, options, Cancellation)).Should().Be(text);
        (await Invoking("mirror").Should().ThrowAsync<MethodFault>()).Which.Status.Should().Be(400, "a caller that does not say so is served as ever");
        (await FluentActions.Awaiting(() => Invoker.InvokeAsync<string, string>(Scale, "mirror", text, cancellationToken: Cancellation)).Should().ThrowAsync<EdgeModuleException>())
            .Which.Reason.Should().Be(EdgeModuleErrorReason.MessageTooLarge);
    }

    [Fact]
    public async Task Invoke_Raw_GivesStatusAndPayloadAsTheyAre()
    {
        var result = await Invoker.InvokeAsync(Scale, new MethodRequest("weigh", "{\"pieces\":4}"u8.ToArray()), cancellationToken: Cancellation);
        result.Status.Should().Be(200);
        result.Payload.ToArray().Should().Equal("{\"grams\":8}"u8.ToArray());
        await FluentActions.Awaiting(() => Invoker.InvokeAsync(Scale, new MethodRequest("weigh", "{nonsense"u8.ToArray()), cancellationToken: Cancellation)).Should().ThrowAsync<ArgumentException>();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(Cancellation);
        _host.Dispose();
        await _hub.DisposeAsync();
    }

    private IMethodInvoker Invoker => _host.Services.GetRequiredKeyedService<IMethodInvoker>("desk");

    private Func<Task<Weight>> Invoking(string method) => () => Invoker.InvokeAsync<Load, Weight>(Scale, method, new Load(1), cancellationToken: Cancellation);

    public sealed record Load(int Pieces);

    public sealed record Weight(int Grams);

    public sealed partial class Scales : EdgeModuleBase
    {
        [DirectMethod("weigh")]
        public Weight Weigh(Load load) => new(load.Pieces * 2);

        [DirectMethod("relay", Concurrency = 1, TimeoutSeconds = 60)]
        public Task<Weight> RelayAsync(Load load, CancellationToken cancellationToken) =>
            MethodInvoker.InvokeAsync<Load, Weight>(MethodTarget.Module(Identity.ModuleId == "scale" ? "desk" : "scale"), "weigh", load, cancellationToken: cancellationToken);

        [DirectMethod("mirror", LargePayloads = true)]
        public string Mirror(string text) => text;

        [DirectMethod("fault")]
        public Weight Fault() => throw new MethodFault(409, new MethodProblem("Overloaded") { Detail = "Take something off.", Extensions = new() { ["limit"] = 10 } });

        [DirectMethod("mapped")]
        public Weight Mapped() => throw new KeyNotFoundException("no such pan");
    }
}
