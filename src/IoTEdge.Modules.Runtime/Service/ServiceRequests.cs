using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.Https;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Service;

/// <summary>What services ask the hub over HTTPS: they show a token of the policy <c>iothubowner</c> (protocol section 11.6).</summary>
internal sealed class ServiceRequests(EdgeHub hub, ILogger logger)
{
    private readonly ServiceEndpoints _endpoints = new(hub);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (hub.Policy.Allows(request.Headers.Authorization.ToString(), IsOurHost, out var reason))
            return await _endpoints.AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        Log.ServiceRefused(logger, request.Method, request.Path, reason);
        return ServiceError.Unauthorized($"The request is not authorized: {reason}.");

        // A service names the hub as it reaches it; the key is what counts.
        bool IsOurHost(string host) => host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            || host.Equals(hub.Options.HubHostName, StringComparison.OrdinalIgnoreCase)
            || host.Equals(hub.Options.GatewayHostName, StringComparison.OrdinalIgnoreCase);
    }
}
