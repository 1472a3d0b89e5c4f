namespace IoTEdge.Modules;

/// <summary>Whether the module is connected to its hub.</summary>
public enum ConnectionStatus
{
    /// <summary>Not opened yet, or closed.</summary>
    Closed,

    /// <summary>Connecting for the first time.</summary>
    Connecting,

    /// <summary>Connected; subscriptions are in place and the twin is up to date.</summary>
    Connected,

    /// <summary>The connection was lost, or its token is being renewed; sends wait.</summary>
    Reconnecting,

    /// <summary>
    /// Given up: the hub has refused the module too often since it was connected, or the pipeline <c>edge-connect</c> gave up. Sends and
    /// requests fail. The client can only be closed.
    /// </summary>
    Faulted,
}
