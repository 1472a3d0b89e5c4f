using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>
/// The twin of a module as the module sees it (protocol section 6.1): desired properties, which operators set and the module follows,
/// and reported properties, which the module sets.
/// </summary>
/// <param name="desired">The desired properties.</param>
/// <param name="reported">The reported properties.</param>
public sealed class ModuleTwin(TwinSection desired, TwinSection reported)
{
    /// <summary>The desired properties.</summary>
    public TwinSection Desired { get; } = desired;

    /// <summary>The reported properties.</summary>
    public TwinSection Reported { get; } = reported;

    /// <summary>Reads the answer to a twin request: <c>{"desired":{…,"$version":n},"reported":{…,"$version":m}}</c>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="ProtocolException">It is not such a document. A missing half is empty and has no version.</exception>
    public static ModuleTwin Parse(in ReadOnlySequence<byte> json)
    {
        var document = TwinJson.ParseObject(json, "twin");
        return new ModuleTwin(Take(document, "desired"), Take(document, "reported"));
    }

    /// <summary>The twin as UTF-8, as hubs answer a twin request.</summary>
    public byte[] ToJson()
    {
        var document = new JsonObject { ["desired"] = Desired.ToWire(), ["reported"] = Reported.ToWire() };
        return JsonSerializer.SerializeToUtf8Bytes(document, TwinJsonContext.Default.JsonObject);
    }

    private static TwinSection Take(JsonObject document, string name)
    {
        if (!document.TryGetPropertyValue(name, out var node) || node is null) return new TwinSection([], null);
        if (node is not JsonObject section) throw new ProtocolException("twin", $"{name} is not a JSON object.");
        document.Remove(name);
        return TwinSection.FromWire(section, $"twin's {name} properties");
    }
}
