using IoTEdge.Modules.Hub.Messages;

namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>A message on its way to one receiver. Guarded by the pump of its client.</summary>
internal sealed class Delivery(ClientQueue queue, HubMessage message, long expiresAt)
{
    public ClientQueue Queue { get; } = queue;

    public HubMessage Message { get; } = message;

    public long ExpiresAt { get; } = expiresAt;

    /// <summary>Acknowledged or expired: not to be sent again, and gone once all before it are.</summary>
    public bool IsDone { get; set; }

    public ushort PacketId { get; set; }

    /// <summary>How many times it was sent.</summary>
    public int SendCount { get; set; }

    /// <summary>When to send it again, in the clock's timestamps.</summary>
    public long Deadline { get; set; }
}
