namespace IoTEdge.Modules.Hub;

/// <summary>What a hub is told before it starts.</summary>
public sealed record EdgeHubOptions
{
    /// <summary>The id of the edge device whose modules the hub serves.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The host name of the IoT hub that tokens are made for.</summary>
    /// <value>The default is <c>local.azure-devices.net</c>.</value>
    public string HubHostName { get; init; } = "local.azure-devices.net";

    /// <summary>The host name of the edge device; tokens made for it are taken too.</summary>
    /// <value>The default is <c>localhost</c>.</value>
    public string GatewayHostName { get; init; } = "localhost";

    /// <summary>How many messages one module may have received and not acknowledged.</summary>
    /// <value>The default is 1, as at edgeHub (protocol section 1.5). 1 to 1,000.</value>
    public int Window { get; init; } = 1;

    /// <summary>After which time a message that was not acknowledged is sent again.</summary>
    /// <value>The default is 30 seconds, as at edgeHub (protocol section 7.6).</value>
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many messages at <c>$upstream</c> are kept to be looked at. Older ones go, whether somebody looked or not.</summary>
    /// <value>The default is 100,000. What an earlier run left is kept until as many new ones have come.</value>
    public int UpstreamCapacity { get; init; } = 100_000;

    /// <summary>Turns what edgeHub does surprisingly into errors; docs/reference/compatibility.md lists what.</summary>
    /// <value>The default is <see langword="false"/>: the hub does what edgeHub does.</value>
    public bool Strict { get; init; }
}
