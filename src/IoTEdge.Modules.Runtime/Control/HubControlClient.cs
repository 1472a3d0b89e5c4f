using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Runtime.Control;

/// <summary>Asks the hub through its control socket, in the shape of IoT Hub's service API (protocol section 11.6).</summary>
internal sealed class HubControlClient : IDisposable
{
    private readonly HttpClient _http;

    public HubControlClient(string socketPath) => _http = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = new Uri("http://hub/"),
    };

    /// <summary>The identity as it is, or a new one with new keys.</summary>
    public async Task<ModuleRegistration> EnsureModuleAsync(ModuleIdentity identity, CancellationToken cancellationToken)
    {
        var path = ModulePath("devices", identity);
        using var found = await SendAsync(HttpMethod.Get, path, null, cancellationToken, isOptional: true).ConfigureAwait(false);
        if (found is not null) return ModuleRegistration.Read(found.RootElement);
        var body = $$"""{"deviceId":{{Quote(identity.DeviceId)}},"moduleId":{{Quote(identity.ModuleId)}}}""";
        using var made = await SendAsync(HttpMethod.Put, path, body, cancellationToken).ConfigureAwait(false);
        return ModuleRegistration.Read(made!.RootElement);
    }

    /// <summary>Deletes an identity with its twin; one that is gone is no error.</summary>
    public async Task DeleteModuleAsync(ModuleIdentity identity, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Delete, ModulePath("devices", identity), null, cancellationToken, isOptional: true).ConfigureAwait(false))?.Dispose();

    /// <summary>Replaces the desired properties.</summary>
    public async Task PutDesiredAsync(ModuleIdentity identity, JsonElement desired, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Put, ModulePath("twins", identity), $$$"""{"properties":{"desired":{{{desired.GetRawText()}}}}}""", cancellationToken).ConfigureAwait(false))?.Dispose();

    /// <summary>Messages that arrived upstream after a sequence number; waits for the first one when there is none.</summary>
    public async Task<IReadOnlyList<UpstreamEntry>> GetUpstreamAsync(long after, int max, int waitSeconds, CancellationToken cancellationToken)
    {
        using var json = await SendAsync(HttpMethod.Get, $"upstream?after={after}&max={max}&waitSeconds={waitSeconds}", null, cancellationToken).ConfigureAwait(false);
        return [.. json!.RootElement.EnumerateArray().Select(UpstreamEntry.Read)];
    }

    /// <summary>What the hub counted since it started.</summary>
    public async Task<JsonDocument> GetStatisticsAsync(CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, "statistics", null, cancellationToken).ConfigureAwait(false))!;

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument?> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken, bool isOptional = false)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return content.Length == 0 ? null : JsonDocument.Parse(content);
            if (isOptional && response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
            throw new HubControlException($"The hub refused {method} /{path} with {(int)response.StatusCode}: {MessageOf(content)}", (int)response.StatusCode);
        }
        catch (HttpRequestException exception)
        {
            throw new HubControlException($"The hub does not answer {method} /{path}: {exception.Message}", status: null, exception);
        }
    }

    private static string MessageOf(byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.TryGetProperty("Message", out var message) || json.RootElement.TryGetProperty("message", out message) ? message.ToString() : json.RootElement.ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "no reason was given.";
        }
    }

    private static string ModulePath(string collection, ModuleIdentity identity) =>
        $"{collection}/{Uri.EscapeDataString(identity.DeviceId)}/modules/{Uri.EscapeDataString(identity.ModuleId)}";

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
