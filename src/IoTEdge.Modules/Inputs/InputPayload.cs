using System.Diagnostics.CodeAnalysis;
using IoTEdge.Modules.Json;
using IoTEdge.Modules.Messages;

namespace IoTEdge.Modules.Inputs;

/// <summary>Reads the payloads of an input, also out of an envelope of CloudEvents.</summary>
internal sealed class InputPayload<T>(string input, IPayloadSerializer serializer)
{
    /// <summary>Reads the payload of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="refusal">Why there is none: no run of a handler could change that.</param>
    public bool TryRead(EdgeMessage message, [NotNullWhen(true)] out T? payload, [NotNullWhen(false)] out string? refusal)
    {
        var subject = $"The message {message.MessageId} for input '{input}'";
        try
        {
            var body = CloudEvent.Is(message) ? CloudEvent.Unwrap(message.Body, subject) : message.Body;
            payload = serializer.Deserialize<T>(body.Span, subject)!;
            refusal = null;
            return true;
        }
        catch (EdgeModuleException exception) when (exception.Reason == EdgeModuleErrorReason.Payload)
        {
            payload = default;
            refusal = exception.Message;
            return false;
        }
    }
}
