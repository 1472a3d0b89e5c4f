using IoTEdge.Modules.Deployment.Routes.Bodies;
using IoTEdge.Modules.Deployment.Routes.Conditions;

namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>What routes see of a message: its source, its properties and its body. The body is read once, and only where a condition asks for it.</summary>
/// <remarks>For one thread at a time. Dispose it to give back the memory that reading the body took.</remarks>
public sealed class RouteMessage : IDisposable
{
    private readonly IRouteProperties _properties;
    private RouteBody? _body;
    private bool _isRead;

    /// <summary>Creates a message over properties that are kept elsewhere.</summary>
    /// <param name="source">Where it comes from, as <see cref="MessageSource"/> makes it.</param>
    /// <param name="body">The body; not copied, and not to be changed as long as the message is used.</param>
    /// <param name="properties">The properties, <c>contentType</c> and <c>contentEncoding</c> among the system ones.</param>
    public RouteMessage(string source, ReadOnlyMemory<byte> body, IRouteProperties properties)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(properties);
        Source = source;
        Body = body;
        _properties = properties;
    }

    /// <summary>Creates a message of two dictionaries.</summary>
    /// <param name="source">Where it comes from, as <see cref="MessageSource"/> makes it.</param>
    /// <param name="body">The body; not copied.</param>
    /// <param name="properties">The properties of the application; null for none.</param>
    /// <param name="systemProperties">The system properties by edgeHub's names, such as <c>contentType</c> (protocol section 7.3); null for none.</param>
    /// <exception cref="ArgumentException">Two names differ in case only: edgeHub refuses such a message.</exception>
    public RouteMessage(
        string source,
        ReadOnlyMemory<byte> body,
        IEnumerable<KeyValuePair<string, string?>>? properties,
        IEnumerable<KeyValuePair<string, string?>>? systemProperties)
        : this(source, body, new RouteProperties(properties, systemProperties))
    {
    }

    /// <summary>Where the message comes from, such as <c>/messages/modules/sensor/outputs/readings</c>.</summary>
    public string Source { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>A message without anything, for expressions that need none.</summary>
    internal static RouteMessage None { get; } = new("", ReadOnlyMemory<byte>.Empty, null, null);

    /// <summary>Gives back the memory that reading the body took.</summary>
    public void Dispose()
    {
        _body?.Dispose();
        _body = null;
        _isRead = false;
    }

    internal bool TryGetProperty(string name, out string? value) => _properties.TryGetProperty(name, out value);

    internal bool TryGetSystemProperty(string name, out string? value) => _properties.TryGetSystemProperty(name, out value);

    internal ConditionValue SelectBody(BodyPath path) => ReadBody()?.Select(path) ?? ConditionValue.Undefined;

    /// <summary>The body; null where the content type or the encoding keeps routes out of it.</summary>
    internal RouteBody? ReadBody()
    {
        if (_isRead) return _body;
        _isRead = true;
        _properties.TryGetSystemProperty("contentType", out var contentType);
        _properties.TryGetSystemProperty("contentEncoding", out var contentEncoding);
        return _body = RouteBody.TryRead(Body.Span, contentType, contentEncoding);
    }
}
