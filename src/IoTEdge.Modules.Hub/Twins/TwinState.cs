using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Hub.Twins;

/// <summary>A twin at one moment; a change makes a new one. Nothing in it is ever changed.</summary>
internal sealed record TwinState
{
    private TwinState()
    {
    }

    public JsonObject Desired { get; private init; } = [];

    // Versions begin at 1 and grow by one with each accepted change (protocol section 6.2).
    public long DesiredVersion { get; private init; } = 1;

    public JsonObject DesiredMetadata { get; private init; } = [];

    public JsonObject Reported { get; private init; } = [];

    public long ReportedVersion { get; private init; } = 1;

    public JsonObject ReportedMetadata { get; private init; } = [];

    public JsonObject Tags { get; private init; } = [];

    public long Revision { get; private init; } = 1;

    public string? ModelId { get; private init; }

    public static TwinState New() => new();

    public static TwinState From(StoredTwin stored) => new()
    {
        Desired = Parse(stored.Desired),
        DesiredVersion = stored.DesiredVersion,
        DesiredMetadata = Parse(stored.DesiredMetadata),
        Reported = Parse(stored.Reported),
        ReportedVersion = stored.ReportedVersion,
        ReportedMetadata = Parse(stored.ReportedMetadata),
        Tags = Parse(stored.Tags),
        Revision = stored.Revision,
        ModelId = stored.ModelId,
    };

    public StoredTwin ToStored(ClientIdentity identity) => new(identity, Desired.ToJsonString(), DesiredVersion, Reported.ToJsonString(), ReportedVersion)
    {
        DesiredMetadata = DesiredMetadata.ToJsonString(),
        ReportedMetadata = ReportedMetadata.ToJsonString(),
        Tags = Tags.ToJsonString(),
        Revision = Revision,
        ModelId = ModelId,
    };

    public ModuleTwin ToTwin() => new(new TwinSection(Copy(Desired), DesiredVersion), new TwinSection(Copy(Reported), ReportedVersion));

    public TwinView ToView(ClientIdentity identity) => new(
        identity,
        new TwinSection(Copy(Desired), DesiredVersion),
        Copy(DesiredMetadata),
        new TwinSection(Copy(Reported), ReportedVersion),
        Copy(ReportedMetadata),
        Copy(Tags),
        Revision,
        ModelId);

    public TwinState WithDesired(JsonObject patch, DateTimeOffset now) => this with
    {
        Desired = Merge(Desired, patch),
        DesiredVersion = DesiredVersion + 1,
        DesiredMetadata = TwinMetadata.After(DesiredMetadata, patch, now, DesiredVersion + 1),
        Revision = Revision + 1,
    };

    /// <summary>With desired properties replaced as a whole.</summary>
    public TwinState ReplaceDesired(JsonObject desired, DateTimeOffset now) => this with
    {
        Desired = Merge([], desired),
        DesiredVersion = DesiredVersion + 1,
        DesiredMetadata = TwinMetadata.After(DesiredMetadata, TwinMerge.Diff(Desired, desired), now, DesiredVersion + 1),
        Revision = Revision + 1,
    };

    public TwinState WithReported(JsonObject patch, DateTimeOffset now) => this with
    {
        Reported = Merge(Reported, patch),
        ReportedVersion = ReportedVersion + 1,
        ReportedMetadata = TwinMetadata.After(ReportedMetadata, patch, now, version: null),
        Revision = Revision + 1,
    };

    public TwinState WithTags(JsonObject tags, bool isReplacement) => this with
    {
        Tags = isReplacement ? Merge([], tags) : Merge(Tags, tags),
        Revision = Revision + 1,
    };

    public TwinState WithModel(string? modelId) => this with { ModelId = modelId, Revision = Revision + 1 };

    private static JsonObject Merge(JsonObject document, JsonObject patch)
    {
        var merged = Copy(document);
        TwinMerge.Apply(merged, patch);
        return merged;
    }

    private static JsonObject Copy(JsonObject json) => (JsonObject)json.DeepClone();

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
