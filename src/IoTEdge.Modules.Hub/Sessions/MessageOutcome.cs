namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>What a receiver says of a message (protocol sections 1.5 and 2.4).</summary>
public enum MessageOutcome
{
    /// <summary>It is done with it.</summary>
    Completed,

    /// <summary>It wants it again. A module's input message is lost by that, as at edgeHub; a message from the cloud comes again.</summary>
    Abandoned,

    /// <summary>It never wants it again.</summary>
    Rejected,
}
