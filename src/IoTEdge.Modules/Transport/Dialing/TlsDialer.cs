using System.Net.Security;
using System.Net.Sockets;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Transport.Dialing;

/// <summary>TLS on TCP.</summary>
internal sealed class TlsDialer(HubTrust trust) : IHubDialer
{
    private const int DefaultPort = 8883;

    public string Describe(HostEndpoint endpoint) => WithPort(endpoint).ToString();

    public async Task<Stream> OpenAsync(HostEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, WithPort(endpoint).Port!.Value, cancellationToken).ConfigureAwait(false);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(trust.ClientOptions(endpoint.Host), cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
            else socket.Dispose();
            throw;
        }
    }

    private static HostEndpoint WithPort(HostEndpoint endpoint) => endpoint with { Port = endpoint.Port ?? DefaultPort };
}
