using IoTEdge.Modules.Hub;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Runtime.Control;
using IoTEdge.Modules.Runtime.Service;
using IoTEdge.Modules.Runtime.Sockets;
using IoTEdge.Modules.Runtime.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Https;

/// <summary>Answers HTTP requests, each by the door that it came through, and turns failures into answers.</summary>
internal sealed class HubRequests(EdgeHub hub, WebSocketDoor sockets, ILogger logger, CancellationToken stopping)
{
    private readonly HubControlEndpoints _control = new(hub);
    private readonly ModuleRequests _modules = new(hub);
    private readonly ServiceRequests _services = new(hub, logger);

    public Task HandleAsync(HttpContext context) => context.Door() == HubDoor.Https && context.WebSockets.IsWebSocketRequest
        ? sockets.HandleAsync(context)
        : HandleRequestAsync(context);

    private async Task HandleRequestAsync(HttpContext context)
    {
        HubAnswer answer;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            answer = await AnswerAsync(context, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            answer = ServiceError.Answer(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", "The hub stops.");
        }
        catch (ProtocolException exception)
        {
            answer = ServiceError.BadRequest(exception.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not BadHttpRequestException)
        {
            Control.Log.ControlFailed(logger, context.Request.Method, context.Request.Path, exception);
            answer = ServiceError.Answer(StatusCodes.Status500InternalServerError, "ServerError", $"The hub failed: {exception.Message}");
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body is { } body)
            await JsonAnswer.WriteAsync(context, answer.Status, writer => body.WriteTo(writer)).ConfigureAwait(false);
    }

    private Task<HubAnswer> AnswerAsync(HttpContext context, CancellationToken cancellationToken) => context.Door() switch
    {
        HubDoor.Control => _control.AnswerAsync(context.Request, cancellationToken),
        HubDoor.Https when ModuleRequests.IsFromModule(context.Request) => _modules.AnswerAsync(context.Request, cancellationToken),
        HubDoor.Https => _services.AnswerAsync(context.Request, cancellationToken),
        _ => Task.FromResult(ServiceError.Nothing(context.Request)),
    };
}
