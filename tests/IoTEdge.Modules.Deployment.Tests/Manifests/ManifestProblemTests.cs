using IoTEdge.Modules.Deployment.Manifests;

namespace IoTEdge.Modules.Deployment.Tests.Manifests;

public sealed class ManifestProblemTests
{
    private const string Agent = "$.modulesContent['$edgeAgent']['properties.desired']";
    private const string Hub = "$.modulesContent['$edgeHub']['properties.desired']";

    public static TheoryData<string, string, string> Modules() => new()
    {
        { ManifestText.With(modules: "[]"), Agent + ".modules", "an array stands where an object is needed" },
        { ManifestText.With(modules: """{"a":5}"""), Agent + ".modules.a", "5 stands where an object is needed" },
        { ManifestText.With(modules: """{"a b":{"type":"docker","status":"running","settings":{"image":"i"}}}"""), Agent + ".modules['a b']", "cannot be the name of a module" },
        { ManifestText.With(modules: """{"edgehub":{"type":"docker","status":"running","settings":{"image":"i"}}}"""), Agent + ".modules.edgehub", "name of a system module" },
        { ManifestText.With(modules: """{"a":{"status":"running","settings":{"image":"i"}}}"""), Agent + ".modules.a", "type is missing" },
        { ManifestText.With(modules: """{"a":{"type":"docker","settings":{"image":"i"}}}"""), Agent + ".modules.a", "status is missing" },
        { ManifestText.WithModule("a", """ "version":"1" """ ), Agent + ".modules.a", "settings is missing" },
        { ManifestText.WithModule("a", """ "restartPolicy":"sometimes","settings":{"image":"i"}"""), Agent + ".modules.a.restartPolicy", "restartPolicy is \"sometimes\"" },
        { ManifestText.WithModule("a", """ "startupOrder":-1,"settings":{"image":"i"}"""), Agent + ".modules.a.startupOrder", "startupOrder is -1" },
        { ManifestText.WithModule("a", """ "env":{"X":"y"},"settings":{"image":"i"}"""), Agent + ".modules.a.env.X", "has no value" },
        { ManifestText.WithModule("a", """ "env":{"X Y":{"value":1}},"settings":{"image":"i"}"""), Agent + ".modules.a.env['X Y']", "cannot be the name of an environment variable" },
        { ManifestText.WithSettings(""), Agent + ".modules.a.settings", "image is missing" },
        { ManifestText.WithSettings(""" "image":7"""), Agent + ".modules.a.settings.image", "image is 7" },
        { ManifestText.WithSettings(""" "image":"i","createOptions":"{" """), Agent + ".modules.a.settings.createOptions", "is no JSON" },
        { ManifestText.WithSettings(""" "image":"i","createOptions":"[]" """), Agent + ".modules.a.settings.createOptions", "is no object" },
        { ManifestText.WithSettings(""" "image":"i","createOptions":"{","createOptions02":"}" """), Agent + ".modules.a.settings.createOptions", "part 01 is missing" },
    };

    public static TheoryData<string, string, string> HubAndTwins() => new()
    {
        { ManifestText.With(routes: "5"), Hub + ".routes", "5 stands where" },
        { ManifestText.With(routes: """{"r":true}"""), Hub + ".routes.r", "is true" },
        { ManifestText.With(routes: """{"a.b":"FROM /* INTO $upstream"}"""), Hub + ".routes['a.b']", "cannot be the name of a route" },
        { ManifestText.With(routes: """{"r":"FROM /* INTO"}"""), Hub + ".routes.r", "not valid at character 13: expected a sink" },
        { ManifestText.With(routes: """{"r":"FROM /messages WHERE a = 5 INTO $upstream"}"""), Hub + ".routes.r", "is between a text and a number" },
        { ManifestText.With(routes: """{"r":{"route":"FROM /* INTO $upstream","priority":10}}"""), Hub + ".routes.r.priority", "priority is 10" },
        { ManifestText.With(routes: """{"r":{"priority":1}}"""), Hub + ".routes.r", "route is missing" },
        { ManifestText.With(routes: """{"r":"FROM /messages/modules/x/* INTO $upstream"}"""), Hub + ".routes.r", "takes from the module 'x'" },
        { ManifestText.With(routes: """{"r":"FROM /* INTO BrokeredEndpoint(\"/modules/A/inputs/i\")"}"""), Hub + ".routes.r", "leads to the module 'A'" },
        { ManifestText.With(hub: """ "schemaVersion":"1.1" """), Hub, "storeAndForwardConfiguration is missing" },
        { ManifestText.With(hub: """ "schemaVersion":"1.1","storeAndForwardConfiguration":{"timeToLiveSecs":"x"}"""), Hub + ".storeAndForwardConfiguration.timeToLiveSecs", "is \"x\"" },
        { ManifestText.With(hub: """ "schemaVersion":"1.4","storeAndForwardConfiguration":{"timeToLiveSecs":1}"""), Hub + ".schemaVersion", "schemaVersion is \"1.4\"" },
        { ManifestText.With(hub: """ "SchemaVersion":"1.1","storeAndForwardConfiguration":{"timeToLiveSecs":1}"""), Hub, "schemaVersion is missing" },
        { ManifestText.With(hub: """ "schemaVersion":"1.0","storeAndForwardConfiguration":{"timeToLiveSecs":1}""", routes: """{"r":{"route":"FROM /* INTO $upstream"}}"""), Hub + ".routes.r", "schema version 1.0 does not know" },
        { ManifestText.With(agent: """ "schemaVersion":1.1,"runtime":{},"systemModules":{}"""), Agent + ".schemaVersion", "schemaVersion is 1.1" },
        { ManifestText.With(agent: """ "schemaVersion":"1.0","runtime":{},"systemModules":{"x":{}}"""), Agent + ".systemModules.x", "is no system module" },
        { ManifestText.With(twins: """ "a":{"properties.desired.x":1}"""), "$.modulesContent.a['properties.desired.x']", "layered deployment" },
        { ManifestText.With(twins: """ "a":{}"""), "$.modulesContent.a", "properties.desired is missing" },
        { ManifestText.With(twins: """ "a":{"properties.desired":[]}"""), "$.modulesContent.a['properties.desired']", "an array stands where" },
        { ManifestText.With(twins: """ "a":{"properties.desired":{"$version":1}}"""), "$.modulesContent.a['properties.desired']['$version']", "cannot be the name of a twin property" },
        { ManifestText.With(twins: """ "a":{"properties.desired":{"x":[null]}}"""), "$.modulesContent.a['properties.desired'].x[0]", "cannot hold null" },
        { ManifestText.With(twins: """ "a":{"properties.desired":{"x":4503599627370496}}"""), "$.modulesContent.a['properties.desired'].x", "out of the bounds" },
        { "[]", "$", "an array stands where" },
        { "{}", "$", "modulesContent is missing" },
        { """{"content":{}}""", "$.content", "modulesContent is missing" },
        { """{"modulesContent":{"$edgeAgent":null}}""", "$.modulesContent['$edgeAgent']", "null stands where" },
        { "{", "$", "The document is no JSON" },
        { "", "$", "The document is no JSON" },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    [MemberData(nameof(HubAndTwins))]
    public void Manifest_WithAMistake_NamesPathReasonAndRemedy(string json, string path, string reason)
    {
        var result = DeploymentManifest.Parse(json);

        result.IsValid.Should().BeFalse();
        result.Problems.Should().Contain(problem => problem.Path == path && problem.Reason.Contains(reason, StringComparison.Ordinal), "of {0}", string.Join("\n", result.Problems));
        result.Problems.Should().OnlyContain(problem => problem.Remedy.Length > 0 && problem.Line > 0);
    }

    [Theory]
    [InlineData("""{"a":M,"a":M}""", "'a' is here a second time")]
    [InlineData("""{"a":M,"A":M}""", "'A' is here a second time: 'a' stands on line 2")]
    public void Manifest_WithTwoModulesOfOneName_IsRefusedOnce(string modules, string reason)
    {
        var json = ManifestText.With(modules: modules.Replace("M", """{"type":"docker","status":"running","settings":{"image":"i"}}""", StringComparison.Ordinal));

        DeploymentManifest.Parse(json).Problems.Should().ContainSingle().Which.Reason.Should().Contain(reason);
    }

    [Fact]
    public void Manifest_WithManyMistakes_NamesAllOfThemInTheOrderOfTheDocument()
    {
        const string Json = """
            { "modulesContent": {
                "$edgeAgent": { "properties.desired": {
                    "schemaVersion": "2.0",
                    "runtime": { "type": "docker" },
                    "systemModules": {},
                    "modules": {
                        "one": { "type": "docker", "status": "on", "restartPolicy": 5, "settings": { "image": "x" } },
                        "two": { "type": "docker", "status": "running", "settings": { "image": "" } } } } },
                "$edgeHub": { "properties.desired": {
                    "schemaVersion": "1.1",
                    "routes": {
                        "r1": "FROM /messages/* INTO $upsteam",
                        "r2": "FROM /messages/modules/three/* INTO $upstream" } } },
                "four": { "properties.desired": {} } } }
            """;

        var result = DeploymentManifest.Parse(Json);

        result.Problems.Select(problem => problem.Line).Should().Equal(3, 7, 7, 8, 9, 12, 13, 14);
        result.Problems.Select(problem => problem.Severity).Should().HaveCount(8).And.ContainSingle(severity => severity == ManifestSeverity.Warning);
        result.Problems[2].ToString().Should().Be(
            $"line 7, {Agent}.modules.one.restartPolicy: restartPolicy is 5. Use one of: never, on-failure, on-unhealthy, always.");
    }

    [Fact]
    public void Manifest_WithATwinOfNoModule_IsValidWithAWarning()
    {
        var result = DeploymentManifest.Parse(ManifestText.With(twins: """ "x":{"properties.desired":{}}"""));

        result.IsValid.Should().BeTrue();
        result.Problems.Should().ContainSingle().Which.Severity.Should().Be(ManifestSeverity.Warning);
    }
}
