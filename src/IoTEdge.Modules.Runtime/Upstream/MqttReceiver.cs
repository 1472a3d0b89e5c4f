using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IoTEdge.Modules.Runtime.Upstream;

/// <summary>A broker or hub to publish to.</summary>
/// <param name="Host">Its host name.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsSecure">Whether it speaks TLS.</param>
/// <param name="CertificatePath">The only authority to trust, PEM; null for those of the system.</param>
internal sealed record MqttReceiver(string Host, int Port, bool IsSecure, string? CertificatePath)
{
    public SslClientAuthenticationOptions TlsOptions()
    {
        var options = new SslClientAuthenticationOptions { TargetHost = Host };
        if (CertificatePath is null)
            return options;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(CertificatePath);
        options.CertificateChainPolicy = policy;
        return options;
    }
}
