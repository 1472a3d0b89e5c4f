using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Hub.Methods;
using IoTEdge.Modules.Protocol;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Https;

/// <summary>What modules ask the hub over HTTPS: calls of direct methods of other modules and of leaf devices (protocol section 3).</summary>
internal sealed class ModuleRequests(EdgeHub hub)
{
    private const string CallerHeader = "x-ms-edge-moduleId";
    private readonly MethodCall _call = new(hub);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!TryReadTarget(request, out var target))
            return HubAnswer.Error(StatusCodes.Status404NotFound, $"There is nothing at '{request.Path}'.");
        if (!TryReadCaller(request, out var caller))
            return HubAnswer.Error(StatusCodes.Status400BadRequest, $"Invalid header value for {CallerHeader}");
        if (caller.DeviceId != hub.Options.DeviceId)
            return HubAnswer.Error(StatusCodes.Status401Unauthorized, "Only modules on the same device can invoke DirectMethods");
        var login = hub.Authenticate(caller, request.Headers.Authorization.ToString());
        if (login.Identity is null)
            return HubAnswer.Error(StatusCodes.Status401Unauthorized, $"Unable to authenticate device with Id {caller.ClientId}");
        if (!HttpMethods.IsPost(request.Method))
            return HubAnswer.Error(StatusCodes.Status405MethodNotAllowed, $"{request.Method} is not allowed here.");
        // Nobody that the hub does not know is waited for, or remembered.
        if (hub.Identities.Find(target) is null)
            return HubAnswer.Error(StatusCodes.Status404NotFound, $"Client {target.ClientId} not found");
        MethodResult result;
        try
        {
            result = await _call.InvokeAsync(request, target, cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolException exception)
        {
            // edgeHub does not handle what it finds wrong with a call, and answers 500 without a word (protocol section 3).
            return HubAnswer.Error(hub.Options.Strict ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError, exception.Message);
        }

        return result.Outcome switch
        {
            MethodOutcome.Answered => MethodCall.Answer(result),
            MethodOutcome.NotConnected => HubAnswer.Error(StatusCodes.Status404NotFound, $"Client {target.ClientId} not found"),
            _ => HubAnswer.Error(StatusCodes.Status504GatewayTimeout, $"Timed out waiting for device to respond to method request {result.RequestId}"),
        };
    }

    /// <summary>Whether a module asks: it calls a method, and shows no token of a service's policy.</summary>
    public static bool IsFromModule(HttpRequest request) =>
        RequestPath.Split(request) is ["twins", .., "methods"]
        && (request.Headers.ContainsKey(CallerHeader) || !request.Headers.Authorization.ToString().Contains("skn=", StringComparison.Ordinal));

    private static bool TryReadTarget(HttpRequest request, out ClientIdentity target)
    {
        target = RequestPath.Split(request) switch
        {
            ["twins", var device, "methods"] => new ClientIdentity(device, null),
            ["twins", var device, "modules", var module, "methods"] => new ClientIdentity(device, module),
            _ => null!,
        };
        return target is not null;
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
