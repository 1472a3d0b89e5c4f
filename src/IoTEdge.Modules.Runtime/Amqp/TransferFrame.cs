namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>How much of a delivery a frame brings.</summary>
/// <param name="Channel">The session.</param>
/// <param name="Handle">The link.</param>
/// <param name="HasMore">Whether the delivery goes on in another frame.</param>
/// <param name="PayloadStart">Where in the frame the delivery's bytes begin.</param>
internal readonly record struct TransferFrame(ushort Channel, uint Handle, bool HasMore, int PayloadStart);
