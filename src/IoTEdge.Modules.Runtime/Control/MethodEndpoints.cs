using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Protocol;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary><c>POST /twins/{d}/modules/{m}/methods</c>: calls a direct method (protocol section 3).</summary>
internal sealed class MethodEndpoints(EdgeHub hub)
{
    public async Task<ControlAnswer> AnswerAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(request.Method))
            return ModuleEndpoints.NotAllowed(request.Method);
        var call = MethodRequest.Parse(await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false));
        var result = await hub.Methods.InvokeAsync(identity, call, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            MethodOutcome.Answered => ControlAnswer.Ok(new JsonObject { ["status"] = result.Status, ["payload"] = result.Payload }),
            MethodOutcome.NotConnected => ControlAnswer.Error(StatusCodes.Status404NotFound, $"Client {identity.ClientId} not found"),
            _ => ControlAnswer.Error(StatusCodes.Status504GatewayTimeout, $"Timed out waiting for device to respond to method request {result.RequestId}"),
        };
    }
}
