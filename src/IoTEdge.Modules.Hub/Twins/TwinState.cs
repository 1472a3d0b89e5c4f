using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Hub.Twins;

/// <summary>A twin at one moment; a change makes a new one.</summary>
internal sealed record TwinState(JsonObject Desired, long DesiredVersion, JsonObject Reported, long ReportedVersion)
{
    // Versions begin at 1 and grow by one with each accepted change (protocol section 6.2).
    public static TwinState New() => new([], 1, [], 1);

    public static TwinState From(StoredTwin stored) => new(
        JsonNode.Parse(stored.Desired)!.AsObject(), stored.DesiredVersion, JsonNode.Parse(stored.Reported)!.AsObject(), stored.ReportedVersion);

    public StoredTwin ToStored(ClientIdentity identity) =>
        new(identity, Desired.ToJsonString(), DesiredVersion, Reported.ToJsonString(), ReportedVersion);

    public ModuleTwin ToTwin() => new(
        new TwinSection((JsonObject)Desired.DeepClone(), DesiredVersion), new TwinSection((JsonObject)Reported.DeepClone(), ReportedVersion));

    public TwinState WithDesired(JsonObject patch)
    {
        var desired = (JsonObject)Desired.DeepClone();
        TwinMerge.Apply(desired, patch);
        return this with { Desired = desired, DesiredVersion = DesiredVersion + 1 };
    }

    public TwinState WithReported(JsonObject patch)
    {
        var reported = (JsonObject)Reported.DeepClone();
        TwinMerge.Apply(reported, patch);
        return this with { Reported = reported, ReportedVersion = ReportedVersion + 1 };
    }
}
