using IoTEdge.Modules.Json;
using IoTEdge.Modules.Messages;

namespace IoTEdge.Modules.Inputs;

/// <summary>Reads the payloads of an input, also out of an envelope of CloudEvents.</summary>
internal sealed class InputPayload<T>(string input, IPayloadSerializer serializer)
{
    /// <summary>The payload that was read into a message.</summary>
    public static T Of(EdgeMessage message) => (T)message.Payload!;

    /// <summary>Reads the payload into its message.</summary>
    /// <returns>Why it cannot be read, which no run of a handler could change; null where it is.</returns>
    public string? Read(EdgeMessage message)
    {
        var subject = $"The message {message.MessageId} for input '{input}'";
        try
        {
            var body = CloudEvent.Is(message) ? CloudEvent.Unwrap(message.Body, subject) : message.Body;
            message.Payload = serializer.Deserialize<T>(body.Span, subject);
            return null;
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            return exception.Message;
        }
    }
}
