using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Deployment.Tests.Manifests;

/// <summary>Desired properties of <c>$edgeHub</c>, and whether edgeHub 1.6.1 took them.</summary>
public sealed class ManifestEdgeHubTests
{
    // edgeHub takes these names of routes; IoT Hub refuses them as names of twin properties, so no manifest with them ever arrives.
    private static readonly string[] RefusedByUs = ["a.b", "a b", "$a", " "];

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Manifests", "edgehub-configurations.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            cases.Add(json.RootElement.GetProperty("desired").GetRawText(), json.RootElement.GetProperty("valid").GetBoolean());
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hub_AsEdgeHubTakesIt_IsTakenTheSame(string desired, bool isValid)
    {
        var manifest = $$$"""
            {"modulesContent":{
            "$edgeAgent":{"properties.desired":{"schemaVersion":"1.1","runtime":{},"systemModules":{},"modules":{} }},
            "$edgeHub":{"properties.desired":{{{desired}}} } }}
            """;

        var expected = isValid && !Array.Exists(RefusedByUs, name => desired.Contains($"\"{name}\":", StringComparison.Ordinal));
        var result = DeploymentManifest.Parse(manifest);
        result.IsValid.Should().Be(expected, "of {0}", string.Join("; ", result.Problems));
    }
}
