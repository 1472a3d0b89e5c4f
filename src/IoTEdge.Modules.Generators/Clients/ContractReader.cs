using IoTEdge.Modules.Generators.Json;
using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Clients;

/// <summary>Reads a contract file, see docs/reference/contract.md.</summary>
internal static class ContractReader
{
    private static readonly JsonValue FormatVersion = JsonValue.Of(1);

    /// <summary>Reads the file; what is wrong with it is part of the answer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is in it; null where it cannot be read.</param>
    /// <param name="space">The namespace that the clients' ones are below; may be empty.</param>
    public static ContractFileModel Read(string path, string? text, string space)
    {
        try
        {
            if (text is null) throw new FormatException("it cannot be read");
            if (JsonReader.Read(text) is not JsonObject document) throw new FormatException("it is no JSON object");
            if (document["formatVersion"] != FormatVersion) throw new FormatException("its formatVersion is not 1, which this package reads");
            if (document["modules"] is not JsonArray modules) throw new FormatException("it has no list of modules");
            var definitions = document["$defs"] as JsonObject ?? JsonObject.Of();
            return new ContractFileModel(path, null, new(modules.Items.Select(module => Client(module, definitions, space)).Where(client => client.Methods.Count > 0).ToList()));
        }
        catch (FormatException exception)
        {
            return new ContractFileModel(path, exception.Message, default);
        }
    }

    private static ClientModel Client(JsonValue value, JsonObject definitions, string space)
    {
        if (value is not JsonObject module || module["name"] is not JsonText moduleName) throw new FormatException("a module has no name");
        var name = ClientNames.Pascal(moduleName.Text);
        var types = new ClientTypes(definitions, new HashSet<string> { $"{name}Client", $"I{name}Client", $"{name}ClientExtensions" });
        var taken = new HashSet<string> { $"{name}Client" };
        var methods = ((module["methods"] as JsonArray)?.Items ?? default).Select(method => Method(method, types, taken)).ToList();
        return new ClientModel($"{(space.Length == 0 ? "" : $"{space}.")}{name}Contract", name, new(methods), new(types.Types));
    }

    private static ClientMethod Method(JsonValue value, ClientTypes types, ISet<string> taken)
    {
        if (value is not JsonObject method || method["name"] is not JsonText name) throw new FormatException("a direct method has no name");
        var pascal = ClientNames.Pascal(name.Text);
        return new ClientMethod(
            name.Text,
            taken.Claim(pascal.EndsWith("Async", StringComparison.Ordinal) ? pascal : $"{pascal}Async"),
            method["request"] is { } request ? types.Find(request) : null,
            method["response"] is { } response ? types.Find(response) : null,
            method["largePayloads"] == JsonValue.True);
    }
}
