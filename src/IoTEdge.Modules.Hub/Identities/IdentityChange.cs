using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Identities;

/// <summary>What an identity shall be. Keys that are not given stay, or are made.</summary>
public sealed record IdentityChange
{
    /// <summary>The first key.</summary>
    public SharedAccessKey? PrimaryKey { get; init; }

    /// <summary>The second key.</summary>
    public SharedAccessKey? SecondaryKey { get; init; }

    /// <summary>Whether it may connect.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Why it is enabled or disabled, in the operator's words.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Whether it is the device of an Edge runtime.</summary>
    public bool IsEdgeDevice { get; init; }

    /// <summary>Who manages a module's identity.</summary>
    public string? ManagedBy { get; init; }
}
