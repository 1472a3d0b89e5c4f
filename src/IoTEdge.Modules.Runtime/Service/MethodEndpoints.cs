using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary><c>POST /twins/{d}[/modules/{m}]/methods</c>, asked for by a service (protocol section 11.6).</summary>
internal sealed class MethodEndpoints(EdgeHub hub)
{
    private readonly MethodCall _call = new(hub);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(request.Method))
            return ServiceError.NotAllowed(request);
        if (hub.Identities.Find(identity) is null)
            return ServiceError.NotFound(identity);
        var result = await _call.InvokeAsync(request, identity, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            MethodOutcome.Answered => MethodCall.Answer(result),
            MethodOutcome.NotConnected => ServiceError.Answer(StatusCodes.Status404NotFound, "DeviceNotOnline", $"'{identity.ClientId}' is not connected, or has not subscribed to methods."),
            _ => ServiceError.Answer(StatusCodes.Status504GatewayTimeout, "GatewayTimeout", $"Timed out waiting for '{identity.ClientId}' to answer."),
        };
    }
}
