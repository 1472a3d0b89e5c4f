namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>Why the hub ends a client's connection. A head whose protocol can tell the client does so (protocol section 11.3).</summary>
public enum CloseCause
{
    /// <summary>Another connection of the same identity took over: the client shall not come back at once.</summary>
    TakenOver,

    /// <summary>Its keys changed, it was disabled or deleted, or its token ended.</summary>
    Revoked,

    /// <summary>It broke the protocol, or does not read what it is sent.</summary>
    Dropped,
}
