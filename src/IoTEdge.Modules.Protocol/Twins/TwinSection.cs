using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>The desired or the reported half of a twin: properties and their version.</summary>
public sealed class TwinSection
{
    /// <summary>The member that carries the version on the wire.</summary>
    public const string VersionKey = "$version";

    /// <summary>The member that carries times and versions of single properties on the wire.</summary>
    public const string MetadataKey = "$metadata";

    /// <summary>Creates a section.</summary>
    /// <param name="properties">The properties, without members that begin with <c>$</c>.</param>
    /// <param name="version">The version; <see langword="null"/> when it is not known.</param>
    public TwinSection(JsonObject properties, long? version)
    {
        ArgumentNullException.ThrowIfNull(properties);
        Properties = properties;
        Version = version;
    }

    /// <summary>The properties, without <c>$version</c> and <c>$metadata</c>.</summary>
    public JsonObject Properties { get; }

    /// <summary>
    /// The version, 1 and up, one more with each accepted change; <see langword="null"/> where the hub did not know it, and then the
    /// properties say nothing either (protocol section 6.4: edgeHub's empty twin while it is offline).
    /// </summary>
    public long? Version { get; }

    /// <summary>Takes a section as it came: <c>$version</c> becomes the version, other members that begin with <c>$</c> are dropped.</summary>
    /// <param name="json">The section; changed: the returned one owns it.</param>
    /// <param name="subject">What it is, for errors.</param>
    /// <exception cref="ProtocolException"><c>$version</c> is not a whole number.</exception>
    public static TwinSection FromWire(JsonObject json, string subject)
    {
        ArgumentNullException.ThrowIfNull(json);
        long? version = null;
        if (json[VersionKey] is { } node)
        {
            if (node.GetValueKind() != JsonValueKind.Number || !node.AsValue().TryGetValue(out long number) || number < 0)
                throw new ProtocolException(subject, "$version is not a whole number.");
            version = number;
        }

        foreach (var name in json.Select(member => member.Key).Where(name => name.StartsWith('$')).ToArray()) json.Remove(name);
        return new TwinSection(json, version);
    }

    /// <summary>A copy with <c>$version</c> as its last member, as hubs send it.</summary>
    public JsonObject ToWire()
    {
        var json = (JsonObject)Properties.DeepClone();
        if (Version is { } version) json[VersionKey] = version;
        return json;
    }
}
