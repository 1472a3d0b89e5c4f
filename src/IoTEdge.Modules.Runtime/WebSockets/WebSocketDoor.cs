using IoTEdge.Modules.Runtime.Amqp;
using IoTEdge.Modules.Runtime.Mqtt;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace IoTEdge.Modules.Runtime.WebSockets;

/// <summary>
/// Lets MQTT and AMQP in through HTTPS. As at edgeHub the subprotocol decides, and the path does not matter: clients ask for
/// <c>/$iothub/websocket</c> (protocol section 1.1.7).
/// </summary>
internal sealed class WebSocketDoor(MqttConnectionHandler mqtt, AmqpConnectionHandler amqp, CancellationToken stopping)
{
    private const string Mqtt = "mqtt";
    private const string Amqp = "AMQPWSB10";

    public async Task HandleAsync(HttpContext context)
    {
        if (Choose(context.WebSockets.WebSocketRequestedProtocols) is not { } chosen)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // No pings: clients do not expect them, and both protocols have their own.
        var accept = new WebSocketAcceptContext { SubProtocol = chosen.Name, KeepAliveInterval = Timeout.InfiniteTimeSpan };
        using var socket = await context.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false);
        var connection = new WebSocketConnection(socket, context, stopping);
        await using var _ = connection.ConfigureAwait(false);
        await connection.RunAsync(chosen.Handler).ConfigureAwait(false);
    }

    private (string Name, ConnectionHandler Handler)? Choose(IList<string> offered)
    {
        foreach (var name in offered)
        {
            if (name.Equals(Mqtt, StringComparison.OrdinalIgnoreCase))
                return (name, mqtt);
            if (name.Equals(Amqp, StringComparison.OrdinalIgnoreCase))
                return (name, amqp);
        }

        return null;
    }
}
