using IoTEdge.Modules.Protocol;
using IoTEdge.Modules.Protocol.Sas;

namespace IoTEdge.Modules.Connection;

/// <summary>Lets the runtime sign: the module never sees its key.</summary>
internal sealed class WorkloadTokenSource(string hostName, ModuleIdentity identity, IWorkloadClient workload, TimeSpan lifetime, TimeProvider time) : ITokenSource
{
    public async ValueTask<SasToken> CreateTokenAsync(CancellationToken cancellationToken)
    {
        var expiresAt = time.GetUtcNow() + lifetime;
        var audience = SasAudience.Encode(hostName, identity);
        var signature = await workload.SignAsync(SharedAccessSignature.StringToSign(audience, expiresAt), cancellationToken).ConfigureAwait(false);
        return new SasToken(SharedAccessSignature.FormatToken(audience, Convert.ToBase64String(signature), expiresAt), expiresAt);
    }
}
