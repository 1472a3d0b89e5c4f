using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Connection;

/// <summary>Signs with the module's own key.</summary>
internal sealed class KeyTokenSource(string hostName, ModuleIdentity identity, SharedAccessKey key, TimeSpan lifetime, TimeProvider time) : ITokenSource
{
    public ValueTask<SasToken> CreateTokenAsync(CancellationToken cancellationToken)
    {
        var expiresAt = time.GetUtcNow() + lifetime;
        return ValueTask.FromResult(new SasToken(SharedAccessSignature.CreateToken(hostName, identity, key, expiresAt), expiresAt));
    }
}
