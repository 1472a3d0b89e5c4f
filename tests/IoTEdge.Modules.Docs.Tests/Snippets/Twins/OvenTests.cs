using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Twins;

/// <summary>The page's module does what the page says.</summary>
public sealed class OvenTests : IHeater
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private double _target;

    IEnumerable<string> IHeater.Zones => ["top", "bottom"];

    Task IHeater.SetTargetAsync(double celsius, CancellationToken cancellationToken)
    {
        _target = celsius;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Oven_AgainstAHub_TakesRefusesAndAnswers()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("oven", null, Cancellation);
        await hub.PatchDesiredAsync("oven", JsonNode.Parse("""{"every":"00:00:10","program":"Grill","zones":{"top":{"power":0.5}},"targetCelsius":200,"unknown":1}""")!.AsObject(), Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IHeater>(this);
        #region twins-options
        builder.Services.AddDesiredOptions<OvenSettings>(); // IOptionsMonitor<OvenSettings>, IOptions<OvenSettings>
        #endregion
        builder.AddEdgeModule<Oven>(options =>
        {
            options.ConnectionString = connectionString;
            options.Client = options.Client with { CaCertificateFile = hub.CertificatePath };
            options.ReportedWindow = TimeSpan.FromMilliseconds(50);
        });
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        var oven = host.Services.GetRequiredService<Oven>();
        oven.Desired.Should().BeEquivalentTo(new OvenSettings { Every = TimeSpan.FromSeconds(10), Program = Program.Grill, Zones = { ["top"] = new Zone(0.5) }, TargetCelsius = 200 });
        _target.Should().Be(200);
        await hub.WaitForReportedAsync("oven", reported => reported["targetCelsius"]?.GetValue<double>() == 200 && Code(reported) == 200, Cancellation);

        await hub.PatchDesiredAsync("oven", new JsonObject { ["zones"] = new JsonObject { ["middle"] = new JsonObject() } }, Cancellation);
        await hub.WaitForReportedAsync("oven", reported => Code(reported) == 400 && reported["lastDesiredStatus"]!["description"]!.GetValue<string>() == "This oven has no zone 'middle'.", Cancellation);
        await hub.PatchDesiredAsync("oven", new JsonObject { ["zones"] = null, ["targetCelsius"] = 150 }, Cancellation);
        await hub.WaitForReportedAsync("oven", reported => Code(reported) == 200 && reported["targetCelsius"]!.GetValue<double>() == 150, Cancellation);
        host.Services.GetRequiredService<IOptionsMonitor<OvenSettings>>().CurrentValue.Should().BeSameAs(oven.Desired);
        await host.StopAsync(Cancellation);
    }

    private static int? Code(JsonNode reported) => reported["lastDesiredStatus"]?["code"]?.GetValue<int>();
}
