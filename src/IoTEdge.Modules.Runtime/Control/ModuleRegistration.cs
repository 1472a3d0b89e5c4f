using System.Text.Json;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>An identity as the hub keeps it.</summary>
internal sealed record ModuleRegistration(ModuleIdentity Identity, string GenerationId, SharedAccessKey Key)
{
    public static ModuleRegistration Read(JsonElement json) => new(
        new ModuleIdentity(json.GetProperty("deviceId").GetString()!, json.GetProperty("moduleId").GetString()!),
        json.GetProperty("generationId").GetString()!,
        SharedAccessKey.Parse(json.GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString()!));
}
