using System.Buffers;
using System.Globalization;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>Reads what clients send as the hub has it: properties by the keys that they have on MQTT, and a body (protocol section 2.4).</summary>
internal static class MessageDecoder
{
    /// <summary>The properties. Of a value that is no text only the name is left, as at edgeHub.</summary>
    /// <param name="message">The message.</param>
    /// <param name="lost">Hears of the names whose values are no text.</param>
    public static PropertyBag ReadProperties(Message message, Action<string> lost)
    {
        var bag = new PropertyBag();
        if (message.Properties is { } properties)
            AddSystem(bag, properties);
        AddAnnotation(bag, message.MessageAnnotations, MessageNames.InterfaceId, SystemProperties.InterfaceId);
        AddAnnotation(bag, message.MessageAnnotations, MessageNames.ComponentName, SystemProperties.ComponentName);
        if (message.ApplicationProperties?.Map is not { } map)
            return bag;
        foreach (var (name, value) in map)
        {
            // Names are texts; the library checks that no more than we do.
            if (name is not string { Length: > 0 } key)
                throw new InvalidDataException("The name of an application property is no text, or empty.");
            if (value is not (string or null))
                lost(key);
            bag[Key(key)] = value as string;
        }

        return bag;
    }

    /// <summary>The body: data sections, or a text or binary value; nothing where there is none.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static ReadOnlySequence<byte> ReadBody(Message message) => message.BodySection switch
    {
        null => default,
        DataList list => new ReadOnlySequence<byte>(Join(list)),
        Data data => new ReadOnlySequence<byte>(Bytes(data)),
        AmqpValue { Value: null } => default,
        AmqpValue { Value: string text } => new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)),
        AmqpValue { Value: byte[] bytes } => new ReadOnlySequence<byte>(bytes),
        _ => throw new InvalidDataException("The body is neither data sections nor a text or binary value."),
    };

    /// <summary>The bytes of one section.</summary>
    public static ReadOnlyMemory<byte> Bytes(Data data) =>
        data.Buffer is { } buffer ? buffer.Buffer.AsMemory(buffer.Offset, buffer.Length) : data.Binary;

    /// <summary>An id as text: clients send texts, and ids that look like one as a UUID.</summary>
    public static string? Text(object? id) => id switch
    {
        null => null,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => id.ToString(),
    };

    private static void AddSystem(PropertyBag bag, Properties properties)
    {
        Add(bag, SystemProperties.MessageId, Text(properties.GetMessageId()));
        Add(bag, SystemProperties.CorrelationId, Text(properties.GetCorrelationId()));
        Add(bag, SystemProperties.ContentType, properties.ContentType);
        Add(bag, SystemProperties.ContentEncoding, properties.ContentEncoding);
        Add(bag, SystemProperties.To, properties.To);
        Add(bag, SystemProperties.UserId, Text(properties.UserId));
        if (properties.HasField(8))
            bag[SystemProperties.ExpiryTimeUtc] = properties.AbsoluteExpiryTime.ToString("o", CultureInfo.InvariantCulture);
    }

    private static string Key(string name) => name switch
    {
        MessageNames.OutputName => SystemProperties.OutputName,
        MessageNames.MessageSchema => SystemProperties.MessageSchema,
        MessageNames.CreationTime => SystemProperties.CreationTimeUtc,
        _ => name,
    };

    private static void AddAnnotation(PropertyBag bag, MessageAnnotations? annotations, string name, string key) =>
        Add(bag, key, annotations?[new Symbol(name)] as string);

    private static void Add(PropertyBag bag, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            bag[key] = value;
    }

    private static byte[] Join(DataList list)
    {
        using var all = new MemoryStream();
        for (var i = 0; i < list.Count; i++)
            all.Write(Bytes(list[i]).Span);
        return all.ToArray();
    }
}
