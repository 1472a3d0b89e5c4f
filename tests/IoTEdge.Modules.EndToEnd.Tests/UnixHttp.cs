using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.EndToEnd.Tests;

/// <summary>JSON over HTTP over a Unix socket. While the other side is away a request is tried again, until the test's time is over.</summary>
internal sealed class UnixHttp(string socketPath) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = new Uri("http://local"), Timeout = TimeSpan.FromSeconds(60) };

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            try
            {
                return (await _http.GetFromJsonAsync<JsonNode>(path, cancellationToken))!;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        response.IsSuccessStatusCode.Should().BeTrue($"{method} {path} answered {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public void Dispose() => _http.Dispose();
}
