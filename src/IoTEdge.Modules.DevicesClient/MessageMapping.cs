using System.Globalization;
using IoTEdge.Modules.Protocol.Messages;
using Microsoft.Azure.Devices.Client;

namespace IoTEdge.Modules.DevicesClient;

/// <summary>Messages of this SDK and of Microsoft's client.</summary>
internal static class MessageMapping
{
    public static Message ToMessage(PropertyBag properties, ReadOnlyMemory<byte> body)
    {
        var message = new Message(body.ToArray())
        {
            MessageId = properties[SystemProperties.MessageId],
            CorrelationId = properties[SystemProperties.CorrelationId],
            UserId = properties[SystemProperties.UserId],
            ContentType = properties[SystemProperties.ContentType],
            ContentEncoding = properties[SystemProperties.ContentEncoding],
            MessageSchema = properties[SystemProperties.MessageSchema],
            ComponentName = properties[SystemProperties.ComponentName],
        };
        if (Time(properties[SystemProperties.CreationTimeUtc]) is { } created) message.CreationTimeUtc = created;
        if (Time(properties[SystemProperties.ExpiryTimeUtc]) is { } expires) message.ExpiryTimeUtc = expires;
        foreach (var (name, value) in properties)
        {
            if (!name.StartsWith("$.", StringComparison.Ordinal)) message.Properties[name] = value ?? "";
        }

        return message;
    }

    public static EdgeMessage ToEdgeMessage(Message message)
    {
        var bag = new PropertyBag();
        Set(bag, SystemProperties.MessageId, message.MessageId);
        Set(bag, SystemProperties.CorrelationId, message.CorrelationId);
        Set(bag, SystemProperties.UserId, message.UserId);
        Set(bag, SystemProperties.ContentType, message.ContentType);
        Set(bag, SystemProperties.ContentEncoding, message.ContentEncoding);
        Set(bag, SystemProperties.MessageSchema, message.MessageSchema);
        Set(bag, SystemProperties.ComponentName, message.ComponentName);
        Set(bag, SystemProperties.ConnectionDeviceId, message.ConnectionDeviceId);
        Set(bag, SystemProperties.ConnectionModuleId, message.ConnectionModuleId);
        foreach (var (name, value) in message.Properties) bag[name] = value;
        return new EdgeMessage(message.GetBytes(), bag, message.InputName);
    }

    private static void Set(PropertyBag bag, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) bag[name] = value;
    }

    private static DateTime? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime : null;
}
