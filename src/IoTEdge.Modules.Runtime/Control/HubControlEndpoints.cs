using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Runtime.Https;
using IoTEdge.Modules.Runtime.Service;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>The hub's control API: IoT Hub's service API, and what only a local hub can tell. Whoever reaches the socket may ask everything.</summary>
internal sealed class HubControlEndpoints(EdgeHub hub)
{
    private readonly ServiceEndpoints _service = new(hub);

    public async Task<HubAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken) => RequestPath.Split(request) switch
    {
        ["upstream"] => await UpstreamEndpoint.AnswerAsync(hub, request, cancellationToken).ConfigureAwait(false),
        ["statistics"] => StatisticsEndpoint.Answer(hub),
        _ => await _service.AnswerAsync(request, cancellationToken).ConfigureAwait(false),
    };
}
