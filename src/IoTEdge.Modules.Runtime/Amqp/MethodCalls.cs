using Amqp;
using Amqp.Framing;
using IoTEdge.Modules.Hub.Sessions;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Direct methods: calls leave on one link of the pair, results come on the other (protocol section 2.4).</summary>
internal static class MethodCalls
{
    // What edgeHub makes of a result whose status is no AMQP int.
    private const int NoStatus = 400_000;

    public static Message Request(string name, string requestId, ReadOnlyMemory<byte> payload) => new()
    {
        Properties = new Properties { CorrelationId = requestId },
        ApplicationProperties = new ApplicationProperties { [MessageNames.MethodName] = name },
        BodySection = new Data { Binary = payload.ToArray() },
    };

    /// <summary>Hands a result to who waits for it; one without a correlation id is nobody's.</summary>
    public static void Respond(ClientConnection connection, Message response)
    {
        // Clients send the id as a UUID, whatever it was sent to them as.
        if (MessageDecoder.Text(response.Properties?.GetCorrelationId()) is not { } id)
            return;
        var status = response.ApplicationProperties?[MessageNames.MethodStatus] as int? ?? NoStatus;
        connection.RespondToMethod(id, status, MessageDecoder.ReadBody(response));
    }
}
