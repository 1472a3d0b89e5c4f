using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>POST /devices</c>: many devices at once, each created, updated or deleted.</summary>
internal sealed class BulkRegistration(EdgeHub hub)
{
    // As at IoT Hub.
    private const int MaxDevices = 100;

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var entries = await RequestBody.ReadArrayAsync(request, cancellationToken).ConfigureAwait(false);
        if (entries.Count is 0 or > MaxDevices)
            return ServiceError.BadRequest($"The body has {entries.Count} devices; 1 to {MaxDevices} are allowed.");
        var errors = new JsonArray();
        foreach (var entry in entries)
        {
            if (entry is not JsonObject json || IdentityJson.Text(json, "id") is not { } id)
                return ServiceError.BadRequest("An entry is no object with an id.");
            if (json.ContainsKey("moduleId"))
                return ServiceError.BadRequest($"The entry of '{id}' has a moduleId; modules are made and deleted one by one, at /devices/{id}/modules.");
            if (await RunAsync(new ClientIdentity(id, null), json, cancellationToken).ConfigureAwait(false) is { } error)
                errors.Add(new JsonObject { ["deviceId"] = id, ["errorCode"] = error, ["errorStatus"] = $"The device '{id}' was not changed: {error}." });
        }

        return HubAnswer.Ok(new JsonObject { ["isSuccessful"] = errors.Count == 0, ["errors"] = errors, ["warnings"] = new JsonArray() });
    }

    /// <returns>The code of an error; null for none.</returns>
    private async Task<string?> RunAsync(ClientIdentity device, JsonObject entry, CancellationToken cancellationToken)
    {
        var mode = IdentityJson.Text(entry, "importMode")?.ToUpperInvariant() ?? "";
        var existing = hub.Identities.Find(device);
        if (mode == "CREATE" ? existing is not null : existing is null)
            return existing is null ? "DeviceNotFound" : "DeviceAlreadyExists";
        if (mode.EndsWith("IFMATCHETAG", StringComparison.Ordinal) && IdentityJson.Text(entry, "eTag")?.Trim('"') is { } etag && !Etag.Matches(etag, existing!.Etag))
            return "PreconditionFailed";
        switch (mode)
        {
            case "CREATE" or "UPDATE" or "UPDATEIFMATCHETAG":
                await hub.Identities.PutAsync(device, IdentityJson.Read(entry, device, hub.Options.DeviceId), cancellationToken).ConfigureAwait(false);
                return null;
            case "DELETE" or "DELETEIFMATCHETAG" when device.DeviceId != hub.Options.DeviceId:
                await hub.DeleteAsync(device, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return "BulkRegistryOperationFailure";
        }
    }
}
