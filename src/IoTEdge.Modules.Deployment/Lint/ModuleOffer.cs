using System.Text.Json;

namespace IoTEdge.Modules.Deployment.Lint;

/// <summary>What a module offers to routes: its inputs and outputs, as its <c>module.contract.json</c> says.</summary>
public sealed class ModuleOffer
{
    private const int FormatVersion = 1;

    private readonly Dictionary<string, PayloadSchema?> _outputs;

    private ModuleOffer(string name, IReadOnlyList<string> inputs, Dictionary<string, PayloadSchema?> outputs)
    {
        Name = name;
        Inputs = inputs;
        _outputs = outputs;
    }

    /// <summary>The module's name in the contract, mostly that of its class. It need not be the name that it is deployed under.</summary>
    public string Name { get; }

    /// <summary>The names of its inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of its outputs.</summary>
    public IReadOnlyCollection<string> Outputs => _outputs.Keys;

    /// <summary>Reads a contract file: the modules of one assembly, mostly one.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <exception cref="FormatException">The file is no contract, or of a format that is not known here.</exception>
    public static IReadOnlyList<ModuleOffer> Parse(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            var root = JsonDocument.Parse(utf8Json).RootElement.Clone();
            if (root.GetProperty("formatVersion").GetInt32() != FormatVersion)
                throw new FormatException($"The contract has the format {root.GetProperty("formatVersion")}. Version {FormatVersion} is known here; take the tool of the release that made it.");
            return [.. root.GetProperty("modules").EnumerateArray().Select(module => Read(module, root))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException($"The file is no module contract: {exception.Message} Give the module.contract.json that the module's build writes.", exception);
        }
    }

    /// <summary>The schema of what leaves by an output; null where the contract has none.</summary>
    internal PayloadSchema? FindPayload(string output) => _outputs.GetValueOrDefault(output);

    private static ModuleOffer Read(JsonElement module, JsonElement root) => new(
        module.GetProperty("name").GetString()!,
        [.. module.GetProperty("inputs").EnumerateArray().Select(NameOf)],
        module.GetProperty("outputs").EnumerateArray().ToDictionary(NameOf, output => output.TryGetProperty("payload", out var schema) ? new PayloadSchema(schema, root) : null, StringComparer.OrdinalIgnoreCase));

    private static string NameOf(JsonElement member) => member.GetProperty("name").GetString()!;
}
