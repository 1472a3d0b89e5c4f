namespace IoTEdge.Modules.Deployment.Routes;

/// <summary>
/// What a route takes messages from, such as <c>/messages/modules/sensor/outputs/*</c>: a prefix of whole segments, in any case
/// (protocol section 7.2). An asterisk before the last segment is an ordinary character and matches nothing else.
/// </summary>
public sealed record RouteSource
{
    private const string ModulesPrefix = "/messages/modules/";

    internal RouteSource(string path)
    {
        Path = path;
        Prefix = path.TrimEnd('*').TrimEnd('/') + "/";
    }

    /// <summary>The source as the route names it, without blanks and comments.</summary>
    public string Path { get; }

    /// <summary>What a message's source has to begin with; always ends in a slash.</summary>
    public string Prefix { get; }

    /// <summary>The module that the source names, or null when it takes from more than one module.</summary>
    public string? ModuleId
    {
        get
        {
            if (!Prefix.StartsWith(ModulesPrefix, StringComparison.OrdinalIgnoreCase)) return null;
            var rest = Prefix.AsSpan(ModulesPrefix.Length);
            return rest.IsEmpty ? null : rest[..rest.IndexOf('/')].ToString();
        }
    }

    /// <summary>Whether the route takes a message of the given source. Allocates nothing.</summary>
    /// <param name="messageSource">A source as <see cref="MessageSource"/> makes them, with or without a trailing slash.</param>
    public bool Matches(string messageSource)
    {
        ArgumentNullException.ThrowIfNull(messageSource);
        // The message's source counts as if it ended in a slash, so that "temp" does not take what comes from "temp2".
        return messageSource.Length == Prefix.Length - 1
            ? Prefix.StartsWith(messageSource, StringComparison.OrdinalIgnoreCase)
            : messageSource.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the source takes any message of a module, to whatever output.</summary>
    internal bool MayTakeFrom(string moduleId)
    {
        var module = MessageSource.Module(moduleId, null) + "/";
        return Prefix.StartsWith(module, StringComparison.OrdinalIgnoreCase) || module.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Two sources are equal when they match the same messages.</summary>
    /// <param name="other">The other source.</param>
    public bool Equals(RouteSource? other) =>
        other is not null && string.Equals(Prefix, other.Prefix, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Prefix);

    /// <summary>The source as the route names it.</summary>
    public override string ToString() => Path;
}
