using IoTEdge.Modules.Connection;
using IoTEdge.Modules.Transport.Dialing;
using IoTEdge.Modules.Transport.Mqtt;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Transport;

/// <summary>Makes the transport that a client's options ask for.</summary>
internal static class TransportFactory
{
    public static IModuleTransport Create(HubTrust trust, EdgeModuleClientOptions options, ILogger logger)
    {
        var mqtt = new MqttTransportOptions { MaxInputsInFlight = options.MaxInputsInFlight, RequestTimeout = options.OperationTimeout };
        var tls = new TlsDialer(trust);
        var webSocket = new WebSocketDialer(trust, options.Proxy, mqtt.CloseTimeout);
        IHubDialer dialer = options.Protocol switch
        {
            HubProtocol.Mqtt => tls,
            HubProtocol.MqttOverWebSockets => webSocket,
            _ => new FallbackDialer(tls, webSocket, mqtt.FallbackTimeout, options.TimeProvider, logger),
        };
        return new MqttModuleTransport(dialer, trust.Source, mqtt, options.TimeProvider, logger);
    }
}
