using System.Globalization;

namespace IoTEdge.Modules.Protocol;

/// <summary>A host name or address with an optional port, as <c>GatewayHostName</c> carries it: <c>name</c>, <c>name:port</c>, <c>[::1]:port</c>.</summary>
/// <param name="Host">The name or address, without brackets.</param>
/// <param name="Port">1 to 65535; <see langword="null"/> where the protocol's own port applies.</param>
public readonly record struct HostEndpoint(string Host, int? Port)
{
    /// <summary>Reads a host with an optional port.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endpoint">The result when the answer is <see langword="true"/>.</param>
    /// <returns>Whether the text is a host with an optional port.</returns>
    public static bool TryParse(string? text, out HostEndpoint endpoint)
    {
        endpoint = default;
        if (string.IsNullOrEmpty(text)) return false;
        var host = text;
        int? port = null;
        var colon = text.LastIndexOf(':');
        var isBareIPv6 = colon > 0 && text[0] != '[' && text.IndexOf(':', StringComparison.Ordinal) != colon;
        if (colon > 0 && !isBareIPv6 && text[^1] != ']')
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
                return false;
            port = number;
            host = text[..colon];
        }

        if (host.Length > 2 && host[0] == '[' && host[^1] == ']') host = host[1..^1];
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown) return false;
        endpoint = new HostEndpoint(host, port);
        return true;
    }

    /// <summary><c>host</c> or <c>host:port</c>.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}") : host;
    }
}
