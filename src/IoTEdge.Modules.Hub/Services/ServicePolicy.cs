using IoTEdge.Modules.Hub.Storage;
using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Hub.Services;

/// <summary>Who may drive the hub as a service: whoever has the key of the policy <c>iothubowner</c>, as at IoT Hub (protocol section 11.6).</summary>
public sealed class ServicePolicy
{
    /// <summary>The name of the only policy.</summary>
    public const string Name = "iothubowner";

    private const string Kind = "policy";

    private readonly TimeProvider _time;

    private ServicePolicy(SharedAccessKey key, TimeProvider time)
    {
        Key = key;
        _time = time;
    }

    /// <summary>The key. A secret.</summary>
    public SharedAccessKey Key { get; }

    /// <summary>What a service connects with. A secret.</summary>
    /// <param name="hostName">The name by which it reaches the hub.</param>
    public string ConnectionString(string hostName) => $"HostName={hostName};SharedAccessKeyName={Name};SharedAccessKey={Key.ToBase64()}";

    /// <summary>Whether a token is good for everything a service may do.</summary>
    /// <param name="token">A shared access signature. A secret.</param>
    /// <param name="isOurHost">Whether the hub is known by a host name.</param>
    /// <param name="reason">Why not, without secrets.</param>
    public bool Allows(string token, Func<string, bool> isOurHost, out string reason)
    {
        ArgumentNullException.ThrowIfNull(isOurHost);
        reason = "";
        try
        {
            reason = Refuse(SharedAccessSignature.Parse(token), isOurHost);
        }
        catch (ProtocolException exception)
        {
            reason = exception.Message;
        }

        return reason.Length == 0;
    }

    internal static async Task<ServicePolicy> LoadOrCreateAsync(StoredHub stored, IHubStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (stored.Documents.FirstOrDefault(document => document is { Kind: Kind, Id: Name }) is { } kept)
            return new ServicePolicy(SharedAccessKey.Parse(kept.Json.Trim('"')), time);
        var key = SharedAccessKey.Create();
        await store.SaveDocumentAsync(new StoredDocument(Kind, Name, 1, $"\"{key.ToBase64()}\""), cancellationToken).ConfigureAwait(false);
        return new ServicePolicy(key, time);
    }

    private string Refuse(SharedAccessSignature token, Func<string, bool> isOurHost)
    {
        if (!token.Audience.IsService || token.PolicyName != Name)
            return $"the token is not one of the policy '{Name}'";
        if (!isOurHost(token.Audience.HostName))
            return $"the token is for host '{token.Audience.HostName}'";
        if (token.IsExpired(_time.GetUtcNow()))
            return $"the token expired at {token.ExpiresAt:u}";
        return token.IsSignedWith(Key) ? "" : $"the token is not signed with the key of '{Name}'";
    }
}
