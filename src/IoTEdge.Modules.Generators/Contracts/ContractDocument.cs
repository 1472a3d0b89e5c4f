using IoTEdge.Modules.Generators.Json;
using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Contracts;

/// <summary>Puts the contract file of an assembly together, see docs/reference/contract.md.</summary>
internal static class ContractDocument
{
    private const int FormatVersion = 1;
    private static readonly string[] Lists = [ContractPart.Inputs, ContractPart.Outputs, ContractPart.Methods];
    private static readonly string[] Twins = [ContractPart.Desired, ContractPart.Reported];

    /// <summary>The file; null where the assembly has no module.</summary>
    public static JsonValue? Create(string assembly, IReadOnlyList<ContractModel> classes, IReadOnlyList<LambdaContract> lambdas)
    {
        var known = classes.GroupBy(model => model.Type).ToDictionary(group => group.Key, group => group.First());
        var modules = new List<(string Name, string? Type, IReadOnlyList<ContractPart> Parts)>();
        foreach (var model in known.Values.Where(model => model.IsModule).OrderBy(model => model.Type, StringComparer.Ordinal))
        {
            var inherited = model.BaseTypes.Reverse().Where(known.ContainsKey).SelectMany(type => known[type].Parts);
            modules.Add((model.Name, model.Type, [.. inherited, .. model.Parts]));
        }

        // One that has no key is the only one of its host, so it is what the assembly is about.
        foreach (var group in lambdas.GroupBy(lambda => lambda.Key ?? assembly).OrderBy(group => group.Key, StringComparer.Ordinal))
            modules.Add((group.Key, null, [.. group.Select(lambda => lambda.Part).OrderBy(part => part.Name, StringComparer.Ordinal)]));
        if (modules.Count == 0) return null;

        var definitions = modules.SelectMany(module => module.Parts).SelectMany(part => part.Definitions)
            .GroupBy(definition => definition.Name).Select(group => group.First()).OrderBy(definition => definition.Name, StringComparer.Ordinal);
        return JsonObject.Of(
            ("formatVersion", JsonValue.Of(FormatVersion)),
            ("schemaDialect", JsonValue.Of("https://json-schema.org/draft/2020-12/schema")),
            ("modules", JsonArray.Of(modules.Select(module => Module(module.Name, module.Type, module.Parts)))),
            ("$defs", new JsonObject(new EquatableArray<JsonMember>(definitions))));
    }

    private static JsonObject Module(string name, string? type, IReadOnlyList<ContractPart> parts) => JsonObject.Of(
    [
        ("name", JsonValue.Of(name)),
        ("type", type is null ? null : JsonValue.Of(type)),
        .. Lists.Select(section => (section, (JsonValue?)List(parts, section))),
        .. Twins.Select(section => (section, parts.LastOrDefault(part => part.Section == section)?.Value)),
    ]);

    private static JsonArray List(IReadOnlyList<ContractPart> parts, string section) =>
        JsonArray.Of(parts.Where(part => part.Section == section).GroupBy(part => part.Name).Select(group => group.First().Value));
}
