using System.Net;
using System.Net.WebSockets;
using System.Security.Authentication;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Transport.Dialing;

/// <summary>A WebSocket on TLS, through a web proxy where there is one (protocol section 1.1.7).</summary>
/// <param name="trust">Whom to trust.</param>
/// <param name="proxy">The proxy; <see langword="null"/> for the one that the environment names (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>).</param>
/// <param name="closeTimeout">How long the hub may take to say goodbye.</param>
internal sealed class WebSocketDialer(HubTrust trust, IWebProxy? proxy, TimeSpan closeTimeout) : IHubDialer
{
    private const string Path = "/$iothub/websocket";
    private const string SubProtocol = "mqtt";
    private const int DefaultPort = 443;

    public string Describe(HostEndpoint endpoint) => Address(endpoint).ToString();

    public async Task<Stream> OpenAsync(HostEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { SslOptions = trust.ClientOptions(endpoint.Host) };
        if (proxy is not null) handler.Proxy = proxy;
        using var invoker = new HttpMessageInvoker(handler);
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(SubProtocol);

        // MQTT asks for signs of life itself.
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        try
        {
            await socket.ConnectAsync(Address(endpoint), invoker, cancellationToken).ConfigureAwait(false);
            return WebSocketStream.Create(socket, WebSocketMessageType.Binary, closeTimeout);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            throw Cause(exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Uri Address(HostEndpoint endpoint) => new UriBuilder("wss", endpoint.Host, endpoint.Port ?? DefaultPort, Path).Uri;

    /// <summary>The innermost exception says what happened; those around it only that something did.</summary>
    private static Exception Cause(WebSocketException exception)
    {
        var innermost = exception.GetBaseException();
        return innermost is AuthenticationException
            ? new AuthenticationException(innermost.Message, exception)
            : new IOException(innermost.Message, exception);
    }
}
