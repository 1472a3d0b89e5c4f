using IoTEdge.Modules.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Polly;
using Polly.Registry;
using Polly.Retry;

namespace IoTEdge.Modules.Tests.Resilience;

[Collection(ExitCodeScope.Collection)]
public sealed class ModulePipelinesTests : IAsyncDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new();
    private readonly ResiliencePipelineRegistry<string> _registry = new();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Connect_PipelineOfTheAuthor_DecidesHowOftenItIsTried()
    {
        Register(EdgeModulePipelines.Connect, new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.Zero });
        for (var i = 0; i < 2; i++) _hub.RefuseNext(EdgeModuleErrorReason.Connection);
        await using var client = Create();
        await client.Invoking(c => c.OpenAsync(Cancellation).Soon("the end of two attempts")).Should().ThrowAsync<EdgeModuleException>();
        await client.OpenAsync(Cancellation).Soon("opening");
    }

    [Fact]
    public async Task Send_PipelineOfTheAuthor_IsAroundTheMessageAndOpensNoConnection()
    {
        var sent = 0;
        Register(EdgeModulePipelines.Send, new RetryStrategyOptions
        {
            Delay = TimeSpan.Zero,
            ShouldHandle = arguments => ValueTask.FromResult(Interlocked.Increment(ref sent) == 1),
        });
        await using var client = Create();
        await client.OpenAsync(Cancellation);
        await client.SendAsync(new EdgeMessage("x"u8.ToArray()), Cancellation).Soon("the message");
        var connection = await _hub.NextConnectionAsync();
        var first = await connection.NextSentAsync();
        (await connection.NextSentAsync()).Properties["$.mid"].Should().Be(first.Properties["$.mid"], "it is the same message");
        sent.Should().Be(2);
    }

    [Fact]
    public async Task Send_CircuitThatIsOpen_FailsWithAReason()
    {
        var circuit = new Polly.CircuitBreaker.CircuitBreakerManualControl(isIsolated: true);
        _registry.TryAddBuilder(EdgeModulePipelines.Send, (builder, _) => builder.AddCircuitBreaker(new() { ManualControl = circuit }));
        await using var client = Create();
        await client.OpenAsync(Cancellation);
        (await client.Invoking(c => c.SendAsync(new EdgeMessage("x"u8.ToArray()), Cancellation)).Should().ThrowAsync<EdgeModuleException>().WithMessage("*edge-send*"))
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Throttled);
    }

    [Fact]
    public async Task Host_WithARegistry_GivesItToItsModule()
    {
        Register(EdgeModulePipelines.Connect, new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = TimeSpan.Zero });
        for (var i = 0; i < 2; i++) _hub.RefuseNext(EdgeModuleErrorReason.Connection);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ResiliencePipelineProvider<string>>(_registry);
        builder.AddEdgeModule<Silent>(options =>
        {
            options.ConnectionString = TestClient.ConnectionString;
            options.Client = TestClient.Options(_hub);
        });
        using var host = builder.Build();
        using var exitCode = new ExitCodeScope();
        await host.StartAsync(Cancellation);
        exitCode.Value.Should().Be(1, "the author's pipeline gave up");
    }

    private EdgeModuleClient Create() => EdgeModuleClient.CreateFromConnectionString(TestClient.ConnectionString, TestClient.Options(_hub) with { Pipelines = _registry });

    private void Register(string name, RetryStrategyOptions options) => _registry.TryAddBuilder(name, (builder, _) => builder.AddRetry(options));

    private sealed class Silent : EdgeModuleBase;
}
