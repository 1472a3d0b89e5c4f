using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Topics;

namespace IoTEdge.Modules.Runtime.Mqtt;

/// <summary>Answers twin requests on MQTT (protocol section 1.6).</summary>
internal sealed class MqttTwinRequests(MqttLink link, ClientConnection connection)
{
    private const int BadRequest = 400;

    /// <exception cref="ProtocolException">Never for a bad patch: that is answered.</exception>
    public async Task HandleAsync(ClientTopic topic, ReadOnlySequence<byte> payload, CancellationToken cancellationToken)
    {
        if (topic.Kind == ClientTopicKind.TwinGet)
        {
            // The request's body does not matter: some clients send nothing, some a space.
            var document = await connection.GetTwinAsync(cancellationToken).ConfigureAwait(false);
            Answer(200, topic.RequestId, null, document);
            return;
        }

        try
        {
            var version = await connection.PatchReportedAsync(payload, cancellationToken).ConfigureAwait(false);
            Answer(204, topic.RequestId, version, default);
        }
        catch (ProtocolException exception)
        {
            Answer(BadRequest, topic.RequestId, null, ErrorBody(exception.Message));
        }
    }

    // Node's client ignores the status, and finds an error only in a body with both members (protocol section 11.2).
    private static byte[] ErrorBody(string message) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["errorCode"] = BadRequest * 1000, ["message"] = message }.ToJsonString());

    private void Answer(int status, string? requestId, long? version, ReadOnlyMemory<byte> body)
    {
        if (requestId is not null && connection.TakeTwinResponseId() is { } packetId)
            link.SendTwinResponse(packetId, HubTopic.TwinResponse(status, requestId, version), body);
    }
}
