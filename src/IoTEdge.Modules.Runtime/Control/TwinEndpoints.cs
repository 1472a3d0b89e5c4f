using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary><c>/twins/{d}/modules/{m}</c>: the service's view of a twin (protocol section 6.1).</summary>
internal sealed class TwinEndpoints(EdgeHub hub)
{
    public async Task<ControlAnswer> AnswerAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        if (hub.Identities.Find(identity) is not { } module)
            return ModuleEndpoints.NotFound(identity);
        ModuleTwin twin;
        if (HttpMethods.IsGet(request.Method))
            twin = await hub.Twins.GetAsync(identity, cancellationToken).ConfigureAwait(false);
        else if (HttpMethods.IsPatch(request.Method))
            twin = await hub.Twins.PatchDesiredAsync(identity, await ReadDesiredAsync(request, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        else if (HttpMethods.IsPut(request.Method))
            twin = await hub.Twins.ReplaceDesiredAsync(identity, await ReadDesiredAsync(request, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        else
            return ModuleEndpoints.NotAllowed(request.Method);
        return ControlAnswer.Ok(new JsonObject
        {
            ["deviceId"] = identity.DeviceId,
            ["moduleId"] = identity.ModuleId,
            ["status"] = module.IsEnabled ? "enabled" : "disabled",
            ["connectionState"] = hub.IsConnected(identity) ? "Connected" : "Disconnected",
            ["properties"] = new JsonObject { ["desired"] = twin.Desired.ToWire(), ["reported"] = twin.Reported.ToWire() },
        });
    }

    private static async Task<JsonObject> ReadDesiredAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        if ((body["properties"] as JsonObject)?["desired"] is not JsonObject desired)
            throw new ProtocolException("twin", "it has no object properties.desired; send {\"properties\":{\"desired\":{...}}}.");
        // What was read from a twin may be written back: $version and $metadata are no properties.
        return TwinSection.FromWire((JsonObject)desired.DeepClone(), "desired properties").Properties;
    }
}
