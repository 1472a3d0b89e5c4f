using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IoTEdge.Modules.Runtime.State;

namespace IoTEdge.Modules.Runtime.Certificates;

/// <summary>The runtime's own certificate authority: made once per state directory, trusted by its modules and by nobody else.</summary>
/// <remarks>ECDSA P-256, which every client of protocol section 11.5 accepts. The agent makes it before it starts the hub: two processes never make it at once.</remarks>
internal sealed class CertificateAuthority : IDisposable
{
    private const string SubjectName = "CN=IoTEdge.Modules local runtime CA";

    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly X509Certificate2 _root;
    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 root, TimeProvider time)
    {
        _root = root;
        _time = time;
    }

    /// <summary>The certificate of the authority, PEM: the trust bundle of protocol section 4.4.</summary>
    public string CertificatePem => _root.ExportCertificatePem() + "\n";

    /// <summary>Reads the authority of a state directory, or makes it; one that has nearly expired is replaced.</summary>
    /// <exception cref="StateDirectoryException">The files are there and are no certificate with its key.</exception>
    public static CertificateAuthority LoadOrCreate(StateDirectory state, TimeProvider time)
    {
        if (File.Exists(state.CertificatePath) && File.Exists(state.CertificateKeyPath))
        {
            var root = Load(state);
            var now = time.GetUtcNow();
            if (root.NotBefore.ToUniversalTime() <= now && root.NotAfter.ToUniversalTime() > now + RenewBefore)
                return new CertificateAuthority(root, time);
            root.Dispose();
        }

        var created = Create(time.GetUtcNow());
        using (var key = created.GetECDsaPrivateKey()!)
            PrivateFile.Write(state.CertificateKeyPath, key.ExportPkcs8PrivateKeyPem() + "\n");
        PrivateFile.Write(state.CertificatePath, created.ExportCertificatePem() + "\n");
        return new CertificateAuthority(created, time);
    }

    /// <summary>Issues a certificate with its key for a server under the given names.</summary>
    /// <param name="namesAndAddresses">Host names and IP addresses; clients accept no others. The first one becomes the subject.</param>
    public X509Certificate2 IssueServerCertificate(IEnumerable<string> namesAndAddresses) =>
        ServerCertificate.Issue(_root, [.. namesAndAddresses], _time.GetUtcNow());

    /// <summary>Issues a certificate with its key that a module shows to its own clients.</summary>
    /// <param name="namesAndAddresses">Host names and IP addresses; the first one becomes the subject.</param>
    /// <param name="expiration">When it is to end; sooner where clients would not accept so long a life.</param>
    public CertificateWithKey IssueForModule(IEnumerable<string> namesAndAddresses, DateTimeOffset expiration) =>
        ServerCertificate.IssuePem(_root, [.. namesAndAddresses], _time.GetUtcNow(), expiration);

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private static X509Certificate2 Load(StateDirectory state)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(state.CertificatePath, state.CertificateKeyPath);
        }
        catch (CryptographicException exception)
        {
            throw new StateDirectoryException(
                $"'{state.CertificatePath}' and '{state.CertificateKeyPath}' are no certificate with its key. Delete both to have new ones made.", exception);
        }
    }

    private static X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(SubjectName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        // A day back, for machines in the same room whose clocks disagree.
        return request.CreateSelfSigned(now.AddDays(-1), now + RootLifetime);
    }
}
