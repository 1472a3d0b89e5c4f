namespace IoTEdge.Modules.Hub.Storage;

/// <summary>A queue as a store knows it.</summary>
/// <param name="Id">The id that the store gave it.</param>
/// <param name="Endpoint">Where its messages go.</param>
/// <param name="Priority">The priority of its messages, 0 first.</param>
/// <param name="Count">The number of messages in it.</param>
public sealed record StoredQueue(int Id, string Endpoint, long Priority, long Count);
