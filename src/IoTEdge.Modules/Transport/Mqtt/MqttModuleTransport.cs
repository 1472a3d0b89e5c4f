using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Connects over MQTT 3.1.1 on TLS.</summary>
internal sealed class MqttModuleTransport(HubTrust trust, MqttTransportOptions options, TimeProvider time, ILogger logger) : IModuleTransport
{
    private const int DefaultPort = 8883;

    public async Task<IModuleConnection> ConnectAsync(ModuleConnectRequest request, IModuleConnectionHandler handler, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var endpoint = request.Endpoint with { Port = request.Endpoint.Port ?? DefaultPort };
        try
        {
            return await ConnectAsync(request, endpoint, handler, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Timeout, $"The hub at {endpoint} did not let {request.Identity.ClientId} in within {options.ConnectTimeout.TotalSeconds} s.", exception);
        }
        catch (AuthenticationException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.UntrustedHub,
                $"The certificate of the hub at {endpoint} is not trusted: {exception.Message} Check {trust.Source}, and that the certificate names {endpoint.Host}.", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Connection, $"The hub at {endpoint} cannot be reached: {exception.Message}", exception);
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"What answers at {endpoint} is no MQTT 3.1.1 hub: {exception.Message}", exception);
        }
    }

    private async Task<IModuleConnection> ConnectAsync(ModuleConnectRequest request, HostEndpoint endpoint, IModuleConnectionHandler handler, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(endpoint, cancellationToken).ConfigureAwait(false);
        MqttModuleConnection? connection = null;
        try
        {
            var opening = new MqttModuleConnection(stream, request.Identity, handler, options, time, reason => logger.UnreadablePacket(request.Identity.ClientId, reason));
            await opening.OpenAsync(MqttLogin.Packet(request, options.KeepAlive), cancellationToken).ConfigureAwait(false);
            connection = opening;
            await connection.SubscribeAsync(request.Subscriptions, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            else await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<SslStream> OpenAsync(HostEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port!.Value, cancellationToken).ConfigureAwait(false);
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
}
