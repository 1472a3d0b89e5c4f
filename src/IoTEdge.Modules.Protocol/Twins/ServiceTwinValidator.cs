using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>The limits of what a service writes into a twin, as IoT Hub documents them (protocol section 6.3).</summary>
public static class ServiceTwinValidator
{
    /// <summary>The largest change of tags, in bytes of its JSON text: 8 KiB.</summary>
    public const int MaxTagsSize = 8 * 1024;

    private static readonly TwinRules Desired = new("desired properties", ".$", ReportedPropertiesValidator.MaxSize);
    private static readonly TwinRules Tags = new("tags", ".$", MaxTagsSize);

    /// <summary>Checks a patch of desired properties.</summary>
    /// <param name="patch">The patch; null removes a property.</param>
    /// <exception cref="ProtocolException">A limit is broken; the error names the property and the limit.</exception>
    public static void ValidateDesired(JsonObject patch) => Desired.Validate(patch);

    /// <summary>Checks a patch of tags.</summary>
    /// <param name="patch">The patch; null removes a tag.</param>
    /// <exception cref="ProtocolException">A limit is broken; the error names the tag and the limit.</exception>
    public static void ValidateTags(JsonObject patch) => Tags.Validate(patch);
}
