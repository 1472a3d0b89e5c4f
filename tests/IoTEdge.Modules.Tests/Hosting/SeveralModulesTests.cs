using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IoTEdge.Modules.Tests.Hosting;

public sealed partial class SeveralModulesTests
{
    private readonly FakeHub _hub = new();

    [Fact]
    public async Task Modules_WithKeys_HaveIdentitiesAndOptionsOfTheirOwn()
    {
        using var host = ModuleHost.Build(builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["EdgeModule:StoragePath"] = "/data",
                ["EdgeModule:StopTimeout"] = "00:00:05",
                ["EdgeModule:left:ConnectionString"] = "HostName=hub.test;DeviceId=dev;ModuleId=left;SharedAccessKey=AAAA",
                ["EdgeModule:right:ConnectionString"] = "HostName=hub.test;DeviceId=dev;ModuleId=right;SharedAccessKey=AAAA",
                ["EdgeModule:right:StopTimeout"] = "00:00:03",
            });
            foreach (var key in new[] { "left", "right" }) builder.AddEdgeModule<Pump>(key, options => options.Client = TestClient.Options(_hub));
        });
        await host.StartAsync();
        (await _hub.NextConnectionAsync()).Request.Identity.ModuleId.Should().Be("left");
        (await _hub.NextConnectionAsync()).Request.Identity.ModuleId.Should().Be("right");
        var left = host.Host.Services.GetRequiredKeyedService<Pump>("left").Context;
        var right = host.Host.Services.GetRequiredKeyedService<Pump>("right").Context;
        left.Should().NotBeSameAs(right);
        left.Options.StoragePath.Should().Be(Path.Combine("/data", "left"));
        left.Options.StopTimeout.Should().Be(TimeSpan.FromSeconds(5));
        right.Options.StopTimeout.Should().Be(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Modules_WithOneIdentity_DoNotStart()
    {
        using var host = ModuleHost.Build(builder =>
        {
            foreach (var key in new[] { "left", "right" }) builder.AddEdgeModule<Pump>(key, options => ModuleHost.Configure(options, _hub));
        });
        (await host.FailToStartAsync()).Should().Contain("Pump 'right' and Pump 'left' would both be dev/filter");
    }

    [Fact]
    public void Modules_WithoutKeyOrWithTheSame_AreRefusedWhenTheyAreAdded()
    {
        var services = new ServiceCollection();
        services.AddEdgeModule<Pump>();
        services.Invoking(added => added.AddEdgeModule<Pump>("a")).Should().Throw<InvalidOperationException>().WithMessage("*each needs a key*");
        var keyed = new ServiceCollection().AddEdgeModule<Pump>("a");
        keyed.Invoking(added => added.AddEdgeModule<Pump>("a")).Should().Throw<InvalidOperationException>();
    }

    public sealed partial class Pump : EdgeModuleBase
    {
        [Output("level")]
        public partial IOutput<double> Level { get; }
    }
}
