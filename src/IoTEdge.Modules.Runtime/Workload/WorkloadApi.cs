using IoTEdge.Modules.Runtime.Sockets;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>The workload API of edged, as far as clients use it: sign and trust bundle (protocol section 4.4, 11.4).</summary>
internal sealed class WorkloadApi(TimeProvider time)
{
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(5);

    public Task AnswerAsync(WorkloadModule module, HttpContext context)
    {
        if (WorkloadApiVersion.Check(context.Request) is { } wrongVersion) return JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, wrongVersion);
        // Kestrel has decoded the path already, as edged does with the module's name.
        var segments = (context.Request.Path.Value ?? "").Split('/');
        return segments switch
        {
            ["", "trust-bundle"] => Only(HttpMethods.Get, context, () => AnswerTrustBundleAsync(module, context)),
            ["", "modules", var name, "genid", _, "sign"] => Only(HttpMethods.Post, context, () => SignAsync(module, name, context)),
            _ => JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "not found"),
        };
    }

    private static Task Only(string method, HttpContext context, Func<Task> answer) =>
        context.Request.Method == method ? answer() : JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, "method not allowed");

    private static Task AnswerTrustBundleAsync(WorkloadModule module, HttpContext context) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("certificate", module.TrustBundlePem);
            writer.WriteEndObject();
        });

    private async Task SignAsync(WorkloadModule module, string name, HttpContext context)
    {
        if (name != module.ModuleId)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status403Forbidden, "forbidden").ConfigureAwait(false);
            return;
        }

        var (body, problem, status) = await ReadBodyAsync(context.Request).ConfigureAwait(false);
        if (problem is not null)
        {
            await JsonAnswer.MessageAsync(context, status, problem).ConfigureAwait(false);
            return;
        }

        try
        {
            var digest = module.Key.Sign(SignRequest.ReadData(body));
            await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, writer =>
            {
                writer.WriteStartObject();
                writer.WriteBase64String("digest", digest);
                writer.WriteEndObject();
            }).ConfigureAwait(false);
        }
        catch (FormatException exception)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status422UnprocessableEntity, exception.Message).ConfigureAwait(false);
        }
    }

    private async Task<(byte[] Body, string? Problem, int Status)> ReadBodyAsync(HttpRequest request)
    {
        using var timeout = new CancellationTokenSource(BodyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, request.HttpContext.RequestAborted);
        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, either.Token).ConfigureAwait(false);
            // A body of another type counts as none; a client that names no type (Python) is believed.
            var isJson = request.ContentType is null || request.ContentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
            return body.Length > 0 && isJson ? (body.ToArray(), null, 0) : ([], "missing parameter: request body", StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException exception)
        {
            return ([], exception.Message, exception.StatusCode);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return ([], "the request body did not come within 5 s", StatusCodes.Status408RequestTimeout);
        }
    }
}
