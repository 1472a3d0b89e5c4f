using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Protocol.Twins;

/// <summary>The limits of reported properties as edgeHub checks them (protocol section 6.3).</summary>
public static class ReportedPropertiesValidator
{
    /// <summary>The largest patch, in bytes of its JSON text: 32 KiB.</summary>
    public const int MaxSize = 32 * 1024;

    /// <summary>The deepest object or array below the root.</summary>
    public const int MaxDepth = 10;

    /// <summary>The longest property name, in bytes of UTF-8.</summary>
    public const int MaxNameLength = 1024;

    /// <summary>The longest string value, in bytes of UTF-8.</summary>
    public const int MaxStringLength = 4096;

    /// <summary>The largest whole number: 2^52 - 1.</summary>
    public const long MaxInteger = 4503599627370495;

    /// <summary>The smallest whole number: -2^52.</summary>
    public const long MinInteger = -4503599627370496;

    // '#' is edgeHub's; IoT Hub itself would take it.
    private static readonly TwinRules Rules = new("reported properties", ".$#", MaxSize);

    /// <summary>Checks a patch of reported properties.</summary>
    /// <param name="patch">The patch; null removes a property.</param>
    /// <exception cref="ProtocolException">A limit is broken; the error names the property and the limit.</exception>
    public static void Validate(JsonObject patch) => Rules.Validate(patch);
}
