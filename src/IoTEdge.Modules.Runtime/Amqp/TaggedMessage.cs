using Amqp;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>A message of the hub, with the id by which the hub knows it and the tag by which the client does.</summary>
internal sealed class TaggedMessage(ushort deliveryId, Guid lockToken) : Message
{
    /// <summary>The hub's id.</summary>
    public ushort DeliveryId { get; } = deliveryId;

    /// <summary>The lock token; Microsoft's clients read it out of the tag.</summary>
    public Guid LockToken { get; } = lockToken;

    public byte[] Tag { get; } = lockToken.ToByteArray();
}
