using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IoTEdge.Modules.Transport;
using Microsoft.Azure.Devices.Client;
using Microsoft.Azure.Devices.Client.Exceptions;

namespace IoTEdge.Modules.DevicesClient;

/// <summary>
/// Reaches the hub through Microsoft.Azure.Devices.Client. Its retry policy is off: the SDK connects again by itself, with its handlers and its twin.
/// </summary>
/// <param name="protocol">AMQP or MQTT, over TCP or WebSockets.</param>
/// <param name="caCertificateFile">
/// A file with the roots to trust, PEM; those and no others. <see langword="null"/>: the system's. A gateway needs one.
/// </param>
public sealed class DevicesClientTransport(TransportType protocol, string? caCertificateFile = null) : IModuleTransport
{
    /// <inheritdoc/>
    public async Task<IModuleConnection> ConnectAsync(ModuleConnectRequest request, IModuleConnectionHandler handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(handler);
        var client = Create(request);
        var connection = new DevicesClientConnection(client, request.Identity, handler);
        try
        {
            await client.OpenAsync(cancellationToken).ConfigureAwait(false);
            await connection.SubscribeAsync(request.Subscriptions, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw Explain(exception, $"{request.Identity.ClientId} cannot connect to {request.Endpoint}");
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Turns what Microsoft's client throws into what callers of this SDK know.</summary>
    internal static EdgeModuleException Explain(Exception exception, string what)
    {
        var reason = exception switch
        {
            EdgeModuleException known => known.Reason,
            UnauthorizedException => EdgeModuleErrorReason.Unauthorized,
            AuthenticationException => EdgeModuleErrorReason.UntrustedHub,
            MessageTooLargeException => EdgeModuleErrorReason.MessageTooLarge,
            TimeoutException or OperationCanceledException => EdgeModuleErrorReason.Timeout,
            IotHubException { IsTransient: false } => EdgeModuleErrorReason.Refused,
            _ => EdgeModuleErrorReason.Connection,
        };
        return new EdgeModuleException(reason, $"{what}: {exception.Message}", exception);
    }

    private ModuleClient Create(ModuleConnectRequest request)
    {
        if (request.Endpoint.Port is { } port)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration,
                $"Microsoft.Azure.Devices.Client has fixed ports and cannot reach {request.Endpoint}; leave out ':{port}', or use the SDK's own MQTT.");
        }

        var authentication = new ModuleAuthenticationWithToken(request.Identity.DeviceId, request.Identity.ModuleId, request.Token);
        ITransportSettings[] settings = [Settings()];
        var options = new ClientOptions { ModelId = request.ModelId };
        var client = request.Endpoint.Host == request.HostName
            ? ModuleClient.Create(request.HostName, authentication, settings, options)
            : ModuleClient.Create(request.HostName, request.Endpoint.Host, authentication, settings, options);
        client.SetRetryPolicy(new NoRetry());
        client.ProductInfo = request.ProductInfo;
        return client;
    }

    private ITransportSettings Settings()
    {
        var validation = caCertificateFile is null ? null : Validation(caCertificateFile);
        return protocol is TransportType.Amqp or TransportType.Amqp_Tcp_Only or TransportType.Amqp_WebSocket_Only
            ? new AmqpTransportSettings(protocol) { RemoteCertificateValidationCallback = validation }
            : new MqttTransportSettings(protocol) { RemoteCertificateValidationCallback = validation };
    }

    private static RemoteCertificateValidationCallback Validation(string file)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return (_, certificate, _, errors) =>
        {
            // Only the chain is looked at anew, for it leads to roots of our own; a wrong name stays wrong.
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
            using var leaf = new X509Certificate2(certificate);
            return chain.Build(leaf);
        };
    }
}
