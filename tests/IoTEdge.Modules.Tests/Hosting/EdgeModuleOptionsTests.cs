using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.Tests.Hosting;

public sealed class EdgeModuleOptionsTests
{
    private readonly FakeHub _hub = new();

    [Fact]
    public async Task Start_SeveralOptionsThatCannotBeRead_NamesThemAll()
    {
        var message = await FailAsync(new()
        {
            ["EdgeModule:StopTimeout"] = "eight",
            ["EdgeModule:Client:MaxSendsInFlight"] = "many",
            ["EdgeModule:DesiredAcknowledgement"] = "Loud",
        });
        message.Should().Contain("EdgeModule:StopTimeout is 'eight'; a time of the form hh:mm:ss is needed.");
        message.Should().Contain("EdgeModule:Client:MaxSendsInFlight is 'many'; a whole number from 0 is needed.");
        message.Should().Contain("EdgeModule:DesiredAcknowledgement is 'Loud'; one of Off, Status, PerProperty is needed.");
    }

    [Fact]
    public async Task Start_SeveralOptionsThatMakeNoSense_NamesThemAll()
    {
        var message = await FailAsync(new() { ["EdgeModule:Client:TokenLifetime"] = "00:00:01", ["EdgeModule:Client:MaxReconnectDelay"] = "00:00:00.0000001", ["EdgeModule:Client:MaxInputsInFlight"] = "0" });
        message.Should().Contain("TokenLifetime is below a minute").And.Contain("MaxReconnectDelay is below").And.Contain("MaxInputsInFlight is not from 1");
    }

    [Fact]
    public void Configuration_EveryOption_IsRead()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EdgeModule:ConnectionString"] = "c",
            ["EdgeModule:StoragePath"] = "/s",
            ["EdgeModule:ReportedWindow"] = "00:00:02",
            ["EdgeModule:StopTimeout"] = "00:00:03",
            ["EdgeModule:DesiredAcknowledgement"] = "perProperty",
            ["EdgeModule:Client:CaCertificateFile"] = "ca.pem",
            ["EdgeModule:Client:TokenLifetime"] = "00:10:00",
            ["EdgeModule:Client:MinReconnectDelay"] = "00:00:01",
            ["EdgeModule:Client:MaxReconnectDelay"] = "00:00:20",
            ["EdgeModule:Client:MaxSendsInFlight"] = "7",
            ["EdgeModule:Client:MaxInputsInFlight"] = "8",
            ["EdgeModule:Client:ModelId"] = "dtmi:a;1",
            ["EdgeModule:Client:ProductInfo"] = "p",
        }).Build();
        var options = new EdgeModuleOptions();
        new Modules.Hosting.EdgeModuleConfiguration(configuration, null).Configure(options);
        options.Should().BeEquivalentTo(new EdgeModuleOptions
        {
            ConnectionString = "c",
            StoragePath = "/s",
            ReportedWindow = TimeSpan.FromSeconds(2),
            StopTimeout = TimeSpan.FromSeconds(3),
            DesiredAcknowledgement = DesiredAcknowledgement.PerProperty,
            Client = new EdgeModuleClientOptions
            {
                CaCertificateFile = "ca.pem",
                TokenLifetime = TimeSpan.FromMinutes(10),
                MinReconnectDelay = TimeSpan.FromSeconds(1),
                MaxReconnectDelay = TimeSpan.FromSeconds(20),
                MaxSendsInFlight = 7,
                MaxInputsInFlight = 8,
                ModelId = "dtmi:a;1",
                ProductInfo = "p",
            },
        });
    }

    private async Task<string> FailAsync(Dictionary<string, string?> configuration)
    {
        using var host = ModuleHost.Build(builder =>
        {
            builder.Configuration.AddInMemoryCollection(configuration);
            builder.AddEdgeModule<SeveralModulesTests.Pump>(options =>
            {
                options.ConnectionString = TestClient.ConnectionString;
                options.Client = options.Client with { Transport = _hub };
            });
        });
        return await host.FailToStartAsync();
    }
}
