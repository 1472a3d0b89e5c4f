using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Routes;

namespace IoTEdge.Modules.Deployment.Tests.Manifests;

public sealed class DeploymentManifestTests
{
    private static DeploymentManifest Factory()
    {
        var result = DeploymentManifest.Load(Path.Combine(AppContext.BaseDirectory, "Manifests", "factory.json"));
        result.Problems.Should().BeEmpty();
        return result.Manifest!;
    }

    [Fact]
    public void Manifest_AsToolsWriteIt_HasItsModules()
    {
        var manifest = Factory();

        manifest.Modules.Select(module => module.Name).Should().Equal("sensor-1", "filter");
        var sensor = manifest.Modules[0];
        sensor.Image.Should().Be("machine-sensor:1.0");
        sensor.Version.Should().Be("1.0");
        sensor.Status.Should().Be(DesiredStatus.Running);
        sensor.RestartPolicy.Should().Be(RestartPolicy.OnFailure);
        sensor.ImagePullPolicy.Should().Be(ImagePullPolicy.Never);
        sensor.StartupOrder.Should().Be(5);
        sensor.CreateOptions.GetRawText().Should().Be("{\"HostConfig\":{}}");
        sensor.Environment.Should().Equal(new Dictionary<string, string> { ["SPEED"] = "2.50", ["LOOP"] = "true", ["Path__To"] = "x y" });
    }

    [Fact]
    public void Manifest_WithoutOptionalMembers_HasEdgeAgentsDefaults()
    {
        var filter = Factory().Modules[1];

        filter.Status.Should().Be(DesiredStatus.Stopped);
        filter.RestartPolicy.Should().Be(RestartPolicy.OnUnhealthy);
        filter.ImagePullPolicy.Should().Be(ImagePullPolicy.OnCreate);
        filter.StartupOrder.Should().Be(4_294_967_295);
        filter.Environment.Should().BeEmpty();
        filter.CreateOptions.GetProperty("Hostname").GetString().Should().Be("f");
    }

    [Fact]
    public void Manifest_AsToolsWriteIt_HasItsHub()
    {
        var manifest = Factory();

        manifest.SystemModules.Select(module => module.Name).Should().Equal("edgeAgent", "edgeHub");
        manifest.SystemModules[1].RestartPolicy.Should().Be(RestartPolicy.Always);
        manifest.Hub.StoreAndForward.Should().Be(new StoreAndForward(7200, 1_000_000));
        manifest.Hub.Routes.Select(route => route.Name).Should().Equal("readings", "alerts");
        manifest.Hub.Routes[0].Sink.Should().Be(new ModuleInputSink("filter", "in"));
        manifest.Hub.Routes[1].Priority.Should().Be(3);
        manifest.Hub.Routes[1].TimeToLiveSeconds.Should().Be(60);
    }

    [Fact]
    public void Manifest_WithModuleTwins_HasTheirDesiredProperties()
    {
        var desired = Factory().DesiredProperties;

        desired.Keys.Should().BeEquivalentTo("$edgeAgent", "$edgeHub", "filter", "sensor-1");
        desired["filter"].GetProperty("limit").GetDouble().Should().Be(25.5);
        desired["sensor-1"].EnumerateObject().Should().BeEmpty();
    }
}
