using System.Globalization;
using System.Text;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Hub.Sessions;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Makes AMQP messages of the hub's (protocol section 2.4).</summary>
internal static class MessageEncoder
{
    public static TaggedMessage Encode(in OutgoingMessage outgoing)
    {
        var lockToken = Guid.NewGuid();
        var message = new TaggedMessage(outgoing.DeliveryId, lockToken)
        {
            Properties = new Properties(),
            MessageAnnotations = new MessageAnnotations(),
            ApplicationProperties = new ApplicationProperties(),
            BodySection = new Data { Binary = outgoing.Message.Body.ToArray() },
        };
        Annotate(message, outgoing);
        foreach (var (key, value) in outgoing.Message.ReadProperties())
            Set(message, key, value);
        return message;
    }

    private static void Annotate(TaggedMessage message, in OutgoingMessage outgoing)
    {
        var annotations = message.MessageAnnotations;
        if (outgoing.Input is { } input)
            annotations[new Symbol(MessageNames.InputName)] = input;
        annotations[new Symbol(MessageNames.LockToken)] = message.LockToken.ToString();
        annotations[new Symbol(MessageNames.SequenceNumber)] = (ulong)outgoing.Message.Sequence;
        annotations[new Symbol(MessageNames.EnqueuedTime)] = DateTimeOffset.FromUnixTimeMilliseconds(outgoing.Message.EnqueuedAt).UtcDateTime;
        annotations[new Symbol(MessageNames.DeliveryCount)] = (byte)Math.Min(outgoing.DeliveryCount, byte.MaxValue);
    }

    private static void Set(TaggedMessage message, string key, string? value)
    {
        var properties = message.Properties;
        switch (key)
        {
            case SystemProperties.MessageId: properties.MessageId = value; break;
            case SystemProperties.CorrelationId: properties.CorrelationId = value; break;
            case SystemProperties.UserId: properties.UserId = Encoding.UTF8.GetBytes(value ?? ""); break;
            case SystemProperties.To: properties.To = value; break;
            case SystemProperties.ContentType: properties.ContentType = value; break;
            case SystemProperties.ContentEncoding: properties.ContentEncoding = value; break;
            case SystemProperties.ExpiryTimeUtc: SetExpiry(properties, value); break;
            case SystemProperties.ConnectionDeviceId: message.MessageAnnotations[new Symbol(MessageNames.ConnectionDeviceId)] = value; break;
            case SystemProperties.ConnectionModuleId: message.MessageAnnotations[new Symbol(MessageNames.ConnectionModuleId)] = value; break;
            case SystemProperties.ComponentName: message.MessageAnnotations[new Symbol(MessageNames.ComponentName)] = value; break;
            case SystemProperties.MessageSchema: message.ApplicationProperties[MessageNames.MessageSchema] = value; break;
            case SystemProperties.CreationTimeUtc: message.ApplicationProperties[MessageNames.CreationTime] = value; break;
            // It travels to the hub only (protocol section 1.2.1).
            case SystemProperties.InterfaceId: break;
            default: message.ApplicationProperties[key] = value; break;
        }
    }

    // A time that the sender wrote in another form has no place in AMQP, as at edgeHub.
    private static void SetExpiry(Properties properties, string? value)
    {
        if (DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
            properties.AbsoluteExpiryTime = time.ToUniversalTime();
    }
}
