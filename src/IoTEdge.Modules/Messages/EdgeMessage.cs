using System.Globalization;
using System.Text;
using IoTEdge.Modules.Hosting;
using IoTEdge.Modules.Inputs;
using IoTEdge.Modules.Protocol.Messages;
using IoTEdge.Modules.Telemetry;

namespace IoTEdge.Modules;

/// <summary>
/// A message: a body of bytes with system and application properties (protocol section 1.2.1). Body and properties together may
/// have 262,144 bytes. Not thread-safe.
/// </summary>
public sealed class EdgeMessage
{
    private const string RoundTrip = "o";

    // System properties whose wire name has no "$." (protocol section 1.2.1).
    private const string HubPrefix = "iothub-";
    private readonly PropertyBag _bag;

    /// <summary>Creates a message to be sent, with the content type <c>application/octet-stream</c>; for JSON there is <see cref="FromJson(string)"/>.</summary>
    /// <param name="body">The body; not copied, so do not change it before the send has completed.</param>
    public EdgeMessage(ReadOnlyMemory<byte> body)
        : this(body, new PropertyBag(), inputName: null) => ContentType = "application/octet-stream";

    /// <summary>Creates a message as a transport received it.</summary>
    /// <param name="body">The body; not copied.</param>
    /// <param name="properties">System and application properties as on the wire; not copied.</param>
    /// <param name="inputName">The input that it arrived at.</param>
    public EdgeMessage(ReadOnlyMemory<byte> body, PropertyBag properties, string? inputName)
    {
        ArgumentNullException.ThrowIfNull(properties);
        Body = body;
        _bag = properties;
        InputName = inputName;
        Properties = new MessageProperties(properties);
    }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The application properties.</summary>
    public MessageProperties Properties { get; }

    /// <summary>The input that the message arrived at; <see langword="null"/> for a message to be sent.</summary>
    public string? InputName { get; }

    /// <summary>How often the handler has run with this message in this process, this time included; 0 for a message to be sent.</summary>
    public int Attempt { get; internal set; }

    /// <summary>Services for this message alone, made and disposed with each run of its handler.</summary>
    /// <exception cref="InvalidOperationException">No hosted module handles the message.</exception>
    public IServiceProvider Services => HandlerScope.ServicesOf(Scope, $"Message {MessageId}");

    internal HandlerScope? Scope { private get; set; }

    /// <summary>Its way through an input; null for one to be sent.</summary>
    internal InputRun? Run { get; set; }

    /// <summary>What was read of the body for the run of a handler.</summary>
    internal object? Payload { get; set; }

    /// <summary>What the body is, for an envelope that says so.</summary>
    internal string? PayloadType { get; set; }

    /// <summary>The message's id, at most 128 characters. A send makes one where none is set; receivers count messages by it.</summary>
    public string? MessageId { get => _bag[SystemProperties.MessageId]; set => Set(SystemProperties.MessageId, value); }

    /// <summary>The id of the message that this one belongs to.</summary>
    public string? CorrelationId { get => _bag[SystemProperties.CorrelationId]; set => Set(SystemProperties.CorrelationId, value); }

    /// <summary>The id of the user that the message comes from.</summary>
    public string? UserId { get => _bag[SystemProperties.UserId]; set => Set(SystemProperties.UserId, value); }

    /// <summary>The content type. Routes can look into the body only if it is exactly <c>application/json</c>.</summary>
    public string? ContentType { get => _bag[SystemProperties.ContentType]; set => Set(SystemProperties.ContentType, value); }

    /// <summary>The content encoding. Routes can look into the body only if it is <c>utf-8</c>, <c>utf-16</c> or <c>utf-32</c>.</summary>
    public string? ContentEncoding { get => _bag[SystemProperties.ContentEncoding]; set => Set(SystemProperties.ContentEncoding, value); }

    /// <summary>The message's schema.</summary>
    public string? MessageSchema { get => _bag[SystemProperties.MessageSchema]; set => Set(SystemProperties.MessageSchema, value); }

    /// <summary>The Plug and Play component that the message is from.</summary>
    public string? ComponentName { get => _bag[SystemProperties.ComponentName]; set => Set(SystemProperties.ComponentName, value); }

    /// <summary>When the message was made.</summary>
    public DateTimeOffset? CreationTime { get => GetTime(SystemProperties.CreationTimeUtc); set => SetTime(SystemProperties.CreationTimeUtc, value); }

    /// <summary>When the message expires. edgeHub stores it but does not act on it (protocol section 8).</summary>
    public DateTimeOffset? ExpiryTime { get => GetTime(SystemProperties.ExpiryTimeUtc); set => SetTime(SystemProperties.ExpiryTimeUtc, value); }

    /// <summary>The device that sent the message, as the hub saw it; <see langword="null"/> for a message to be sent.</summary>
    public string? ConnectionDeviceId => _bag[SystemProperties.ConnectionDeviceId];

    /// <summary>The module that sent the message, as the hub saw it; <see langword="null"/> for one of a leaf device, or to be sent.</summary>
    public string? ConnectionModuleId => _bag[SystemProperties.ConnectionModuleId];

    /// <summary>Makes a message of JSON text, with the content type and encoding that routes need to look into it.</summary>
    /// <param name="json">The JSON text.</param>
    public static EdgeMessage FromJson(string json) => FromJson(Encoding.UTF8.GetBytes(json));

    /// <summary>Makes a message of JSON in UTF-8, with the content type and encoding that routes need to look into it.</summary>
    /// <param name="utf8Json">The JSON; not copied.</param>
    public static EdgeMessage FromJson(ReadOnlyMemory<byte> utf8Json) =>
        new(utf8Json) { ContentType = "application/json", ContentEncoding = "utf-8" };

    /// <summary>
    /// Takes over what belongs to the content from a message that was received: its application properties, and its correlation id, or its id where
    /// it has none. System properties of the first hop stay behind, and so does its trace context, which each send sets anew.
    /// </summary>
    /// <param name="received">The message that this one comes of.</param>
    /// <returns>This message.</returns>
    public EdgeMessage CopyPropertiesFrom(EdgeMessage received)
    {
        ArgumentNullException.ThrowIfNull(received);
        foreach (var (name, value) in received.Properties)
        {
            if (!ModuleTracing.IsContext(name) && !name.StartsWith(HubPrefix, StringComparison.Ordinal)) Properties[name] = value;
        }

        CorrelationId = received.CorrelationId ?? received.MessageId;
        return this;
    }

    /// <summary>A message to be sent with the same body and properties.</summary>
    internal EdgeMessage Copy() => new(Body, new PropertyBag(_bag), inputName: null);

    /// <summary>System and application properties as on the wire.</summary>
    internal string FormatProperties() => _bag.Format();

    /// <summary>The properties as they leave: a copy with an output's name and an id.</summary>
    internal PropertyBag ToOutgoing(string? output, Func<string> createMessageId)
    {
        var bag = new PropertyBag(_bag);
        bag.Remove(SystemProperties.ConnectionDeviceId);
        bag.Remove(SystemProperties.ConnectionModuleId);
        bag.Remove(SystemProperties.OutputName);
        if (string.IsNullOrEmpty(bag[SystemProperties.MessageId])) bag[SystemProperties.MessageId] = createMessageId();
        if (output is not null) bag[SystemProperties.OutputName] = output;
        return bag;
    }

    private void Set(string key, string? value)
    {
        if (value is null) _bag.Remove(key);
        else _bag[key] = value;
    }

    private DateTimeOffset? GetTime(string key) =>
        DateTimeOffset.TryParseExact(_bag[key], RoundTrip, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private void SetTime(string key, DateTimeOffset? time) => Set(key, time?.UtcDateTime.ToString(RoundTrip, CultureInfo.InvariantCulture));
}
