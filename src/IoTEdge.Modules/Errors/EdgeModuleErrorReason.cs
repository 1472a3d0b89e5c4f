namespace IoTEdge.Modules;

/// <summary>Why an operation of a module failed.</summary>
public enum EdgeModuleErrorReason
{
    /// <summary>The module's settings or environment are incomplete or contradict each other.</summary>
    Configuration,

    /// <summary>The hub cannot be reached, or the connection was lost.</summary>
    Connection,

    /// <summary>The hub refused the module's identity: wrong key, expired token, unknown or disabled module.</summary>
    Unauthorized,

    /// <summary>The hub's certificate does not chain to the roots that are trusted, or names another host.</summary>
    UntrustedHub,

    /// <summary>The hub did not answer in time.</summary>
    Timeout,

    /// <summary>The hub refused the request, for example reported properties beyond the limits.</summary>
    Refused,

    /// <summary>The hub has too much to do; the same request may succeed later.</summary>
    Throttled,

    /// <summary>The message is larger than hubs take: 262,144 bytes with its properties.</summary>
    MessageTooLarge,

    /// <summary>A payload is not what its type needs.</summary>
    Payload,

    /// <summary>The hub, or the workload API, broke the protocol.</summary>
    Protocol,

    /// <summary>The client is closed.</summary>
    Closed,

    /// <summary>A direct method answered with an error; see <see cref="IoTEdge.Modules.MethodFault"/>.</summary>
    MethodFault,

    /// <summary>The module or device that is called is not connected to the hub, or offers no methods.</summary>
    TargetUnavailable,

    /// <summary>What the module keeps on disk could not be written or read.</summary>
    Storage,
}
