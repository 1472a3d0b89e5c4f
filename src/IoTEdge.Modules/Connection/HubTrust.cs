using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTEdge.Modules.Connection;

/// <summary>
/// Whom the client trusts to be its hub: where roots are given, those and nothing else; otherwise the system's. Never everybody.
/// Leaving the system's store alone also saves the 50 to 100 ms that loading it costs at start.
/// </summary>
internal sealed class HubTrust
{
    private readonly X509Certificate2Collection? _roots;

    private HubTrust(X509Certificate2Collection? roots, string source)
    {
        _roots = roots;
        Source = source;
    }

    /// <summary>The system's roots.</summary>
    public static HubTrust System { get; } = new(null, "the system's trusted roots");

    /// <summary>Where the trust comes from, for errors.</summary>
    public string Source { get; }

    /// <summary>Trusts the certificates of a PEM text.</summary>
    /// <param name="pem">One certificate or more.</param>
    /// <param name="source">Where the text comes from, for errors.</param>
    /// <exception cref="EdgeModuleException">The text has no certificate.</exception>
    public static HubTrust FromPem(string pem, string source)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{source} is not a certificate in PEM form: {exception.Message}", exception);
        }

        return roots.Count > 0
            ? new HubTrust(roots, source)
            : throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{source} contains no certificate in PEM form.");
    }

    /// <summary>The options to open TLS with.</summary>
    public SslClientAuthenticationOptions ClientOptions(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = _roots is null ? null : CustomPolicy(_roots),
    };

    private static X509ChainPolicy CustomPolicy(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
