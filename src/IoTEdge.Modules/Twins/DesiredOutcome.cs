using System.Text.Json.Nodes;

namespace IoTEdge.Modules.Twins;

/// <summary>What became of desired properties, to be told in reported ones.</summary>
internal sealed class DesiredOutcome
{
    private const int Ok = 200;
    private const int BadRequest = 400;
    private const int InternalError = 500;

    // Reported strings may have 4,096 bytes (protocol section 6.3); what matters of an error fits into less.
    private const int MaxDescription = 1000;
    private readonly int _code;
    private readonly string _description;
    private readonly JsonObject _concerned;

    private DesiredOutcome(int code, string description, JsonObject concerned)
    {
        _code = code;
        _description = description.Length <= MaxDescription ? description : description[..MaxDescription];
        _concerned = concerned;
    }

    /// <summary>The properties are in force.</summary>
    public static DesiredOutcome Accepted { get; } = new(Ok, "", []);

    /// <summary>The properties are not in force, because of what differs from those that are.</summary>
    public static DesiredOutcome Refused(JsonObject differences, string refusal) => new(BadRequest, refusal, differences);

    /// <summary>The properties are in force, but the module threw when it heard of them.</summary>
    public static DesiredOutcome Failed(JsonObject changes, Exception exception) =>
        new(InternalError, $"The module threw {exception.GetType().Name} when it applied them.", changes);

    /// <summary>The answer as reported properties; null where none is wanted.</summary>
    /// <param name="form">How to answer.</param>
    /// <param name="desired">What was desired.</param>
    /// <param name="current">Writes the properties in force; not every form needs them.</param>
    public JsonObject? ToReported(DesiredAcknowledgement form, DesiredProperties desired, Func<JsonObject> current) => form switch
    {
        DesiredAcknowledgement.Status => new JsonObject
        {
            ["lastDesiredVersion"] = desired.Version,
            ["lastDesiredStatus"] = new JsonObject { ["code"] = _code, ["description"] = _description },
        },
        DesiredAcknowledgement.PerProperty => PerProperty(desired.Document, _concerned, current(), desired.Version),
        _ => null,
    };

    private JsonObject PerProperty(JsonObject desired, JsonObject concerned, JsonObject current, long? version)
    {
        var answers = new JsonObject();
        foreach (var (name, value) in desired)
        {
            if (name == TwinComponents.Marker) answers[name] = value?.DeepClone();
            else if (TwinComponents.IsComponent(value))
                answers[name] = PerProperty((JsonObject)value!, concerned[name] as JsonObject ?? [], current[name] as JsonObject ?? [], version);
            else answers[name] = Answer(current[name], concerned.ContainsKey(name), version);
        }

        return answers;
    }

    private JsonObject Answer(JsonNode? value, bool isConcerned, long? version) => new()
    {
        ["value"] = value?.DeepClone(),
        ["ac"] = isConcerned ? _code : Ok,
        ["av"] = version,
        ["ad"] = isConcerned ? _description : "",
    };
}
