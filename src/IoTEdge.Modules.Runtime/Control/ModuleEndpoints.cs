using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary><c>/devices/{d}/modules[/{m}]</c>: the registry of identities.</summary>
internal sealed class ModuleEndpoints(EdgeHub hub)
{
    public ControlAnswer List(string method) => HttpMethods.IsGet(method)
        ? ControlAnswer.Ok(new JsonArray([.. hub.Identities.All.Where(client => client.Identity.IsModule).Select(Describe)]))
        : NotAllowed(method);

    public async Task<ControlAnswer> AnswerAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsPut(request.Method))
            return ControlAnswer.Ok(Describe(await PutAsync(request, identity, cancellationToken).ConfigureAwait(false)));
        if (hub.Identities.Find(identity) is not { } module)
            return NotFound(identity);
        if (HttpMethods.IsGet(request.Method))
            return ControlAnswer.Ok(Describe(module));
        if (!HttpMethods.IsDelete(request.Method))
            return NotAllowed(request.Method);
        await hub.DeleteAsync(identity, cancellationToken).ConfigureAwait(false);
        return new ControlAnswer(StatusCodes.Status204NoContent, null);
    }

    public static ControlAnswer NotFound(ClientIdentity identity) =>
        ControlAnswer.Error(StatusCodes.Status404NotFound, $"ErrorCode:ModuleNotFound;Module '{identity.ModuleId}' on device '{identity.DeviceId}' is not registered.");

    public static ControlAnswer NotAllowed(string method) =>
        ControlAnswer.Error(StatusCodes.Status405MethodNotAllowed, $"{method} is not allowed here.");

    private async Task<RegisteredClient> PutAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        var keys = (body["authentication"] as JsonObject)?["symmetricKey"] as JsonObject;
        var change = new IdentityChange { PrimaryKey = Key(keys, "primaryKey"), SecondaryKey = Key(keys, "secondaryKey"), IsEnabled = Text(body, "status") != "disabled" };
        return await hub.Identities.PutAsync(identity, change, cancellationToken).ConfigureAwait(false);
    }

    // IoT Hub's service client sends an empty key for "make one" (protocol section 11.6).
    private static SharedAccessKey? Key(JsonObject? keys, string name) =>
        keys is not null && Text(keys, name) is { Length: > 0 } key ? SharedAccessKey.Parse(key) : null;

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private JsonNode Describe(RegisteredClient module) => new JsonObject
    {
        ["deviceId"] = module.Identity.DeviceId,
        ["moduleId"] = module.Identity.ModuleId,
        ["generationId"] = module.GenerationId,
        ["status"] = module.IsEnabled ? "enabled" : "disabled",
        ["connectionState"] = hub.IsConnected(module.Identity) ? "Connected" : "Disconnected",
        ["authentication"] = new JsonObject
        {
            ["type"] = "sas",
            ["symmetricKey"] = new JsonObject { ["primaryKey"] = module.PrimaryKey.ToBase64(), ["secondaryKey"] = module.SecondaryKey.ToBase64() },
        },
    };
}
