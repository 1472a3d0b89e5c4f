using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IoTEdge.Modules.Protocol.Twins;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class TwinJsonContext : JsonSerializerContext;
