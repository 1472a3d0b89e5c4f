namespace IoTEdge.Modules.Runtime.Certificates;

/// <summary>A certificate that leaves the runtime, with its key. <see cref="ToString"/> does not show it.</summary>
/// <param name="ChainPem">The certificate and its issuer, PEM.</param>
/// <param name="PrivateKeyPem">The key, PKCS#8 in PEM. A secret.</param>
/// <param name="Expiration">When it ends.</param>
internal sealed record CertificateWithKey(string ChainPem, string PrivateKeyPem, DateTimeOffset Expiration)
{
    public override string ToString() => $"certificate until {Expiration:o}";
}
