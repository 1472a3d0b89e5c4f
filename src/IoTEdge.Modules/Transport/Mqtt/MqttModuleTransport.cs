using System.Net.Sockets;
using System.Security.Authentication;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Mqtt;
using IoTEdge.Modules.Transport.Dialing;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Transport.Mqtt;

/// <summary>Connects over MQTT 3.1.1.</summary>
internal sealed class MqttModuleTransport(IHubDialer dialer, string trustSource, MqttTransportOptions options, TimeProvider time, ILogger logger) : IModuleTransport
{
    private readonly ConnAckPatience _patience = new(options.ConnectTimeout, time);

    public async Task<IModuleConnection> ConnectAsync(ModuleConnectRequest request, IModuleConnectionHandler handler, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var address = dialer.Describe(request.Endpoint);
        try
        {
            return await ConnectOnceAsync(request, handler, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Timeout, $"The hub at {address} did not let {request.Identity.ClientId} in within {options.ConnectTimeout.TotalSeconds} s.", exception);
        }
        catch (AuthenticationException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.UntrustedHub,
                $"The certificate of the hub at {address} is not trusted: {exception.Message} Check {trustSource}, and that the certificate names {request.Endpoint.Host}.", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Connection, $"The hub at {address} cannot be reached: {exception.Message}", exception);
        }
        catch (ProtocolException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Protocol, $"What answers at {address} is no MQTT 3.1.1 hub: {exception.Message}", exception);
        }
    }

    private async Task<IModuleConnection> ConnectOnceAsync(ModuleConnectRequest request, IModuleConnectionHandler handler, CancellationToken cancellationToken)
    {
        var stream = await dialer.OpenAsync(request.Endpoint, cancellationToken).ConfigureAwait(false);
        MqttModuleConnection? connection = null;
        try
        {
            var opening = new MqttModuleConnection(stream, request.Identity, handler, options, time, reason => logger.UnreadablePacket(request.Identity.ClientId, reason));
            await _patience.OpenAsync(token => opening.OpenAsync(MqttLogin.Packet(request, options.KeepAlive), token), request.Identity, cancellationToken).ConfigureAwait(false);
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
}
