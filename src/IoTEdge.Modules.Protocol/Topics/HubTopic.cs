using System.Globalization;
using IoTEdge.Modules.Protocol.Messages;

namespace IoTEdge.Modules.Protocol.Topics;

/// <summary>A topic that a hub publishes on, read or to be written (protocol section 1.3).</summary>
public readonly struct HubTopic
{
    private const string MethodPrefix = "$iothub/methods/POST/";
    private const string TwinResponsePrefix = "$iothub/twin/res/";
    private const string DesiredPrefix = "$iothub/twin/PATCH/properties/desired/";

    private HubTopic(HubTopicKind kind) => Kind = kind;

    /// <summary>What the topic is for.</summary>
    public HubTopicKind Kind { get; }

    /// <summary>Input: the input's name; method request: the method's name. Not decoded.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Input: the encoded properties, for <see cref="PropertyBag.Parse"/>.</summary>
    public ReadOnlyMemory<char> PropertySegment { get; private init; }

    /// <summary>Method request and twin response: the request id.</summary>
    public string RequestId { get; private init; } = "";

    /// <summary>Twin response: the status, HTTP's numbers.</summary>
    public int Status { get; private init; }

    /// <summary>Twin response and desired patch: the version; <see langword="null"/> where the hub gives none (edgeHub's 204).</summary>
    public long? Version { get; private init; }

    /// <summary>Reads a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <exception cref="ProtocolException">No hub topic of the protocol looks like this.</exception>
    public static HubTopic Parse(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.StartsWith("devices/", StringComparison.Ordinal)) return ParseInput(topic);
        if (topic.StartsWith(MethodPrefix, StringComparison.Ordinal))
        {
            var (name, query) = SplitQuery(topic, MethodPrefix.Length, "the method's name");
            return new HubTopic(HubTopicKind.MethodRequest) { Name = name, RequestId = RequireRequestId(query) };
        }

        if (topic.StartsWith(TwinResponsePrefix, StringComparison.Ordinal))
        {
            var (status, query) = SplitQuery(topic, TwinResponsePrefix.Length, "the status");
            if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw Unknown("the status is not a number.", TwinResponsePrefix.Length);
            return new HubTopic(HubTopicKind.TwinResponse)
            {
                Status = number, RequestId = RequireRequestId(query), Version = TopicQuery.Of(query).FindNumber("$version"),
            };
        }

        if (topic.StartsWith(DesiredPrefix, StringComparison.Ordinal))
            return new HubTopic(HubTopicKind.DesiredPatch) { Version = TopicQuery.Of(topic.AsSpan(DesiredPrefix.Length)).FindNumber("$version") };
        throw Unknown("it begins with none of devices/, $iothub/methods/POST/, $iothub/twin/res/, $iothub/twin/PATCH/properties/desired/.", 0);
    }

    /// <summary>The topic of a message for an input. Clients need at least one property in it (protocol section 1.3).</summary>
    /// <param name="identity">The receiving module.</param>
    /// <param name="input">The input's name, without <c>/</c>.</param>
    /// <param name="properties">The properties, at least one.</param>
    /// <exception cref="ProtocolException">The input's name cannot be a topic segment, or there is no property.</exception>
    public static string Input(ModuleIdentity identity, string input, PropertyBag properties)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(properties);
        if (string.IsNullOrEmpty(input) || input.AsSpan().ContainsAny("/+#\0"))
            throw new ProtocolException("input name", "it is empty or has one of / + # U+0000.");
        if (properties.Count == 0) throw new ProtocolException("input message", "it has no property; clients cannot read such a topic.");
        return $"devices/{identity.DeviceId}/modules/{identity.ModuleId}/inputs/{input}/{properties.Format()}";
    }

    /// <summary>The topic of a direct method call; nothing may follow the request id.</summary>
    /// <param name="method">The method's name, without <c>/</c>.</param>
    /// <param name="requestId">An id that the answer repeats.</param>
    /// <exception cref="ProtocolException">The name cannot be a topic segment.</exception>
    public static string MethodRequest(string method, string requestId)
    {
        if (string.IsNullOrEmpty(method) || method.AsSpan().ContainsAny("/+#\0"))
            throw new ProtocolException("method name", "it is empty or has one of / + # U+0000.");
        return $"{MethodPrefix}{method}/?$rid={requestId}";
    }

    /// <summary>The topic of an answer to a twin request.</summary>
    /// <param name="status">The status.</param>
    /// <param name="requestId">The id of the request.</param>
    /// <param name="version">The new version of the reported section, where it is told.</param>
    public static string TwinResponse(int status, string requestId, long? version = null) => version is null
        ? string.Create(CultureInfo.InvariantCulture, $"{TwinResponsePrefix}{status}/?$rid={requestId}")
        : string.Create(CultureInfo.InvariantCulture, $"{TwinResponsePrefix}{status}/?$rid={requestId}&$version={version}");

    /// <summary>The topic of a change of desired properties.</summary>
    /// <param name="version">The version after the change.</param>
    public static string DesiredPatch(long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{DesiredPrefix}?$version={version}");

    private static HubTopic ParseInput(string topic)
    {
        // devices / {d} / modules / {m} / inputs / {input} / {properties}
        Span<Range> ranges = stackalloc Range[9];
        var span = topic.AsSpan();
        var count = span.Split(ranges, '/');
        if (count is < 6 or > 8 || (count == 8 && !span[ranges[7]].IsEmpty)
            || span[ranges[2]] is not "modules" || span[ranges[4]] is not "inputs" || span[ranges[5]].IsEmpty)
            throw Unknown("it is not devices/{device}/modules/{module}/inputs/{input}/{properties}.", 0);
        return new HubTopic(HubTopicKind.Input)
        {
            Name = topic[ranges[5]],
            PropertySegment = count > 6 ? topic.AsMemory()[ranges[6]] : default,
        };
    }

    private static (string Segment, string Query) SplitQuery(string topic, int start, string what)
    {
        var slash = topic.IndexOf('/', start);
        if (slash <= start) throw Unknown($"{what} is missing, or nothing follows it.", start);
        return (topic[start..slash], topic[(slash + 1)..]);
    }

    private static string RequireRequestId(string query) =>
        TopicQuery.Of(query).Find("$rid") ?? throw Unknown("the request id is missing; it ends in /?$rid={rid}.", 0);

    private static ProtocolException Unknown(string reason, int position) => new("hub topic", reason, position);
}
