using IoTEdge.Modules.Hub;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Takes over connections whose TLS Kestrel has already unwrapped, and their WebSockets where there are any.</summary>
internal sealed class AmqpConnectionHandler(EdgeHub hub, TimeProvider time, ILogger<AmqpConnectionHandler> logger) : ConnectionHandler
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        return new AmqpServerConnection(connection, hub, time, logger).RunAsync(lifetime?.ConnectionClosedRequested ?? CancellationToken.None);
    }
}
