namespace IoTEdge.Modules.Deployment.Tests.Manifests;

/// <summary>A small manifest without a mistake, in which a test replaces one part.</summary>
internal static class ManifestText
{
    private const string Module = """{"type":"docker","status":"running","settings":{"image":"i"}}""";

    public static string With(
        string modules = $$"""{"a":{{Module}},"b":{{Module}}}""",
        string routes = "{}",
        string hub = """ "schemaVersion":"1.1","storeAndForwardConfiguration":{"timeToLiveSecs":1}""",
        string agent = """ "schemaVersion":"1.1","runtime":{"type":"docker"},"systemModules":{}""",
        string? twins = null) =>
        $$$"""
        {"modulesContent":{
        "$edgeAgent":{"properties.desired":{ {{{agent}}},"modules":{{{modules}}} }},
        "$edgeHub":{"properties.desired":{ {{{hub}}},"routes":{{{routes}}} }}
        {{{(twins is null ? "" : "," + twins)}}} }}
        """;

    public static string WithModule(string name, string members) =>
        With(modules: $$"""{"{{name}}":{"type":"docker","status":"running",{{members}} } }""");

    /// <summary>A manifest whose only module has the given settings.</summary>
    public static string WithSettings(string settings) => WithModule("a", $$""" "settings":{ {{settings}} } """);
}
