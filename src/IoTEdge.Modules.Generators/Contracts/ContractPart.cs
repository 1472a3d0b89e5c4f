using IoTEdge.Modules.Generators.Json;
using IoTEdge.Modules.Generators.Models;
using IoTEdge.Modules.Generators.Schemas;

namespace IoTEdge.Modules.Generators.Contracts;

/// <summary>One thing that a module offers, as its contract file tells it.</summary>
/// <param name="Section">The member of the module that it belongs to: <c>inputs</c>, or <c>desired</c>.</param>
/// <param name="Name">Its name; empty where there is one for a module.</param>
/// <param name="Value">What is written.</param>
/// <param name="Definitions">The definitions that it refers to.</param>
internal sealed record ContractPart(string Section, string Name, JsonValue Value, EquatableArray<JsonMember> Definitions)
{
    public const string Inputs = "inputs";
    public const string Outputs = "outputs";
    public const string Methods = "methods";
    public const string Desired = "desired";
    public const string Reported = "reported";

    /// <summary>The schema of what may be anything.</summary>
    public static SchemaModel Anything { get; } = new(JsonValue.True, default);

    public static ContractPart Input(string name, SchemaModel? payload) =>
        Of(Inputs, name, JsonObject.Of(("name", JsonValue.Of(name)), ("payload", payload?.Schema)), payload);

    public static ContractPart Output(string name, SchemaModel? payload, bool isDurable) =>
        Of(Outputs, name, JsonObject.Of(("name", JsonValue.Of(name)), ("durable", JsonValue.Of(isDurable)), ("payload", payload?.Schema)), payload);

    public static ContractPart Method(string name, SchemaModel? request, SchemaModel? response, bool takesLargePayloads) => Of(
        Methods,
        name,
        JsonObject.Of(("name", JsonValue.Of(name)), ("largePayloads", takesLargePayloads ? JsonValue.True : null), ("request", request?.Schema), ("response", response?.Schema)),
        request,
        response);

    public static ContractPart Twin(string section, SchemaModel schema) => Of(section, "", schema.Schema, schema);

    private static ContractPart Of(string section, string name, JsonValue value, params SchemaModel?[] schemas) =>
        new(section, name, value, new(schemas.SelectMany(schema => schema is null ? [] : (IEnumerable<JsonMember>)schema.Definitions)));
}
