namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>The hub's way to one connected client, made by a protocol head.</summary>
/// <remarks>
/// No call blocks, throws, or calls the hub back: each puts bytes into the connection's buffer. A head whose peer does not read closes the
/// connection. A packet id of 0 means: no acknowledgement wanted.
/// </remarks>
public interface IClientLink
{
    /// <summary>Sends a message; <see cref="ClientConnection.Settle"/> answers it.</summary>
    /// <param name="message">The message, and where it goes.</param>
    void SendMessage(in OutgoingMessage message);

    /// <summary>Sends a change of desired properties.</summary>
    /// <param name="packetId">0, or an id above 32,767.</param>
    /// <param name="version">The version after the change.</param>
    /// <param name="patch">The change with its <c>$version</c>, JSON.</param>
    void SendDesiredPatch(ushort packetId, long version, ReadOnlyMemory<byte> patch);

    /// <summary>Calls a direct method; <see cref="ClientConnection.RespondToMethod"/> answers it.</summary>
    /// <param name="packetId">0, or an id above 32,767.</param>
    /// <param name="name">The method.</param>
    /// <param name="requestId">The id that the answer repeats.</param>
    /// <param name="payload">JSON.</param>
    void SendMethodRequest(ushort packetId, string name, string requestId, ReadOnlyMemory<byte> payload);

    /// <summary>Ends the connection.</summary>
    /// <param name="cause">Why, for the client.</param>
    /// <param name="reason">Why, for the log.</param>
    void Close(CloseCause cause, string reason);
}
