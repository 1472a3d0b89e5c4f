using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.LargePayloads;
using IoTEdge.Modules.Methods;
using IoTEdge.Modules.Outputs;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Resilience;
using Polly;

namespace IoTEdge.Modules.Invocation;

/// <summary>Calls direct methods through the REST API of hubs (protocol section 3).</summary>
internal sealed class HttpMethodInvoker : IMethodInvoker, IDisposable
{
    private const int MaxPayload = 128 * 1024;
    private const string CallerHeader = "x-ms-edge-moduleId";
    private const string ApiVersion = "2020-09-30";

    // What the way to the hub and back may take beside what the hub itself waits.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private readonly ModuleAccess _access;
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly IPayloadSerializer _serializer;
    private readonly MessageIds _transferIds;
    private readonly HttpClient _http;

    public HttpMethodInvoker(ModuleAccess access, EdgeModuleClientOptions options, ModulePipelines pipelines, MessageIds transferIds, IPayloadSerializer serializer)
    {
        _access = access;
        _pipeline = pipelines.Method();
        _time = options.TimeProvider;
        _serializer = serializer;
        _transferIds = transferIds;
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = access.Trust.ClientOptions(access.Endpoint.Host), AllowAutoRedirect = false })
        {
            // The port of the endpoint is MQTT's.
            BaseAddress = new UriBuilder(Uri.UriSchemeHttps, access.Endpoint.Host, options.HttpsPort).Uri,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<TResponse> InvokeAsync<TRequest, TResponse>(
        MethodTarget target, string method, TRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await InvokeAsync(target, new MethodRequest(method, _serializer.Serialize(request)), options, cancellationToken).ConfigureAwait(false);
        // Who answers nothing at all means null, and the serializer says which types cannot be that.
        var payload = result.Payload.IsEmpty ? "null"u8 : result.Payload.Span;
        if (MethodStatus.IsSuccess(result.Status)) return _serializer.Deserialize<TResponse>(payload, $"The answer of '{method}' of {target}");
        throw new MethodFault(result.Status, MethodProblem.Read(result.Payload.Span) ?? new MethodProblem(MethodStatus.Title(result.Status)) { Detail = $"'{method}' of {target} gave no reason." });
    }

    public async Task<MethodResult> InvokeAsync(MethodTarget target, MethodRequest request, MethodInvocationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(request);
        options ??= MethodInvocationOptions.Default;
        options.Validate();
        if (options.LargePayloads)
        {
            var call = new LargePayloadCall((payload, token) => InvokeWholeAsync(target, new MethodRequest(request.Name, payload), options, token), _transferIds.Next);
            return await call.InvokeAsync(request, $"'{request.Name}' of {target}", cancellationToken).ConfigureAwait(false);
        }

        return await InvokeWholeAsync(target, request, options, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private async Task<MethodResult> InvokeWholeAsync(MethodTarget target, MethodRequest request, MethodInvocationOptions options, CancellationToken cancellationToken)
    {
        if (request.Payload.Length > MaxPayload)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.MessageTooLarge,
                $"The payload for '{request.Name}' of {target} has {request.Payload.Length} bytes; hubs take {MaxPayload}, more only where both sides say LargePayloads.");
        }

        try
        {
            return await _pipeline.ExecuteAsync(async token => await CallAsync(target, request, options, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (ExecutionRejectedException rejection)
        {
            throw PipelineRejection.Of(rejection, EdgeModulePipelines.Method, $"call '{request.Name}' of {target}");
        }
    }

    private async Task<MethodResult> CallAsync(MethodTarget target, MethodRequest request, MethodInvocationOptions options, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.ConnectTimeout + options.ResponseTimeout + Margin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var message = await MessageAsync(target, request, options, either.Token).ConfigureAwait(false);
            using var response = await _http.SendAsync(message, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? Read(body, target, request.Name) : throw Refusal(response.StatusCode, body, target, request.Name);
        }
        catch (HttpRequestException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Connection, $"'{request.Name}' of {target} could not be called at {_http.BaseAddress}: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Timeout, $"The hub did not answer the call of '{request.Name}' of {target}.", exception);
        }
    }

    private async Task<HttpRequestMessage> MessageAsync(MethodTarget target, MethodRequest request, MethodInvocationOptions options, CancellationToken cancellationToken)
    {
        var token = await _access.Tokens.CreateTokenAsync(cancellationToken).ConfigureAwait(false);
        var message = new HttpRequestMessage(HttpMethod.Post, $"{target.PathFor(_access.Identity)}?api-version={ApiVersion}")
        {
            Content = new ByteArrayContent(Body(request, options)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };

        // The token carries its scheme itself, so it is no value that the typed header would take.
        message.Headers.TryAddWithoutValidation("Authorization", token.Value);
        message.Headers.TryAddWithoutValidation(CallerHeader, _access.Identity.ClientId);
        return message;
    }

    private static byte[] Body(MethodRequest request, MethodInvocationOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("methodName", request.Name);
            json.WriteNumber("responseTimeoutInSeconds", (int)Math.Ceiling(options.ResponseTimeout.TotalSeconds));
            json.WriteNumber("connectTimeoutInSeconds", (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds));
            json.WritePropertyName("payload");
            WritePayload(json, request);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WritePayload(Utf8JsonWriter json, MethodRequest request)
    {
        if (request.Payload.IsEmpty)
        {
            json.WriteNullValue();
            return;
        }

        try
        {
            json.WriteRawValue(request.Payload.Span);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The payload for '{request.Name}' is no JSON: {exception.Message}", nameof(request), exception);
        }
    }

    private static MethodResult Read(byte[] body, MethodTarget target, string method)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            var status = answer.RootElement.GetProperty("status").GetInt32();
            var payload = answer.RootElement.TryGetProperty("payload", out var value) && value.ValueKind != JsonValueKind.Null
                ? JsonSerializer.SerializeToUtf8Bytes(value, SdkJsonContext.Default.JsonElement)
                : [];
            return new MethodResult(status, payload);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"The hub's answer to the call of '{method}' of {target} cannot be read: {exception.Message}", exception);
        }
    }

    private static EdgeModuleException Refusal(HttpStatusCode status, byte[] body, MethodTarget target, string method)
    {
        var reason = status switch
        {
            HttpStatusCode.NotFound => EdgeModuleErrorReason.TargetUnavailable,
            HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => EdgeModuleErrorReason.Timeout,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => EdgeModuleErrorReason.Unauthorized,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => EdgeModuleErrorReason.Throttled,
            _ => EdgeModuleErrorReason.Refused,
        };
        return new EdgeModuleException(reason, $"The hub answers the call of '{method}' of {target} with {(int)status}: {Text(body)}");
    }

    // Hubs say why in a member whose case differs between them.
    private static string Text(byte[] body)
    {
        try
        {
            return (JsonNode.Parse(body) as JsonObject)?.FirstOrDefault(member => member.Key.Equals("message", StringComparison.OrdinalIgnoreCase)).Value?.ToString() ?? "no reason given.";
        }
        catch (JsonException)
        {
            return "no reason given.";
        }
    }
}
