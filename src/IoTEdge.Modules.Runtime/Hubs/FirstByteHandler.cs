using IoTEdge.Modules.Runtime.Amqp;
using IoTEdge.Modules.Runtime.Mqtt;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace IoTEdge.Modules.Runtime.Hubs;

/// <summary>
/// Takes MQTT and AMQP on one port, by the first byte. Modules are told of one gateway with one port: where it is not the standard one, clients
/// that choose AMQP by themselves come there too.
/// </summary>
internal sealed class FirstByteHandler(MqttConnectionHandler mqtt, AmqpConnectionHandler amqp, TimeProvider time) : ConnectionHandler
{
    // No MQTT packet begins with it that a client may send first.
    private const byte Amqp = (byte)'A';

    // As both protocols wait for a client to begin.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (await PeekAsync(connection).ConfigureAwait(false) is { } first)
            await (first == Amqp ? (ConnectionHandler)amqp : mqtt).OnConnectedAsync(connection).ConfigureAwait(false);
    }

    private async Task<byte?> PeekAsync(ConnectionContext connection)
    {
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping, connection.ConnectionClosed);
        try
        {
            var result = await connection.Transport.Input.ReadAsync(either.Token).ConfigureAwait(false);
            byte? first = result.Buffer.IsEmpty ? null : result.Buffer.FirstSpan[0];
            connection.Transport.Input.AdvanceTo(result.Buffer.Start);
            return first;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // It came, and said nothing: nobody misses it.
            return null;
        }
    }
}
