using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>The name of a member in JSON, as System.Text.Json's web defaults have it.</summary>
internal static class JsonName
{
    public static string Of(ISymbol member) =>
        member.GetAttributes().Select(attribute => attribute.NameIn(KnownNames.JsonPropertyName)).FirstOrDefault(name => name is not null) ?? CamelCase(member.Name);

    // As JsonNamingPolicy.CamelCase does it for the names that properties have.
    private static string CamelCase(string name) => Regex.Replace(name, "^[A-Z](?:[A-Z]+(?![a-z]))?", match => match.Value.ToLowerInvariant());
}
