using System.Net.Sockets;
using System.Text.Json;

namespace IoTEdge.Modules.Runtime.Tests.Processes;

/// <summary>Asks an HTTP server on a Unix socket.</summary>
internal static class UnixSocketRequest
{
    public static async Task<JsonDocument> GetJsonAsync(string socketPath, string path)
    {
        using var handler = Handler(socketPath);
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
        return JsonDocument.Parse(await http.GetByteArrayAsync(new Uri("http://agent" + path), TestContext.Current.CancellationToken));
    }

    public static SocketsHttpHandler Handler(string socketPath) => new()
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
