using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Protocol;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Https;

/// <summary>Calls a direct method as a request asks for it.</summary>
internal sealed class MethodCall(EdgeHub hub)
{
    /// <exception cref="ProtocolException">The body is no call (protocol section 3).</exception>
    public async Task<MethodResult> InvokeAsync(HttpRequest request, ClientIdentity identity, CancellationToken cancellationToken)
    {
        var call = MethodRequest.Parse(await RequestBody.ReadAsync(request, cancellationToken).ConfigureAwait(false));
        return await hub.Methods.InvokeAsync(identity, call, cancellationToken).ConfigureAwait(false);
    }

    public static HubAnswer Answer(MethodResult result) =>
        HubAnswer.Ok(new JsonObject { ["status"] = result.Status, ["payload"] = result.Payload });
}
