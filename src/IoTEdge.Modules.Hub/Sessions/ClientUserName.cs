using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Hub.Sessions;

/// <summary>The user name of a client: <c>{host}/{device}/{module}/?api-version=…&amp;DeviceClientType=…</c>, read as edgeHub does (protocol section 1.1.2).</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="ModuleId">The module; null for a leaf device.</param>
/// <param name="ModelId">The digital twin model that it follows; null for none.</param>
internal readonly record struct ClientUserName(string DeviceId, string? ModuleId, string? ModelId)
{
    private const string Subject = "user name";

    /// <exception cref="ProtocolException">It has another form, or no API version. The host does not matter.</exception>
    public static ClientUserName Parse(string userName)
    {
        var segments = userName.Split('/');
        if (segments.Length is not (3 or 4) || !(segments[^1].StartsWith('?') || segments[^1].Contains("api-version=", StringComparison.Ordinal)))
            throw new ProtocolException(Subject, "it is not {host}/{device}/{module}/?api-version={version}; a '/' in the query must be encoded.");
        var query = segments[^1][(segments[^1].IndexOf('?', StringComparison.Ordinal) + 1)..];
        if (string.IsNullOrWhiteSpace(Find(query, "api-version")))
            throw new ProtocolException(Subject, "api-version is missing or empty.");
        return new ClientUserName(segments[1], segments.Length == 4 ? segments[2] : null, Find(query, "model-id"));
    }

    // Of several with one name the first one counts.
    private static string? Find(string query, string name)
    {
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair[..equals] == name)
                return Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return null;
    }
}
