using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Answers what a client asks of its twin (protocol section 2.4).</summary>
/// <param name="connection">The client's.</param>
/// <param name="answer">Takes the answers.</param>
internal sealed class TwinRequests(ClientConnection connection, Action<Message> answer)
{
    private const int Ok = 200;
    private const int NoContent = 204;
    private const int BadRequest = 400;

    /// <summary>Makes the message that tells of a change of desired properties: it has no correlation id.</summary>
    public static Message Notification(ReadOnlyMemory<byte> patch) => new() { BodySection = new Data { Binary = patch.ToArray() } };

    public async ValueTask HandleAsync(Message request, CancellationToken cancellationToken)
    {
        // Who names no request gets no answer, as at edgeHub.
        if (request.Properties?.GetCorrelationId() is not { } id)
            return;
        switch (request.MessageAnnotations?[new Symbol(MessageNames.TwinOperation)] as string)
        {
            case "GET":
                Answer(id, Ok, null, await connection.GetTwinAsync(cancellationToken).ConfigureAwait(false));
                break;
            case "PATCH":
                await PatchAsync(id, MessageDecoder.ReadBody(request), cancellationToken).ConfigureAwait(false);
                break;
            case "PUT":
                connection.Subscribe(SubscriptionKind.DesiredPatches);
                connection.Start();
                Answer(id, Ok, null, []);
                break;
            case "DELETE":
                connection.Unsubscribe(SubscriptionKind.DesiredPatches);
                Answer(id, Ok, null, []);
                break;
            default:
                Answer(id, BadRequest, null, ErrorBody("The annotation 'operation' is none of GET, PATCH, PUT and DELETE."));
                break;
        }
    }

    private async Task PatchAsync(object id, ReadOnlySequence<byte> patch, CancellationToken cancellationToken)
    {
        try
        {
            var version = await connection.PatchReportedAsync(patch, cancellationToken).ConfigureAwait(false);
            Answer(id, NoContent, version, []);
        }
        catch (ProtocolException exception)
        {
            Answer(id, BadRequest, null, ErrorBody(exception.Message));
        }
    }

    private void Answer(object id, int status, long? version, byte[] body)
    {
        var annotations = new MessageAnnotations { [new Symbol(MessageNames.TwinStatus)] = status };
        if (version is not null)
            annotations[new Symbol(MessageNames.TwinVersion)] = version.Value;
        var properties = new Properties();
        properties.SetCorrelationId(id);
        answer(new Message { MessageAnnotations = annotations, Properties = properties, BodySection = new Data { Binary = body } });
    }

    // Node's client reads it as JSON without looking whether there is any (protocol section 11.3).
    private static byte[] ErrorBody(string message) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["errorCode"] = BadRequest * 1000, ["message"] = message }.ToJsonString());
}
