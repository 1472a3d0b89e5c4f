using IoTEdge.Modules.Hub;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>Takes over connections whose TLS Kestrel has already unwrapped.</summary>
internal sealed class MqttConnectionHandler(EdgeHub hub, TimeProvider time, ILogger<MqttConnectionHandler> logger) : ConnectionHandler
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        return new MqttServerConnection(connection, hub, time, logger).RunAsync(lifetime?.ConnectionClosedRequested ?? CancellationToken.None);
    }
}
