namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>What happened in a queue since the hub started; <paramref name="Queued"/> is what waits in it now.</summary>
internal readonly record struct QueueCounts(long Queued, long Delivered, long Redelivered, long Expired, long Rejected);
