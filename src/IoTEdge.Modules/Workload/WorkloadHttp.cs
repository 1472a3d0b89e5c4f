using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Workload;

/// <summary>Speaks HTTP with the workload API, over a Unix socket or TCP (protocol section 4.3).</summary>
internal sealed class WorkloadHttp : IDisposable
{
    // Every runtime takes this one, whatever IOTEDGE_APIVERSION says (protocol section 4.3).
    private const string ApiVersion = "2018-06-28";

    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly Uri _uri;

    public WorkloadHttp(Uri uri)
    {
        _uri = uri;
        _http = uri.Scheme switch
        {
            "unix" => new HttpClient(OverSocket(uri.LocalPath)) { BaseAddress = new Uri("http://workload") },
            "http" or "https" => new HttpClient { BaseAddress = uri },
            _ => throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"IOTEDGE_WORKLOADURI is {uri}; unix, http and https are supported."),
        };
        _http.Timeout = RequestTimeout;
    }

    public async Task<WorkloadAnswer> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, WithVersion(path));
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<WorkloadAnswer> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, SdkJsonContext.Default.JsonObject));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, WithVersion(path)) { Content = content };
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private static string WithVersion(string path) => $"{path}?api-version={ApiVersion}";

    private async Task<WorkloadAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var answer = new WorkloadAnswer(TwinJson.ParseObject(body, "answer of the workload API"), _uri);
            if (response.IsSuccessStatusCode) return answer;
            var reason = (int)response.StatusCode >= 500 ? EdgeModuleErrorReason.Connection : EdgeModuleErrorReason.Refused;
            throw new EdgeModuleException(reason, $"The workload API at {_uri} answered {(int)response.StatusCode}: {answer.Message}");
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
