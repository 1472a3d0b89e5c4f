using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Control;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Https;

/// <summary>What modules ask the hub over HTTPS: calls of direct methods of modules of the same device (protocol section 3).</summary>
internal sealed class ModuleRequests(EdgeHub hub)
{
    private const string CallerHeader = "x-ms-edge-moduleId";
    private readonly MethodEndpoints _methods = new(hub);

    public async Task<ControlAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var path = (request.Path.Value ?? "").Trim('/').Split('/');
        if (path is not ["twins", var device, "modules", var module, "methods"])
            return ControlAnswer.Error(StatusCodes.Status404NotFound, $"There is nothing at '{request.Path}'.");
        if (!TryReadCaller(request, out var caller))
            return ControlAnswer.Error(StatusCodes.Status400BadRequest, $"Invalid header value for {CallerHeader}");
        if (caller.DeviceId != hub.Options.DeviceId)
            return ControlAnswer.Error(StatusCodes.Status401Unauthorized, "Only modules on the same device can invoke DirectMethods");
        var login = hub.Authenticate(caller, request.Headers.Authorization.ToString());
        if (login.Identity is null)
            return ControlAnswer.Error(StatusCodes.Status401Unauthorized, $"Unable to authenticate device with Id {caller.ClientId}");
        return device == hub.Options.DeviceId
            ? await _methods.AnswerAsync(request, new ClientIdentity(device, module), cancellationToken).ConfigureAwait(false)
            : ControlAnswer.Error(StatusCodes.Status404NotFound, $"Client {device}/{module} not found");
    }

    private static bool TryReadCaller(HttpRequest request, out ClientIdentity caller)
    {
        caller = null!;
        if (request.Headers[CallerHeader].ToString().Split('/') is not [{ Length: > 0 } device, { Length: > 0 } module]) return false;
        try
        {
            caller = new ClientIdentity(device, module);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}
