using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace IoTEdge.Modules.Tests.Health;

public sealed partial class ModuleHealthTests : IDisposable
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new() { Desired = new JsonObject { ["limit"] = 5 } };
    private readonly FakeTimeProvider _time = new();
    private readonly string _storage = Directory.CreateTempSubdirectory("health-").FullName;

    public void Dispose() => Directory.Delete(_storage, recursive: true);

    [Fact]
    public async Task Checks_OfAModule_AreAddedAndHealthy()
    {
        using var host = await StartAsync();
        var report = await ReportAsync(host);
        report.Entries.Keys.Should().BeEquivalentTo("edge-connection", "edge-twin", "edge-outbox", "edge-handlers");
        report.Entries.Values.Should().OnlyContain(entry => entry.Status == HealthStatus.Healthy && entry.Tags.Contains(EdgeModuleHealth.Tag));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Checks_BeforeTheStart_AreUnhealthy()
    {
        using var host = Build("key");
        var report = await ReportAsync(host);
        report.Entries.Should().HaveCount(4).And.ContainKey("edge-twin:key");
        report.Status.Should().Be(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Connection_LostForLong_IsDegradedAndThenUnhealthy()
    {
        using var host = await StartAsync();
        for (var i = 0; i < 1000; i++) _hub.RefuseNext(EdgeModuleErrorReason.Connection);
        (await _hub.NextConnectionAsync()).Lose();
        await host.Services.GetRequiredService<Tank>().UntilAsync(ConnectionStatus.Reconnecting);
        (await EntryAsync(host, EdgeModuleHealth.Connection)).Status.Should().Be(HealthStatus.Degraded);
        _time.Advance(TimeSpan.FromSeconds(61));
        var entry = await EntryAsync(host, EdgeModuleHealth.Connection);
        (entry.Status, entry.Description).Should().Be((HealthStatus.Unhealthy, entry.Description));
        entry.Description.Should().Contain("Reconnecting since 2000-01-01");
    }

    [Fact]
    public async Task Twin_Refused_IsDegradedUntilItIsGoodAgain()
    {
        using var host = await StartAsync();
        var connection = await _hub.NextConnectionAsync();
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 5000 }, 2);
        await UntilAsync(host, EdgeModuleHealth.Twin, HealthStatus.Degraded);
        connection.Handler.OnDesiredPatch(new JsonObject { ["limit"] = 6 }, 3);
        await UntilAsync(host, EdgeModuleHealth.Twin, HealthStatus.Healthy);
    }

    [Fact]
    public async Task Outbox_NearItsLimit_IsDegradedAndFullUnhealthy()
    {
        _hub.AcknowledgesAtOnce = false;
        using var host = await StartAsync();
        var tank = host.Services.GetRequiredService<Tank>();
        for (var i = 0; i < 4; i++) await tank.Levels.SendAsync(i, Cancellation).Soon("a stored message");
        await UntilAsync(host, EdgeModuleHealth.Outbox, HealthStatus.Degraded);
        await tank.Levels.SendAsync(5, Cancellation).Soon("a stored message");
        await UntilAsync(host, EdgeModuleHealth.Outbox, HealthStatus.Unhealthy);
        (await EntryAsync(host, EdgeModuleHealth.Outbox)).Description.Should().Contain("Output 'levels' keeps 5 messages");
    }

    [Fact]
    public async Task Handlers_ThatThrowOrHang_AreSeen()
    {
        using var host = await StartAsync();
        var tank = host.Services.GetRequiredService<Tank>();
        var connection = await _hub.NextConnectionAsync();
        for (var i = 0; i < 3; i++) await connection.Handler.OnInputAsync(Message("throw", $"{i}")).Soon("a failing run");
        await UntilAsync(host, EdgeModuleHealth.Handlers, HealthStatus.Degraded);
        await connection.Handler.OnInputAsync(Message("fine", "4")).Soon("a good run");
        await UntilAsync(host, EdgeModuleHealth.Handlers, HealthStatus.Healthy);

        var hanging = connection.Handler.OnInputAsync(Message("hang", "5"));
        await tank.Hanging.Task.Soon("the handler that hangs");
        _time.Advance(TimeSpan.FromMinutes(5));
        (await EntryAsync(host, EdgeModuleHealth.Handlers)).Description.Should().Contain("input levels has run for 5 min");
        tank.Release.SetResult();
        await hanging.Soon("the end of the run");
        await UntilAsync(host, EdgeModuleHealth.Handlers, HealthStatus.Healthy);
    }

    private static EdgeMessage Message(string body, string id) => new(System.Text.Encoding.UTF8.GetBytes($"\"{body}\""), new PropertyBag { ["$.mid"] = id }, "levels");

    private static Task<HealthReport> ReportAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

    private static async Task<HealthReportEntry> EntryAsync(IHost host, string name) => (await ReportAsync(host)).Entries[name];

    private static async Task UntilAsync(IHost host, string name, HealthStatus expected)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var entry = await EntryAsync(host, name);
        for (var i = 0; entry.Status != expected && i < 2000; i++)
        {
            await pace.WaitForNextTickAsync(Cancellation);
            entry = await EntryAsync(host, name);
        }

        entry.Status.Should().Be(expected, entry.Description);
    }

    private async Task<IHost> StartAsync()
    {
        var host = Build(null);
        await host.StartAsync(Cancellation).Soon("the host");
        return host;
    }

    private IHost Build(string? key)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (key is null) builder.AddEdgeModule<Tank>(Configure);
        else builder.AddEdgeModule<Tank>(key, Configure);
        return builder.Build();
    }

    private void Configure(EdgeModuleOptions options)
    {
        options.ConnectionString = TestClient.ConnectionString;
        options.Client = TestClient.Options(_hub, _time);
        options.StoragePath = _storage;
    }

    public sealed record TankSettings
    {
        [Range(0, 100)]
        public int Limit { get; init; }
    }

    public sealed partial class Tank : EdgeModuleBase<TankSettings>
    {
        public TaskCompletionSource Hanging { get; } = new();

        public TaskCompletionSource Release { get; } = new();

        [Output("levels", Durable = true, MaxCount = 5)]
        public partial IOutput<int> Levels { get; }

        [Input("levels", MaxAttempts = 1)]
        public async Task OnLevelAsync(string what, CancellationToken cancellationToken)
        {
            if (what == "throw") throw new InvalidOperationException("as asked");
            if (what != "hang") return;
            Hanging.SetResult();
            await Release.Task.WaitAsync(cancellationToken);
        }

        public async Task UntilAsync(ConnectionStatus status)
        {
            await foreach (var state in Context.Client.States(Cancellation))
            {
                if (state.Status == status) return;
            }
        }
    }
}
