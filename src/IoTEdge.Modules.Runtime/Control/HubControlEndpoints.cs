using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>The hub's control API, in the shape of IoT Hub's service API (protocol section 11.6): finds who answers.</summary>
internal sealed class HubControlEndpoints(EdgeHub hub)
{
    private readonly ModuleEndpoints _modules = new(hub);
    private readonly TwinEndpoints _twins = new(hub);
    private readonly MethodEndpoints _methods = new(hub);

    public async Task<ControlAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var path = (request.Path.Value ?? "").Trim('/').Split('/');
        return path switch
        {
            ["devices", var device, "modules"] when IsOurs(device) => _modules.List(request.Method),
            ["devices", var device, "modules", var module] when IsOurs(device) => await _modules.AnswerAsync(request, Identity(device, module), cancellationToken).ConfigureAwait(false),
            ["twins", var device, "modules", var module] when IsOurs(device) => await _twins.AnswerAsync(request, Identity(device, module), cancellationToken).ConfigureAwait(false),
            ["twins", var device, "modules", var module, "methods"] when IsOurs(device) => await _methods.AnswerAsync(request, Identity(device, module), cancellationToken).ConfigureAwait(false),
            ["devices" or "twins", var device, ..] when !IsOurs(device) => ControlAnswer.Error(StatusCodes.Status404NotFound, $"Device '{device}' is not the edge device of this hub, which is '{hub.Options.DeviceId}'."),
            ["upstream"] => await UpstreamEndpoint.AnswerAsync(hub, request, cancellationToken).ConfigureAwait(false),
            ["statistics"] => StatisticsEndpoint.Answer(hub),
            _ => ControlAnswer.Error(StatusCodes.Status404NotFound, $"There is nothing at '{request.Path}'."),
        };
    }

    private bool IsOurs(string deviceId) => deviceId == hub.Options.DeviceId;

    private static ClientIdentity Identity(string deviceId, string moduleId) => new(deviceId, moduleId);
}
