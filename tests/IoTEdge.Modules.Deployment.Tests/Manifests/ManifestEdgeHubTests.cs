using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Deployment.Tests.Routes.Vectors;

namespace IoTEdge.Modules.Deployment.Tests.Manifests;

/// <summary>Desired properties of <c>$edgeHub</c>, and whether edgeHub 1.6.1 took them.</summary>
public sealed class ManifestEdgeHubTests
{
    // edgeHub takes these names of routes; IoT Hub refuses them as names of twin properties, so no manifest with them ever arrives.
    private static readonly string[] RefusedByUs = ["a.b", "a b", "$a", " "];

    [Fact]
    public void Hub_AsEdgeHubTakesIt_IsTakenTheSame() =>
        VectorFile.Failures(VectorFile.Routes.Where(vector => vector.Verb == "config"), vector =>
        {
            var desired = vector.In.GetProperty("desired").GetRawText();
            var isExpected = vector.Result == "ok" && !Array.Exists(RefusedByUs, name => desired.Contains($"\"{name}\":", StringComparison.Ordinal));
            var result = DeploymentManifest.Parse($$$"""
                {"modulesContent":{
                "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{},"systemModules":{},"modules":{} }},
                "$edgeHub":{"properties.desired":{{{desired}}} } }}
                """);
            return result.IsValid == isExpected ? null : $"{string.Join("; ", result.Problems)}:";
        }).Should().BeEmpty();
}
