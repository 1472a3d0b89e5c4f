using IoTEdge.Modules.Hub.Storage;

namespace IoTEdge.Modules.Hub.Delivery;

/// <summary>What all pumps of a hub share.</summary>
/// <param name="Window">How many messages a module may have unacknowledged.</param>
/// <param name="AcknowledgeTimeout">After which time one is sent again.</param>
/// <param name="Time">The clock.</param>
/// <param name="Store">Where messages are released.</param>
/// <param name="Loader">Where they are asked for.</param>
internal sealed record PumpSettings(int Window, TimeSpan AcknowledgeTimeout, TimeProvider Time, IHubStore Store, QueueLoader Loader);
