using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Identities;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>/devices[/{d}[/modules[/{m}]]]</c>: the registry of identities (protocol section 11.6).</summary>
internal sealed class RegistryEndpoints(EdgeHub hub)
{
    // As at IoT Hub.
    private const int MaxListed = 1000;

    private readonly IdentityJson _json = new(hub);
    private readonly BulkRegistration _bulk = new(hub);

    /// <summary><c>/devices</c></summary>
    public async Task<HubAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsPost(request.Method))
            return await _bulk.AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        if (!HttpMethods.IsGet(request.Method))
            return ServiceError.NotAllowed(request);
        var top = int.TryParse(request.Query["top"], out var number) && number is > 0 and <= MaxListed ? number : MaxListed;
        return List(hub.Identities.All.Where(client => !client.Identity.IsModule).Take(top));
    }

    /// <summary><c>/devices/{d}/modules</c></summary>
    public HubAnswer AnswerModules(HttpRequest request, ClientIdentity device)
    {
        if (!HttpMethods.IsGet(request.Method))
            return ServiceError.NotAllowed(request);
        return hub.Identities.Find(device) is null
            ? ServiceError.NotFound(device)
            : List(hub.Identities.All.Where(client => client.Identity.IsModule && client.Identity.DeviceId == device.DeviceId));
    }

    /// <summary><c>/devices/{d}[/modules/{m}]</c></summary>
    public async Task<HubAnswer> AnswerAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsPut(request.Method))
            return await PutAsync(request, identity, cancellationToken).ConfigureAwait(false);
        if (hub.Identities.Find(identity) is not { } client)
            return ServiceError.NotFound(identity);
        if (HttpMethods.IsGet(request.Method))
            return Show(client);
        if (!HttpMethods.IsDelete(request.Method))
            return ServiceError.NotAllowed(request);
        if (!Etag.Matches(Etag.IfMatch(request), client.Etag))
            return ServiceError.PreconditionFailed($"'{identity.ClientId}'");
        if (IsOwn(identity))
            return ServiceError.BadRequest($"'{identity.ClientId}' is the runtime's own, and stays.");
        await hub.DeleteAsync(identity, cancellationToken).ConfigureAwait(false);
        return new HubAnswer(StatusCodes.Status204NoContent, null);
    }

    private async Task<HubAnswer> PutAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        var device = new ClientIdentity(identity.DeviceId, null);
        if (identity.IsModule && hub.Identities.Find(device) is null)
            return ServiceError.NotFound(device);
        var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        if ((IdentityJson.Text(body, "deviceId") ?? identity.DeviceId) != identity.DeviceId || (IdentityJson.Text(body, "moduleId") ?? identity.ModuleId) != identity.ModuleId)
            return ServiceError.BadRequest("The ids in the body are not those of the path.");
        var ifMatch = Etag.IfMatch(request);
        RegisteredClient? found = null;
        var client = await hub.Identities.TryPutAsync(
            identity,
            IdentityJson.Read(body, identity, hub.Options.DeviceId),
            existing =>
            {
                found = existing;
                return ifMatch is null ? existing is null : existing is not null && Etag.Matches(ifMatch, existing.Etag);
            },
            cancellationToken).ConfigureAwait(false);
        if (client is not null)
            return Show(client);
        if (found is null)
            return ServiceError.NotFound(identity);
        return ifMatch is null ? ServiceError.AlreadyExists(identity) : ServiceError.PreconditionFailed($"'{identity.ClientId}'");
    }

    private bool IsOwn(ClientIdentity identity) =>
        identity.DeviceId == hub.Options.DeviceId && identity.ModuleId is null or "$edgeHub" or "$edgeAgent";

    private HubAnswer Show(RegisteredClient client) => Etag.With(HubAnswer.Ok(_json.Write(client)), client.Etag);

    private HubAnswer List(IEnumerable<RegisteredClient> clients) => HubAnswer.Ok(new JsonArray([.. clients.Select(_json.Write)]));
}
