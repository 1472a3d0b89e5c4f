using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IoTEdge.Modules.Json;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class SdkJsonContext : JsonSerializerContext;
