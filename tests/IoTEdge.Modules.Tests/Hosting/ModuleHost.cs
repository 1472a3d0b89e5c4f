using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace IoTEdge.Modules.Tests.Hosting;

/// <summary>A host with one module on a <see cref="FakeHub"/>.</summary>
internal sealed class ModuleHost : IDisposable
{
    private ModuleHost(IHost host, FakeLogCollector log)
    {
        Host = host;
        Log = log;
    }

    public IHost Host { get; }

    public FakeLogCollector Log { get; }

    /// <summary>Builds the host of a module; not started yet.</summary>
    public static ModuleHost Build<TModule>(FakeHub hub, Action<EdgeModuleOptions>? configure = null, Action<IServiceCollection>? services = null)
        where TModule : EdgeModuleBase =>
        Build(builder => builder.AddEdgeModule<TModule>(options => Configure(options, hub, configure)), services);

    /// <summary>Builds a host; not started yet.</summary>
    public static ModuleHost Build(Action<HostApplicationBuilder> add, Action<IServiceCollection>? services = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        var log = new FakeLoggerProvider();
        builder.Logging.AddProvider(log);
        add(builder);
        services?.Invoke(builder.Services);
        return new ModuleHost(builder.Build(), log.Collector);
    }

    public static async Task<ModuleHost> StartAsync<TModule>(FakeHub hub, Action<EdgeModuleOptions>? configure = null, Action<IServiceCollection>? services = null)
        where TModule : EdgeModuleBase
    {
        var host = Build<TModule>(hub, configure, services);
        await host.StartAsync();
        return host;
    }

    public static void Configure(EdgeModuleOptions options, FakeHub hub, Action<EdgeModuleOptions>? configure = null)
    {
        options.ConnectionString = TestClient.ConnectionString;
        options.Client = TestClient.Options(hub);
        options.ReportedWindow = TimeSpan.FromMilliseconds(20);
        configure?.Invoke(options);
    }

    public Task StartAsync() => Host.StartAsync(TestContext.Current.CancellationToken).Soon("the host");

    public Task StopAsync() => Host.StopAsync(TestContext.Current.CancellationToken).Soon("stopping");

    public T Module<T>()
        where T : EdgeModuleBase => Host.Services.GetRequiredService<T>();

    /// <summary>The text of the critical line that a failed start leaves; the exit code of the process is put back.</summary>
    public async Task<string> FailToStartAsync()
    {
        var exitCode = Environment.ExitCode;
        await StartAsync();
        Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.Should().BeTrue("the module cannot start");
        Environment.ExitCode.Should().Be(1);
        Environment.ExitCode = exitCode;
        return Log.GetSnapshot().Single(record => record.Level == LogLevel.Critical).Message;
    }

    public void Dispose() => Host.Dispose();
}
