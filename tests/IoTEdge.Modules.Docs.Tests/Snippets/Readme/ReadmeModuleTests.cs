using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Readme;

/// <summary>The README's module does what the README says.</summary>
public sealed class ReadmeModuleTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TemperatureFilter_AgainstAHub_FollowsItsTwinAndAnswersReset()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var connectionString = await hub.AddModuleAsync("filter", null, Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "filter", "readings", "alerts", Cancellation);
        await hub.PatchDesiredAsync("filter", new JsonObject { ["maxCelsius"] = 70 }, Cancellation);

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<TemperatureFilter>(options =>
        {
            options.ConnectionString = connectionString;
            options.Client = new EdgeModuleClientOptions { CaCertificateFile = hub.CertificatePath };
        });
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await tester.SendAsync("""{"machine":"boiler","celsius":69}""");
        await tester.SendAsync("""{"machine":"boiler","celsius":71}""");
        (await tester.ReceiveAsync()).Should().Be("""{"machine":"boiler","celsius":71}""");
        await hub.WaitForReportedAsync("filter", reported => reported["alerts"]?.GetValue<long>() == 1, Cancellation);
        (await tester.CallAsync("filter", "reset")).Should().Be("""{"status":200,"payload":{"alerts":1}}""");
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task TemperatureFilter_SendsWithoutAHost_SaysWhatToDo() =>
        (await new TemperatureFilter().Invoking(module => module.OnReadingAsync(new Reading("boiler", 26), Cancellation)).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("TemperatureFilter does not run: register it with AddEdgeModule<TemperatureFilter>() and start the host.");
}
