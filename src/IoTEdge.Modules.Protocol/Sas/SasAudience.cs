namespace IoTEdge.Modules.Protocol.Sas;

/// <summary>
/// Whom a token is for: <c>{host}/devices/{device}[/modules/{module}]</c> (protocol section 1.1.3), or a service's <c>{host}</c>
/// (protocol section 11.6). Clients encode ids once or twice; both are understood.
/// </summary>
public sealed class SasAudience
{
    private readonly string? _deviceId;
    private readonly string? _moduleId;

    private SasAudience(string host, string? deviceId, string? moduleId)
    {
        HostName = host;
        _deviceId = deviceId;
        _moduleId = moduleId;
    }

    /// <summary>The host that the token is for: the IoT hub, or the edge device.</summary>
    public string HostName { get; }

    /// <summary>Whether the token is for the hub itself, as a service's is, and not for one client.</summary>
    public bool IsService => _deviceId is null;

    /// <summary>Reads an audience as it stands in a token, percent-encoded.</summary>
    /// <param name="encoded">The audience.</param>
    /// <exception cref="ProtocolException">It is not a host alone, with a device, or with a device and a module.</exception>
    public static SasAudience Parse(string encoded)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        var parts = PercentEncoding.Decode(encoded, "SAS audience").Split('/');
        if (parts is [{ Length: > 0 } host])
            return new SasAudience(host, null, null);
        var isDevice = parts.Length is 3 or 5 && parts[0].Length > 0 && parts[1] == "devices" && parts[2].Length > 0;
        var isModule = isDevice && parts.Length == 5 && parts[3] == "modules" && parts[4].Length > 0;
        if (!isDevice || (parts.Length == 5 && !isModule))
            throw new ProtocolException("SAS audience", "it is not {host}/devices/{device} or {host}/devices/{device}/modules/{module}.");
        return new SasAudience(parts[0], parts[2], isModule ? parts[4] : null);
    }

    /// <summary>Makes the encoded audience of a client, for <c>sr=</c> and for signing.</summary>
    /// <param name="hostName">The IoT hub's host name.</param>
    /// <param name="identity">The module, or the device.</param>
    public static string Encode(string hostName, ClientIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var device = $"{hostName}/devices/{Uri.EscapeDataString(identity.DeviceId)}";
        return Uri.EscapeDataString(identity.IsModule ? $"{device}/modules/{Uri.EscapeDataString(identity.ModuleId)}" : device);
    }

    /// <summary>
    /// Tells whether the token is good for a module: made for it, or for its whole device. Ids are compared without case, as edgeHub does.
    /// </summary>
    /// <param name="deviceId">The device's id.</param>
    /// <param name="moduleId">The module's id; <see langword="null"/> for the device itself.</param>
    public bool Covers(string deviceId, string? moduleId) =>
        _deviceId is not null && Is(_deviceId, deviceId) && (_moduleId is null || (moduleId is not null && Is(_moduleId, moduleId)));

    private static bool Is(string given, string id) =>
        given.Equals(id, StringComparison.OrdinalIgnoreCase)
        || Uri.UnescapeDataString(given).Equals(id, StringComparison.OrdinalIgnoreCase);
}
