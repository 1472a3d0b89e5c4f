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
}
