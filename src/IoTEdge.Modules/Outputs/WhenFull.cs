namespace IoTEdge.Modules;

/// <summary>What a durable output does with a message that its limits have no room for.</summary>
public enum WhenFull
{
    /// <summary>The send waits until there is room.</summary>
    Wait,

    /// <summary>The oldest messages are dropped to make room.</summary>
    DropOldest,

    /// <summary>The message itself is dropped, and the send completes.</summary>
    DropNewest,
}
