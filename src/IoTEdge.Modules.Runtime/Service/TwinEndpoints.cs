using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Twins;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>/twins/{d}[/modules/{m}]</c>: the service's view of a twin (protocol section 6.1).</summary>
internal sealed class TwinEndpoints(EdgeHub hub)
{
    private readonly TwinJsonView _json = new(hub);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        if (hub.Identities.Find(identity) is not { } client)
            return ServiceError.NotFound(identity);
        if (HttpMethods.IsGet(request.Method))
            return Show(_json.Write(client, await hub.Twins.GetViewAsync(identity, cancellationToken).ConfigureAwait(false)));
        if (!HttpMethods.IsPatch(request.Method) && !HttpMethods.IsPut(request.Method))
            return ServiceError.NotAllowed(request);
        var update = Read(await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false)) with
        {
            IsReplacement = HttpMethods.IsPut(request.Method),
            IfMatch = Etag.IfMatch(request),
        };
        return await hub.Twins.UpdateAsync(identity, update, cancellationToken).ConfigureAwait(false) is { } twin
            ? Show(_json.Write(client, twin))
            : ServiceError.PreconditionFailed($"The twin of '{identity.ClientId}'");
    }

    private static HubAnswer Show(JsonObject twin) => Etag.With(HubAnswer.Ok(twin), IdentityJson.Text(twin, "etag")!);

    private static TwinUpdate Read(JsonObject body)
    {
        var desired = (body["properties"] as JsonObject)?["desired"] as JsonObject;
        var tags = body["tags"] as JsonObject;
        if (desired is null && tags is null)
            throw new ProtocolException("twin", "it has neither an object properties.desired nor an object tags; send {\"properties\":{\"desired\":{...}}}.");
        // What was read from a twin may be written back: $version and $metadata are no properties.
        desired = desired is null ? null : TwinSection.FromWire((JsonObject)desired.DeepClone(), "desired properties").Properties;
        if (desired is not null)
            ServiceTwinValidator.ValidateDesired(desired);
        if (tags is not null)
            ServiceTwinValidator.ValidateTags(tags);
        return new TwinUpdate { Desired = desired, Tags = tags };
    }
}
