namespace IoTEdge.Modules.Deployment.Manifests;

/// <summary>How long and how much a hub keeps for receivers that are away (protocol section 5.5).</summary>
/// <param name="TimeToLiveSeconds">In seconds; negative means for ever.</param>
/// <param name="MaxSizeBytes">In bytes; null means without a limit.</param>
public sealed record StoreAndForward(long TimeToLiveSeconds, long? MaxSizeBytes);
