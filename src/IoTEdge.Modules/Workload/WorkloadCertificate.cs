using System.Security.Cryptography.X509Certificates;

namespace IoTEdge.Modules;

/// <summary>A certificate that the runtime issued, with its key. <see cref="ToString"/> does not show the key.</summary>
public sealed class WorkloadCertificate
{
    internal WorkloadCertificate(string chainPem, string privateKeyPem, DateTimeOffset expiration)
    {
        ChainPem = chainPem;
        PrivateKeyPem = privateKeyPem;
        Expiration = expiration;
    }

    /// <summary>The certificate, and those of its issuers, PEM.</summary>
    public string ChainPem { get; }

    /// <summary>The private key, PEM. A secret.</summary>
    public string PrivateKeyPem { get; }

    /// <summary>When the certificate ends.</summary>
    public DateTimeOffset Expiration { get; }

    /// <summary>The certificate with its key, as servers take it.</summary>
    public X509Certificate2 ToCertificate()
    {
        using var certificate = X509Certificate2.CreateFromPem(ChainPem, PrivateKeyPem);

        // Windows' TLS cannot use a key that lives in memory only; a round trip through PKCS#12 gives it one it can.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>When it ends.</summary>
    public override string ToString() => $"server certificate until {Expiration:o}";
}
