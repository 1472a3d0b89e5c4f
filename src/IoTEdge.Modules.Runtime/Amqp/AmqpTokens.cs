using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>The tokens that one connection has brought, the last one for each audience. They are checked when they are put, and again when a client connects.</summary>
internal sealed class AmqpTokens
{
    private readonly Dictionary<string, (SasAudience Audience, string Token)> _tokens = new(StringComparer.Ordinal);

    /// <summary>Keeps a token, in place of an earlier one for the same audience.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool TryPut(SharedAccessSignature signature, string token)
    {
        // The text without signature and expiry is the audience as the client wrote it.
        var text = signature.ToString();
        var audience = text[..text.IndexOf("&sig=", StringComparison.Ordinal)];
        if (_tokens.Count >= AmqpLimits.MaxTokens && !_tokens.ContainsKey(audience))
            return false;
        _tokens[audience] = (signature.Audience, token);
        return true;
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
