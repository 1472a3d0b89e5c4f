using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;

namespace IoTEdge.Modules.Hub.Storage;

/// <summary>What a client that keeps its session has subscribed to (protocol section 1.4).</summary>
/// <param name="Identity">The client.</param>
/// <param name="Subscriptions">The filters with what was granted.</param>
public sealed record StoredSession(ClientIdentity Identity, IReadOnlyList<MqttSubscription> Subscriptions);
