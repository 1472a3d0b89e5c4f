using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The tokens that one connection has brought, the last one for each audience. They are checked when a link is attached, and when they are renewed.</summary>
internal sealed class AmqpTokens
{
    private readonly Dictionary<string, (SasAudience Audience, string Token)> _tokens = new(StringComparer.Ordinal);

    public bool IsFull => _tokens.Count >= AmqpLimits.MaxTokens;

    /// <summary>Keeps a token.</summary>
    /// <exception cref="ProtocolException">It is none, or not a device's or a module's.</exception>
    public SasAudience Put(string token)
    {
        var signature = SharedAccessSignature.Parse(token);
        if (signature.Audience.IsService)
            throw new ProtocolException("SAS audience", "it is a service's; devices and modules connect here.");
        // The text without signature and expiry is the audience as the client wrote it.
        var text = signature.ToString();
        _tokens[text[..text.IndexOf("&sig=", StringComparison.Ordinal)]] = (signature.Audience, token);
        return signature.Audience;
    }

    /// <summary>The token for a client; <see langword="null"/> when there is none.</summary>
    public string? Find(ClientIdentity identity)
    {
        string? found = null;
        foreach (var (audience, token) in _tokens.Values)
        {
            // A token for a whole device covers its modules too; one for the module itself is the better one.
            if (!audience.Covers(identity.DeviceId, identity.ModuleId))
                continue;
            found = token;
            if (!identity.IsModule || !audience.Covers(identity.DeviceId, null))
                break;
        }

        return found;
    }
}
