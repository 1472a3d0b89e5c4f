using Kitchen.MixerContract;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Contracts;

/// <summary>The page's modules do what the page says: one calls the other by the client that comes from its contract.</summary>
public sealed class BakerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Baker_CallsTheMixer_ByTheClientOfItsContract()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        using var mixer = await StartAsync<Mixer>(hub, "mixer");
        using var baker = await StartAsync<Baker>(hub, "baker");
        await using var tester = await Tester.OpenAsync(hub, "baker", "none", "none", Cancellation);
        (await tester.CallAsync("baker", "bake")).Should().Contain("Dough 1 was kneaded for 00:10:00.");
        (await tester.CallAsync("baker", "bake")).Should().Contain("Dough 1 was kneaded", "the method without request and response was called too");
        await baker.StopAsync(Cancellation);
        await mixer.StopAsync(Cancellation);
    }

    private static async Task<IHost> StartAsync<TModule>(HubFixture hub, string id)
        where TModule : EdgeModuleBase
    {
        var connectionString = await hub.AddModuleAsync(id, null, Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddEdgeModule<TModule>(options =>
        {
            options.ConnectionString = connectionString;
            options.Client = options.Client with { CaCertificateFile = hub.CertificatePath, HttpsPort = hub.HttpsPort };
        });
        #region contracts-registration
        builder.Services.AddMixerClient("mixer");
        #endregion
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }
}
