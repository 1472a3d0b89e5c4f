namespace IoTEdge.Modules.Deployment.Manifests.Json;

/// <summary>Writes the path of a value the way people find it: <c>$.modulesContent['$edgeAgent']</c>.</summary>
internal static class JsonPath
{
    public static string Member(string parent, string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
            ? $"{parent}.{name}"
            : $"{parent}['{name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}']";

    public static string Element(string parent, int index) => $"{parent}[{index}]";
}
