using System.Security.Cryptography;
using IoTEdge.Modules.Runtime.Sockets;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>The workload API of edged: sign, trust bundle, server certificate, encrypt and decrypt (protocol section 4.4, 11.4).</summary>
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
            ["", "modules", var name, "genid", _, "sign"] => Only(HttpMethods.Post, context, () => PostAsync(module, name, context, request => Sign(module, request))),
            ["", "modules", var name, "genid", _, "certificate", "server"] => Only(HttpMethods.Post, context, () => PostAsync(module, name, context, request => IssueCertificate(module, request))),
            ["", "modules", var name, "genid", var generation, "encrypt"] => Only(HttpMethods.Post, context, () => PostAsync(module, name, context, request => Encrypt(module, generation, request))),
            ["", "modules", var name, "genid", var generation, "decrypt"] => Only(HttpMethods.Post, context, () => PostAsync(module, name, context, request => Decrypt(module, generation, request))),
            _ => JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "not found"),
        };
    }

    private static Task Only(string method, HttpContext context, Func<Task> answer) =>
        context.Request.Method == method ? answer() : JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, "method not allowed");

    private static Task AnswerTrustBundleAsync(WorkloadModule module, HttpContext context) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("certificate", module.Authority.CertificatePem);
            writer.WriteEndObject();
        });

    private async Task PostAsync(WorkloadModule module, string name, HttpContext context, Func<WorkloadRequest, WorkloadAnswer> answer)
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
            using var request = WorkloadRequest.Parse(body);
            var result = answer(request);
            await JsonAnswer.WriteAsync(context, result.Status, result.Write).ConfigureAwait(false);
        }
        catch (FormatException exception)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status422UnprocessableEntity, exception.Message).ConfigureAwait(false);
        }
        catch (CryptographicException exception)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status500InternalServerError, exception.Message).ConfigureAwait(false);
        }
    }

    private static WorkloadAnswer Sign(WorkloadModule module, WorkloadRequest request) =>
        WorkloadAnswer.Bytes("digest", module.Key.Sign(request.Bytes("data")));

    private WorkloadAnswer IssueCertificate(WorkloadModule module, WorkloadRequest request)
    {
        var expiration = request.Time("expiration");
        if (expiration <= time.GetUtcNow()) throw new FormatException("invalid value: field `expiration` is over");
        try
        {
            return WorkloadAnswer.Certificate(module.Authority.IssueForModule([request.Text("commonName"), module.ModuleId.TrimStart('$')], expiration));
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"invalid value: field `commonName`, or the module's id, is no host name: {exception.Message}", exception);
        }
    }

    private static WorkloadAnswer Encrypt(WorkloadModule module, string generation, WorkloadRequest request) =>
        WorkloadAnswer.Bytes("ciphertext", WorkloadCipher.Encrypt(module.Key, module.ModuleId, generation, request.Bytes("plaintext"), request.Bytes("initializationVector")));

    private static WorkloadAnswer Decrypt(WorkloadModule module, string generation, WorkloadRequest request) =>
        WorkloadAnswer.Bytes("plaintext", WorkloadCipher.Decrypt(module.Key, module.ModuleId, generation, request.Bytes("ciphertext"), request.Bytes("initializationVector")));

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
