using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Hub.Twins;

/// <summary>What a service changes in a twin.</summary>
public sealed record TwinUpdate
{
    /// <summary>The desired properties, whole or as a patch; null leaves them.</summary>
    public JsonObject? Desired { get; init; }

    /// <summary>The tags, whole or as a patch; null leaves them.</summary>
    public JsonObject? Tags { get; init; }

    /// <summary>Whether what is given replaces what is there, and is not merged into it.</summary>
    public bool IsReplacement { get; init; }

    /// <summary>The etag that the twin must have, without quotes; null or <c>*</c> for any.</summary>
    public string? IfMatch { get; init; }
}
