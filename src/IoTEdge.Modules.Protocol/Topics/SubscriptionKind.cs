namespace IoTEdge.Modules.Protocol.Topics;

/// <summary>What a subscription is for (protocol section 1.4).</summary>
public enum SubscriptionKind
{
    /// <summary>None that a hub knows; granted and ignored.</summary>
    Unknown,

    /// <summary>Messages for the inputs of a module.</summary>
    ModuleMessages,

    /// <summary>Direct methods.</summary>
    Methods,

    /// <summary>Answers to twin requests.</summary>
    TwinResponses,

    /// <summary>Changes of desired properties.</summary>
    DesiredPatches,

    /// <summary>Messages from the cloud to a leaf device.</summary>
    CloudToDevice,
}
