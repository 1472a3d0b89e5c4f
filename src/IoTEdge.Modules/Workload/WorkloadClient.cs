using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Workload;

/// <summary>The workload API of the runtime (protocol section 4): signs with the module's key and knows the roots to trust.</summary>
internal sealed class WorkloadClient
{
    // Every runtime takes this one, whatever IOTEDGE_APIVERSION says (protocol section 4.3).
    private const string ApiVersion = "2018-06-28";
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;
    private readonly Uri _uri;
    private readonly string _signPath;

    /// <summary>Names the API of one module.</summary>
    /// <param name="uri"><c>unix:///path</c>, <c>http://host:port</c> or <c>https://host:port</c>.</param>
    /// <param name="moduleId">The module's id.</param>
    /// <param name="generationId">The generation of the module's identity.</param>
    /// <exception cref="EdgeModuleException">The scheme is another.</exception>
    public WorkloadClient(Uri uri, string moduleId, string generationId)
    {
        _uri = uri;
        _http = uri.Scheme switch
        {
            "unix" => new HttpClient(OverSocket(uri.LocalPath)) { BaseAddress = new Uri("http://workload") },
            "http" or "https" => new HttpClient { BaseAddress = uri },
            _ => throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"IOTEDGE_WORKLOADURI is {uri}; unix, http and https are supported."),
        };
        _http.Timeout = RequestTimeout;
        _signPath = $"/modules/{Uri.EscapeDataString(moduleId)}/genid/{Uri.EscapeDataString(generationId)}/sign?api-version={ApiVersion}";
    }

    /// <summary>Signs data with the module's key.</summary>
    /// <returns>The signature in base64.</returns>
    public async Task<string> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["keyId"] = "primary", ["algo"] = "HMACSHA256", ["data"] = Convert.ToBase64String(data.Span) };
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, SdkJsonContext.Default.JsonObject));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, _signPath) { Content = content };
        return await SendAsync(request, "digest", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the roots to trust.</summary>
    /// <returns>Certificates in PEM form.</returns>
    public async Task<string> GetTrustBundleAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/trust-bundle?api-version={ApiVersion}");
        return await SendAsync(request, "certificate", cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> SendAsync(HttpRequestMessage request, string member, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var json = TwinJson.ParseObject(body, "answer of the workload API");
            if (!response.IsSuccessStatusCode)
            {
                var reason = (int)response.StatusCode >= 500 ? EdgeModuleErrorReason.Connection : EdgeModuleErrorReason.Refused;
                throw new EdgeModuleException(reason, $"The workload API at {_uri} answered {(int)response.StatusCode}: {Text(json, "message")}");
            }

            return Text(json, member) ?? throw new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"The workload API at {_uri} answered without '{member}'.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Connection, $"The workload API at {_uri} cannot be reached: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Timeout, $"The workload API at {_uri} did not answer within {RequestTimeout.TotalSeconds} s.", exception);
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"The workload API at {_uri} answered with something else than JSON. {exception.Message}", exception);
        }
    }

    private static string? Text(JsonObject json, string member) =>
        json[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static SocketsHttpHandler OverSocket(string path) => new()
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
