using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTEdge.Modules.Runtime.Certificates;

/// <summary>Makes the certificate that a protocol head shows to its clients (protocol section 4.5).</summary>
internal static class ServerCertificate
{
    // Clients on macOS refuse server certificates of private authorities that live longer than 825 days.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(800);

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int MaxCommonNameLength = 64;

    public static X509Certificate2 Issue(X509Certificate2 issuer, IReadOnlyList<string> namesAndAddresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Create(issuer, namesAndAddresses, key, now, now + Lifetime);
        using var withKey = certificate.CopyWithPrivateKey(key);
        // Windows' TLS cannot use a key that lives in memory only; a round trip through PKCS#12 gives it one it can.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>Issues a certificate that somebody else will use; it ends when asked, or after the longest life that clients accept.</summary>
    public static CertificateWithKey IssuePem(X509Certificate2 issuer, IReadOnlyList<string> namesAndAddresses, DateTimeOffset now, DateTimeOffset expiration)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Create(issuer, namesAndAddresses, key, now, expiration < now + Lifetime ? expiration : now + Lifetime);
        return new CertificateWithKey($"{certificate.ExportCertificatePem()}\n{issuer.ExportCertificatePem()}\n", key.ExportPkcs8PrivateKeyPem() + "\n", certificate.NotAfter.ToUniversalTime());
    }

    private static X509Certificate2 Create(X509Certificate2 issuer, IReadOnlyList<string> namesAndAddresses, ECDsa key, DateTimeOffset now, DateTimeOffset notAfter)
    {
        if (namesAndAddresses.Count == 0)
            throw new ArgumentException("A server certificate needs at least one name or address.", nameof(namesAndAddresses));

        var request = new CertificateRequest(Subject(namesAndAddresses[0]), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(AlternativeNames(namesAndAddresses));

        DateTimeOffset notBefore = issuer.NotBefore;
        if (notAfter > issuer.NotAfter)
            notAfter = issuer.NotAfter;
        Span<byte> serialNumber = stackalloc byte[16];
        RandomNumberGenerator.Fill(serialNumber);
        serialNumber[0] &= 0x7F;
        return request.Create(issuer, notBefore > now.AddDays(-1) ? notBefore : now.AddDays(-1), notAfter, serialNumber);
    }

    private static X500DistinguishedName Subject(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name.Length <= MaxCommonNameLength ? name : "IoTEdge.Modules hub");
        return builder.Build();
    }

    private static X509Extension AlternativeNames(IReadOnlyList<string> namesAndAddresses)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in namesAndAddresses.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(name);
        }

        return names.Build();
    }
}
