using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>The hub's control API, in the shape of IoT Hub's service API (protocol section 11.6): finds who answers, and answers errors.</summary>
internal sealed class HubControlEndpoints(EdgeHub hub, ILogger logger, CancellationToken stopping)
{
    private readonly ModuleEndpoints _modules = new(hub);
    private readonly TwinEndpoints _twins = new(hub);
    private readonly MethodEndpoints _methods = new(hub);

    public async Task HandleAsync(HttpContext context)
    {
        ControlAnswer answer;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            answer = await AnswerAsync(context.Request, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            answer = ControlAnswer.Error(StatusCodes.Status503ServiceUnavailable, "The hub stops.");
        }
        catch (ProtocolException exception)
        {
            answer = ControlAnswer.Error(StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not BadHttpRequestException)
        {
            Log.ControlFailed(logger, context.Request.Method, context.Request.Path, exception);
            answer = ControlAnswer.Error(StatusCodes.Status500InternalServerError, $"The hub failed: {exception.Message}");
        }

        context.Response.StatusCode = answer.Status;
        if (answer.Body is { } body)
            await JsonAnswer.WriteAsync(context, answer.Status, writer => body.WriteTo(writer)).ConfigureAwait(false);
    }

    private async Task<ControlAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
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

    private static ModuleIdentity Identity(string deviceId, string moduleId) => new(deviceId, moduleId);
}
