using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Hosting;

/// <summary>The page's modules do what the page says.</summary>
public sealed class PressTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Presses_TwoInOneProcess_HandleTheirMessagesWithServices()
    {
        await using var hub = await HubFixture.StartAsync(Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var configuration = new Dictionary<string, string?> { ["EdgeModule:Client:CaCertificateFile"] = hub.CertificatePath };
        foreach (var key in new[] { "press-1", "press-2" }) configuration[$"EdgeModule:{key}:ConnectionString"] = await hub.AddModuleAsync(key, null, Cancellation);
        builder.Configuration.AddInMemoryCollection(configuration);
        var entries = System.Threading.Channels.Channel.CreateUnbounded<string>();
        builder.Services.AddSingleton(entries.Writer).AddSingleton<Counter>().AddScoped<StrokeBook>().AddKeyedSingleton("plant", TimeProvider.System);
        #region hosting-several
        builder.AddEdgeModule<Press>("press-1");
        builder.AddEdgeModule<Press>("press-2");
        #endregion
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await using var tester = await Tester.OpenAsync(hub, "press-2", "strokes", "none", Cancellation);
        await tester.SendAsync("""{"number":7}""");
        (await entries.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).Should().Be($"7 {DateTimeOffset.UtcNow.Year}");
        await host.StopAsync(Cancellation);
        host.Services.GetRequiredService<Counter>().Count.Should().Be(1);
        host.Services.GetRequiredKeyedService<Press>("press-1").Should().NotBeSameAs(host.Services.GetRequiredKeyedService<Press>("press-2"));
    }
}
