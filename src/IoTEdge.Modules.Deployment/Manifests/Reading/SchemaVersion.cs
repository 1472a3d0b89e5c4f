using System.Text.Json;
using IoTEdge.Modules.Deployment.Manifests.Json;

namespace IoTEdge.Modules.Deployment.Manifests.Reading;

/// <summary>The version that edgeAgent and edgeHub ask for before they read anything else (protocol section 5.4, 5.5).</summary>
internal static class SchemaVersion
{
    public static Version? Read(JsonNodeAt desired, Version max, ProblemList problems)
    {
        var remedy = $"Write \"schemaVersion\": \"1.1\"; versions 1.0 to {max} are known.";
        var node = desired["schemaVersion"];
        if (node is null)
            problems.Error(desired, "schemaVersion is missing.", remedy);
        else if (node.Kind == JsonValueKind.String && Version.TryParse(node.Text, out var version) && version.Major == 1 && version.Minor <= max.Minor)
            return version;
        else
            problems.Error(node, $"schemaVersion is {node}.", remedy);
        return null;
    }
}
