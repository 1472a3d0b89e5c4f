using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using IoTEdge.Modules.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.Prometheus.Tests;

public sealed partial class PrometheusEndpointTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private readonly FakeHub _hub = new();

    [Fact]
    public void Options_ByDefault_AreWhereTheMetricsCollectorLooks()
    {
        var options = new PrometheusEndpointOptions();
        (options.Port, options.Path).Should().Be((9600, "metrics"));
    }

    [Fact]
    public async Task Endpoint_OfAModule_ShowsItsMetricsAndThoseThatWereAsked()
    {
        using var meter = new Meter("Plant.Boiler");
        using var other = new Meter("Plant.Other");
        var pressure = meter.CreateCounter<long>("boiler.cycles");
        var hidden = other.CreateCounter<long>("other.cycles");
        var port = FreePort();
        using var host = Build(port);
        await host.StartAsync(Cancellation).Soon("the host");
        await host.Services.GetRequiredService<Boiler>().Alerts.SendAsync("hot", Cancellation);
        pressure.Add(3);
        hidden.Add(1);

        var text = await ScrapeAsync(port);
        text.Should().MatchRegex(@"(?m)^iotedge_modules_messaging_client_operation_duration_count\{.*messaging_destination_name=""alerts"".*\} [1-9]");
        text.Should().MatchRegex(@"(?m)^iotedge_modules_iotedge_module_connects [1-9]");
        text.Should().MatchRegex(@"(?m)^plant_boiler_boiler_cycles 3$");
        text.Should().NotContain("other_cycles");

        await host.StopAsync(Cancellation).Soon("the end");
        await FluentActions.Awaiting(() => ScrapeAsync(port)).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Endpoint_PortTaken_SaysWhichAndWhatToDo()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var host = Build(port);
        (await host.Awaiting(h => h.StartAsync(Cancellation)).Should().ThrowAsync<EdgeModuleException>().WithMessage($"*port {port}*options.Port*"))
            .Which.Reason.Should().Be(EdgeModuleErrorReason.Configuration);
    }

    private IHost Build(int port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<Boiler>(options =>
        {
            options.ConnectionString = TestClient.ConnectionString;
            options.Client = TestClient.Options(_hub);
        });
        builder.AddPrometheusEndpoint(options =>
        {
            options.Port = port;
            options.Meters.Add("Plant.Boiler");
        });
        return builder.Build();
    }

    private static async Task<string> ScrapeAsync(int port)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Cancellation);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public sealed partial class Boiler : EdgeModuleBase
    {
        [Output("alerts")]
        public partial IOutput<string> Alerts { get; }
    }
}
