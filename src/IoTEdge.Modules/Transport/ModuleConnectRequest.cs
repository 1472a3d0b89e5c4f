using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Transport;

/// <summary>Everything that one attempt to connect needs. <see cref="ToString"/> does not show the token.</summary>
public sealed class ModuleConnectRequest
{
    /// <summary>The module.</summary>
    public required ModuleIdentity Identity { get; init; }

    /// <summary>The IoT hub's host name, which the user name carries.</summary>
    public required string HostName { get; init; }

    /// <summary>Where to connect to: the edge device, or the hub itself.</summary>
    public required HostEndpoint Endpoint { get; init; }

    /// <summary>A shared access signature. A secret.</summary>
    public required string Token { get; init; }

    /// <summary>What to subscribe to before the attempt counts as successful.</summary>
    public ModuleSubscriptions Subscriptions { get; init; }

    /// <summary>Says which product connects, for the hub's log.</summary>
    public required string ProductInfo { get; init; }

    /// <summary>The IoT Plug and Play model that the module implements; <see langword="null"/> where it names none.</summary>
    public string? ModelId { get; init; }

    /// <summary>Identity and endpoint.</summary>
    public override string ToString() => $"{Identity.ClientId} at {Endpoint}";
}
