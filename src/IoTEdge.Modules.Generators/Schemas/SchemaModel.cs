using IoTEdge.Modules.Generators.Json;
using IoTEdge.Modules.Generators.Models;

namespace IoTEdge.Modules.Generators.Schemas;

/// <summary>The JSON Schema (2020-12) of a type.</summary>
/// <param name="Schema">The schema; it refers to definitions as <c>#/$defs/{name}</c>.</param>
/// <param name="Definitions">The definitions that it refers to, directly or not, in the order of their names.</param>
internal sealed record SchemaModel(JsonValue Schema, EquatableArray<JsonMember> Definitions);
