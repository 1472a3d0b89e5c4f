namespace IoTEdge.Modules.Protocol;

/// <summary>
/// A module's connection string (protocol section 0.1):
/// <c>HostName=…;DeviceId=…;ModuleId=…;SharedAccessKey=…[;GatewayHostName=…]</c>. Keys are read in any case and order.
/// </summary>
public sealed class ModuleConnectionString
{
    private const int MaxLength = 8192;

    /// <summary>Puts a connection string together.</summary>
    /// <param name="hostName">The IoT hub's host name.</param>
    /// <param name="identity">The module.</param>
    /// <param name="sharedAccessKey">The module's key.</param>
    /// <param name="gatewayHostName">The edge device's host name, <c>name</c> or <c>name:port</c>; <see langword="null"/> to connect straight to the hub.</param>
    public ModuleConnectionString(string hostName, ModuleIdentity identity, SharedAccessKey sharedAccessKey, string? gatewayHostName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostName);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(sharedAccessKey);
        HostName = hostName;
        Identity = identity;
        SharedAccessKey = sharedAccessKey;
        GatewayHostName = gatewayHostName;
    }

    /// <summary>The IoT hub's host name; tokens are made for it.</summary>
    public string HostName { get; }

    /// <summary>The edge device's host name, <c>name</c> or <c>name:port</c>; where given, connections go there.</summary>
    public string? GatewayHostName { get; }

    /// <summary>The module.</summary>
    public ModuleIdentity Identity { get; }

    /// <summary>The module's key.</summary>
    public SharedAccessKey SharedAccessKey { get; }

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The connection string, at most 8,192 characters.</param>
    /// <exception cref="ProtocolException">
    /// A part is not <c>key=value</c>, a key is unknown or given twice, one that is needed is missing, or the string names an
    /// identity of another kind (X.509, a policy, a ready-made signature), which this client does not take.
    /// </exception>
    public static ModuleConnectionString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw new ProtocolException("connection string", $"it has {text.Length} characters; at most {MaxLength} are allowed.");
        var parts = ReadParts(text);
        Refuse(parts, "x509", "X.509 identities are not supported; use a shared access key.");
        Refuse(parts, "SharedAccessSignature", "ready-made signatures are not supported, because they cannot be renewed; use SharedAccessKey.");
        Refuse(parts, "SharedAccessKeyName", "it names a policy of the hub; copy the connection string of the module.");
        var key = Require(parts, "SharedAccessKey");
        return new ModuleConnectionString(
            RequireHost(Require(parts, "HostName"), "HostName"),
            new ModuleIdentity(Require(parts, "DeviceId"), Require(parts, "ModuleId")),
            SharedAccessKey.Parse(key),
            parts.TryGetValue("GatewayHostName", out var gateway) ? RequireHost(gateway, "GatewayHostName") : null);
    }

    /// <summary>The whole connection string with its key. A secret: keep it out of logs.</summary>
    public string ToConnectionString() => Format(SharedAccessKey.ToBase64());

    /// <summary>The connection string with the key hidden.</summary>
    public override string ToString() => Format(SharedAccessKey.ToString());

    private string Format(string key)
    {
        var gateway = GatewayHostName is null ? "" : $"GatewayHostName={GatewayHostName};";
        return $"HostName={HostName};{gateway}DeviceId={Identity.DeviceId};ModuleId={Identity.ModuleId};SharedAccessKey={key}";
    }

    private static Dictionary<string, string> ReadParts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var position = 0;
        foreach (var part in text.Split(';'))
        {
            var start = position;
            position += part.Length + 1;
            if (string.IsNullOrWhiteSpace(part)) continue;
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new ProtocolException("connection string", "a part is not key=value.", start);
            var key = part[..equals].Trim();
            if (!Known.Contains(key))
                throw new ProtocolException("connection string", $"a key of {key.Length} characters is unknown; known are {string.Join(", ", Known)}.", start);
            if (!parts.TryAdd(key, part[(equals + 1)..].Trim()))
                throw new ProtocolException("connection string", $"{key} is given twice.", start);
        }

        return parts;
    }

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "HostName", "GatewayHostName", "DeviceId", "ModuleId", "SharedAccessKey", "SharedAccessKeyName", "SharedAccessSignature", "x509",
    };

    private static void Refuse(Dictionary<string, string> parts, string key, string reason)
    {
        if (parts.ContainsKey(key))
            throw new ProtocolException("connection string", $"{key} is given, but {reason}");
    }

    private static string Require(Dictionary<string, string> parts, string key) =>
        parts.TryGetValue(key, out var value) && value.Length > 0
            ? value
            : throw new ProtocolException("connection string", $"{key} is missing.");

    private static string RequireHost(string value, string key) =>
        HostEndpoint.TryParse(value, out _)
            ? value
            : throw new ProtocolException("connection string", $"{key} is not a host name, optionally with a port (name or name:port).");
}
