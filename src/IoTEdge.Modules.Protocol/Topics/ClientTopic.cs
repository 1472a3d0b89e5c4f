using System.Globalization;

namespace IoTEdge.Modules.Protocol.Topics;

/// <summary>A topic that a client publishes on, read or to be written (protocol section 1.2).</summary>
public readonly struct ClientTopic
{
    /// <summary>The status that a method response has whose topic names none, or no number: 400000, as at edgeHub.</summary>
    public const int MissingStatus = 400000;

    private const string TwinGetPrefix = "$iothub/twin/GET/";
    private const string ReportedPrefix = "$iothub/twin/PATCH/properties/reported/";
    private const string MethodPrefix = "$iothub/methods/res/";
    private const string Events = "/messages/events";

    private ClientTopic(ClientTopicKind kind, string? requestId, int status = 0)
    {
        Kind = kind;
        RequestId = requestId;
        Status = status;
    }

    private ClientTopic(ReadOnlyMemory<char> deviceId, ReadOnlyMemory<char> moduleId, ReadOnlyMemory<char> properties)
    {
        Kind = ClientTopicKind.Telemetry;
        DeviceId = deviceId;
        ModuleId = moduleId;
        PropertySegment = properties;
    }

    /// <summary>What the topic is for.</summary>
    public ClientTopicKind Kind { get; }

    /// <summary>Telemetry: the sending device, not decoded.</summary>
    public ReadOnlyMemory<char> DeviceId { get; }

    /// <summary>Telemetry: the sending module, not decoded; empty for a leaf device.</summary>
    public ReadOnlyMemory<char> ModuleId { get; }

    /// <summary>Telemetry: the encoded properties, for <see cref="Messages.PropertyBag.Parse"/>; may be empty.</summary>
    public ReadOnlyMemory<char> PropertySegment { get; }

    /// <summary>Twin and methods: the request id; <see langword="null"/> where the topic has none.</summary>
    public string? RequestId { get; }

    /// <summary>Method response: the status; <see cref="MissingStatus"/> where the topic has no number.</summary>
    public int Status { get; }

    /// <summary>Reads a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <exception cref="ProtocolException">No client topic of the protocol looks like this.</exception>
    public static ClientTopic Parse(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.StartsWith("devices/", StringComparison.Ordinal)) return ParseTelemetry(topic);
        if (topic.StartsWith(TwinGetPrefix, StringComparison.Ordinal))
            return new ClientTopic(ClientTopicKind.TwinGet, RequireRequestId(topic, TwinGetPrefix.Length));
        if (topic.StartsWith(ReportedPrefix, StringComparison.Ordinal))
            return new ClientTopic(ClientTopicKind.TwinPatchReported, TopicQuery.Of(topic.AsSpan(ReportedPrefix.Length)).Find("$rid"));
        if (topic.StartsWith(MethodPrefix, StringComparison.Ordinal)) return ParseMethodResponse(topic);
        throw Unknown("it begins with none of devices/, $iothub/twin/GET/, $iothub/twin/PATCH/properties/reported/, $iothub/methods/res/.", 0);
    }

    /// <summary>Telemetry: tells whether the topic names this sender, ordinally.</summary>
    /// <param name="deviceId">The device's id.</param>
    /// <param name="moduleId">The module's id; <see langword="null"/> for a leaf device.</param>
    public bool IsFrom(string deviceId, string? moduleId) =>
        DeviceId.Span.SequenceEqual(deviceId) && ModuleId.Span.SequenceEqual(moduleId);

    /// <summary>The topic on which a module publishes messages; properties follow it.</summary>
    /// <param name="identity">The module.</param>
    /// <returns><c>devices/{d}/modules/{m}/messages/events/</c>.</returns>
    public static string TelemetryPrefix(ModuleIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return $"devices/{identity.DeviceId}/modules/{identity.ModuleId}{Events}/";
    }

    /// <summary>The topic that asks for the twin.</summary>
    /// <param name="requestId">An id that the answer repeats.</param>
    public static string TwinGet(string requestId) => $"{TwinGetPrefix}?$rid={requestId}";

    /// <summary>The topic that changes reported properties.</summary>
    /// <param name="requestId">An id that the answer repeats.</param>
    public static string TwinPatchReported(string requestId) => $"{ReportedPrefix}?$rid={requestId}";

    /// <summary>The topic that answers a direct method.</summary>
    /// <param name="status">The status, any number.</param>
    /// <param name="requestId">The id of the request.</param>
    public static string MethodResponse(int status, string requestId) =>
        string.Create(CultureInfo.InvariantCulture, $"{MethodPrefix}{status}/?$rid={requestId}");

    private static ClientTopic ParseTelemetry(string topic)
    {
        var rest = topic.AsMemory("devices/".Length);
        var deviceId = TakeSegment(ref rest);
        var moduleId = ReadOnlyMemory<char>.Empty;
        if (rest.Span.StartsWith("/modules/"))
        {
            rest = rest["/modules/".Length..];
            moduleId = TakeSegment(ref rest);
            if (moduleId.IsEmpty) throw Unknown("the module id is empty.", topic.Length - rest.Length);
        }

        if (deviceId.IsEmpty) throw Unknown("the device id is empty.", "devices/".Length);
        if (!rest.Span.StartsWith(Events) || (rest.Length > Events.Length && rest.Span[Events.Length] != '/'))
            throw Unknown("/messages/events does not follow the ids.", topic.Length - rest.Length);
        if (rest.Length <= Events.Length + 1) return new ClientTopic(deviceId, moduleId, default);
        rest = rest[(Events.Length + 1)..];
        var start = topic.Length - rest.Length;
        if (rest.Span[^1] == '/') rest = rest[..^1];
        var slash = rest.Span.IndexOf('/');
        if (slash >= 0) throw Unknown("something follows the properties.", start + slash);
        return new ClientTopic(deviceId, moduleId, rest);
    }

    private static ClientTopic ParseMethodResponse(string topic)
    {
        var rest = topic.AsMemory(MethodPrefix.Length);
        var segment = TakeSegment(ref rest);
        var status = int.TryParse(segment.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : MissingStatus;
        if (rest.IsEmpty) throw Unknown("the request id is missing; it ends in /?$rid={rid}.", topic.Length);
        return new ClientTopic(ClientTopicKind.MethodResponse, RequireRequestId(topic, topic.Length - rest.Length + 1), status);
    }

    private static string RequireRequestId(string topic, int start) =>
        TopicQuery.Of(topic.AsSpan(start)).Find("$rid")
        ?? throw Unknown("the request id is missing; it ends in /?$rid={rid}.", start);

    private static ReadOnlyMemory<char> TakeSegment(ref ReadOnlyMemory<char> rest)
    {
        var slash = rest.Span.IndexOf('/');
        var segment = slash < 0 ? rest : rest[..slash];
        rest = rest[segment.Length..];
        return segment;
    }

    private static ProtocolException Unknown(string reason, int position) => new("client topic", reason, position);
}
