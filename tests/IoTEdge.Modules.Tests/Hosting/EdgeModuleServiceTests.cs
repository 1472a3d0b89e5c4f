using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Tests.Connection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Tests.Hosting;

[Collection(ExitCodeScope.Collection)]
public sealed partial class EdgeModuleServiceTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new() { Desired = new JsonObject { ["maxCelsius"] = 50 }, DesiredVersion = 3 };

    [Fact]
    public async Task Start_Module_HasItsDesiredPropertiesAndDefaultsForTheRest()
    {
        using var host = await StartAsync();
        var module = host.Services.GetRequiredService<Filter>();
        module.Desired.Should().Be(new Settings { MaxCelsius = 50, Unit = "C" });
        module.ReadyWith.Should().Be(50);
    }

    [Fact]
    public async Task Input_Payload_ReachesTheHandlerAndItsOutput()
    {
        using var host = await StartAsync();
        var connection = await _hub.NextConnectionAsync();
        var message = new EdgeMessage(Encoding.UTF8.GetBytes("""{"celsius":71.5}"""), new PropertyBag { ["$.mid"] = "a" }, "readings");
        (await connection.Handler.OnInputAsync(message).Soon("the handler")).Should().BeTrue();
        var sent = await connection.NextSentAsync();
        sent.Body.Should().Be("""{"celsius":71.5}""");
        sent.Properties[SystemProperties.OutputName].Should().Be("alerts");
        sent.Properties[SystemProperties.ContentType].Should().Be("application/json");
        sent.Properties[SystemProperties.ContentEncoding].Should().Be("utf-8");
    }

    [Fact]
    public async Task DirectMethod_TypedRaisedAndUnknown_AreAnswered()
    {
        using var host = await StartAsync();
        var connection = await _hub.NextConnectionAsync();
        (await CallAsync(connection, "add", """{"celsius":2}""")).Should().Be((200, """{"celsius":3}"""));
        (await CallAsync(connection, "add", "nonsense")).Status.Should().Be(400);
        (await CallAsync(connection, "fail", "")).Status.Should().Be(500);
        var unknown = await CallAsync(connection, "nope", "");
        unknown.Status.Should().Be(501);
        unknown.Payload.Should().Contain("add, fail");
    }

    [Fact]
    public async Task Desired_RefusedByAnnotationOrType_KeepsTheLastGood()
    {
        using var host = await StartAsync();
        var module = host.Services.GetRequiredService<Filter>();
        var connection = await _hub.NextConnectionAsync();
        connection.Handler.OnDesiredPatch(new JsonObject { ["maxCelsius"] = 1000 }, 4);
        connection.Handler.OnDesiredPatch(new JsonObject { ["maxCelsius"] = "hot" }, 5);
        connection.Handler.OnDesiredPatch(new JsonObject { ["maxCelsius"] = 60 }, 6);
        await module.Changed.Task.Soon("a change");
        module.Desired.MaxCelsius.Should().Be(60);
        module.Changes.Should().Equal(25, 50);
    }

    [Fact]
    public async Task Reported_ManyUpdates_LeaveAsOneSmallestPatch()
    {
        _hub.Reported["alerts"] = 10;
        _hub.Reported["foreign"] = "stays";
        using var host = await StartAsync();
        var module = host.Services.GetRequiredService<Filter>();
        var connection = await _hub.NextConnectionAsync();
        for (var i = 0; i < 100; i++) module.Reported.Update(status => status with { Alerts = status.Alerts + 1 });
        await module.Reported.FlushAsync(Cancellation).Soon("the flush");
        _hub.Reported["alerts"]!.GetValue<long>().Should().Be(110);
        _hub.Reported["foreign"]!.GetValue<string>().Should().Be("stays");
        connection.Patches.Reader.Count.Should().BeLessThan(5);
    }

    [Fact]
    public async Task Stop_ReportedAndLastWords_StillLeave()
    {
        using var host = await StartAsync();
        var module = host.Services.GetRequiredService<Filter>();
        var connection = await _hub.NextConnectionAsync();
        module.Reported.Update(status => status with { Alerts = 7 });
        await host.StopAsync(Cancellation).Soon("stopping");
        (await connection.NextSentAsync()).Body.Should().Be("""{"celsius":-1}""");
        _hub.Reported["alerts"]!.GetValue<long>().Should().Be(7);
        module.ExecuteEnded.Should().BeTrue();
    }

    [Fact]
    public async Task Start_WithoutAnyIdentity_LogsWhatIsMissingAndEndsTheHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var log = new Microsoft.Extensions.Logging.Testing.FakeLoggerProvider();
        builder.Logging.AddProvider(log);
        builder.AddEdgeModule<Filter>();
        using var host = builder.Build();
        var exitCode = Environment.ExitCode;
        await host.StartAsync(Cancellation);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.Should().BeTrue();
        Environment.ExitCode.Should().Be(1);
        Environment.ExitCode = exitCode;
        log.Collector.GetSnapshot().Should().Contain(record => record.Level == LogLevel.Critical && record.Message.Contains("IOTEDGE_WORKLOADURI"));
    }

    [Fact]
    public async Task Start_DesiredHandlerThatSendsAndReports_IsNotItsOwnHostage()
    {
        using var host = await StartAsync<Talker>();
        var connection = await _hub.NextConnectionAsync();
        (await connection.NextSentAsync()).Body.Should().Be("\"50\"");
        _hub.DesiredVersion = 4;
        _hub.Desired["maxCelsius"] = 60;
        connection.Lose();
        (await (await _hub.NextConnectionAsync()).NextSentAsync()).Body.Should().Be("\"60\"");
    }

    [Fact]
    public async Task Restart_WithDesiredThatAreRefused_KeepsTheLastGoodOfTheRunBefore()
    {
        var storage = Directory.CreateTempSubdirectory("storage-").FullName;
        using (var first = await StartAsync<Filter>(storage)) await first.StopAsync(Cancellation);
        _hub.Desired["maxCelsius"] = 1000;
        _hub.DesiredVersion = 4;
        using var second = await StartAsync<Filter>(storage);
        second.Services.GetRequiredService<Filter>().Desired.MaxCelsius.Should().Be(50);
        Directory.Delete(storage, recursive: true);
    }

    [Fact]
    public async Task Restart_WhileTheHubIsAway_BeginsWithTheLastGoodAndCatchesUp()
    {
        var storage = Directory.CreateTempSubdirectory("storage-").FullName;
        using (var first = await StartAsync<Filter>(storage)) await first.StopAsync(Cancellation);
        await _hub.NextConnectionAsync();
        _hub.IsAway = true;
        _hub.Desired["maxCelsius"] = 60;
        _hub.DesiredVersion = 4;
        using var second = await StartAsync<Filter>(storage);
        var module = second.Services.GetRequiredService<Filter>();
        module.ReadyWith.Should().Be(50);
        var waiting = module.Alerts.SendAsync(new Reading(1), Cancellation);
        _hub.IsAway = false;
        await module.Changed.Task.Soon("the change");
        await waiting.Soon("the message");
        (await (await _hub.NextConnectionAsync()).NextSentAsync()).Body.Should().Be("""{"celsius":1}""");
        await second.StopAsync(Cancellation).Soon("stopping");
        Directory.Delete(storage, recursive: true);
    }

    [Fact]
    public async Task Stop_WhileTheHubIsAway_Ends()
    {
        var storage = Directory.CreateTempSubdirectory("storage-").FullName;
        using (var first = await StartAsync<Filter>(storage)) await first.StopAsync(Cancellation);
        _hub.IsAway = true;
        using var second = await StartAsync<Filter>(storage, options => options.StopTimeout = TimeSpan.FromMilliseconds(200));
        await second.StopAsync(Cancellation).Soon("stopping");
        Directory.Delete(storage, recursive: true);
    }

    private Task<IHost> StartAsync() => StartAsync<Filter>();

    private async Task<IHost> StartAsync<TModule>(string? storage = null, Action<EdgeModuleOptions>? configure = null)
        where TModule : EdgeModuleBase
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<TModule>(options =>
        {
            options.StoragePath = storage;
            options.ConnectionString = TestClient.ConnectionString;
            options.Client = TestClient.Options(_hub);
            options.ReportedWindow = TimeSpan.FromMilliseconds(50);
            configure?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync(Cancellation).Soon("the host");
        return host;
    }

    private static async Task<(int Status, string Payload)> CallAsync(FakeConnection connection, string method, string payload)
    {
        var answer = new TaskCompletionSource<MethodResult>();
        connection.Handler.OnMethod(new MethodRequest(method, Encoding.UTF8.GetBytes(payload)), answer.SetResult);
        var result = await answer.Task.Soon($"the answer to {method}");
        return (result.Status, Encoding.UTF8.GetString(result.Payload.Span));
    }

    public sealed record Settings
    {
        [Range(-40, 150)]
        public double MaxCelsius { get; init; } = 25;

        public string Unit { get; init; } = "C";
    }

    public sealed record Status
    {
        public long Alerts { get; init; }
    }

    public sealed record Reading(double Celsius);

    public sealed partial class Talker : EdgeModuleBase<Settings, Status>
    {
        [Output("said")]
        public partial IOutput<string> Said { get; }

        protected override async Task OnDesiredChangedAsync(Settings previous, CancellationToken cancellationToken)
        {
            Reported.Update(status => status with { Alerts = (long)Desired.MaxCelsius });
            await Reported.FlushAsync(cancellationToken);
            await Said.SendAsync($"{Desired.MaxCelsius}", cancellationToken);
        }
    }

    public sealed partial class Filter : EdgeModuleBase<Settings, Status>
    {
        [Output("alerts")]
        public partial IOutput<Reading> Alerts { get; }

        public double ReadyWith { get; private set; }

        public List<double> Changes { get; } = [];

        public TaskCompletionSource Changed { get; } = new();

        public bool ExecuteEnded { get; private set; }

        [Input("readings")]
        public Task OnReadingAsync(Reading reading, CancellationToken cancellationToken) => Alerts.SendAsync(reading, cancellationToken);

        [DirectMethod("add")]
        public Reading Add(Reading request) => new(request.Celsius + 1);

        [DirectMethod("fail")]
        public void Fail() => throw new InvalidOperationException("by the test");

        protected override Task OnReadyAsync(CancellationToken cancellationToken)
        {
            ReadyWith = Desired.MaxCelsius;
            return Task.CompletedTask;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ExecuteEnded = true;
        }

        protected override Task OnStoppingAsync(CancellationToken cancellationToken) => Alerts.SendAsync(new Reading(-1), cancellationToken);

        protected override Task OnDesiredChangedAsync(Settings previous, CancellationToken cancellationToken)
        {
            Changes.Add(previous.MaxCelsius);
            if (Desired.MaxCelsius == 60) Changed.SetResult();
            return Task.CompletedTask;
        }
    }
}
