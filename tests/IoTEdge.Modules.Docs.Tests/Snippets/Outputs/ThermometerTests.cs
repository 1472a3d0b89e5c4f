using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Outputs;

/// <summary>The page's module does what the page says.</summary>
public sealed class ThermometerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thermometer_WithStorage_SendsThroughIt()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("thermometer", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "thermometer", "none", "measurements", Cancellation);
        var storage = Directory.CreateTempSubdirectory("storage-").FullName;
        using (var host = Build(hub, connectionString, storage))
        {
            await host.StartAsync(Cancellation);
            (await tester.ReceiveAsync()).Should().Be("""{"sensor":"boiler","celsius":71.5}""");
            await host.StopAsync(Cancellation);
        }

        File.Exists(Path.Combine(storage, "module.db")).Should().BeTrue();
        Directory.Delete(storage, recursive: true);
    }

    [Fact]
    public async Task Thermometer_WithoutStorage_DoesNotStart()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var exitCode = Environment.ExitCode;
        using var host = Build(hub, await hub.AddModuleAsync("thermometer", null, Cancellation), storage: null);
        await host.StartAsync(Cancellation);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.Should().BeTrue();
        Environment.ExitCode = exitCode;
    }

    private static IHost Build(HubFixture hub, string connectionString, string? storage)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Thermometer>(options =>
        {
            options.ConnectionString = connectionString;
            options.StoragePath = storage;
            options.Client = new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath };
        });
        return builder.Build();
    }
}
