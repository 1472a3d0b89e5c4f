namespace IoTEdge.Modules;

/// <summary>
/// What the runtime does for a module with keys that the module never sees (the workload API, protocol section 4). Thread-safe. A hosted
/// module gets it injected; elsewhere <see cref="WorkloadClient"/> makes it.
/// </summary>
public interface IWorkloadClient
{
    /// <summary>Signs data with the module's key, HMAC-SHA256.</summary>
    /// <param name="data">The data.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="EdgeModuleException">The runtime cannot be reached, or refused.</exception>
    Task<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Gets the roots that modules of this device trust.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Certificates, PEM.</returns>
    /// <exception cref="EdgeModuleException">The runtime cannot be reached, or has none.</exception>
    Task<string> GetTrustBundleAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets a certificate with which the module can be a server; who trusts the device's roots trusts it.</summary>
    /// <param name="commonName">The host name or IP address under which clients reach the module. The module's id is a name of it too.</param>
    /// <param name="expiration">When it is to end; the runtime may make it shorter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EdgeModuleException">The runtime cannot be reached, or refused.</exception>
    Task<WorkloadCertificate> CreateServerCertificateAsync(string commonName, DateTimeOffset expiration, CancellationToken cancellationToken = default);

    /// <summary>Encrypts data so that only this module on this device can read it again, for example to keep a secret on disk.</summary>
    /// <param name="plaintext">The data.</param>
    /// <param name="initializationVector">Any bytes, another for each data, best 12 random ones; needed again to decrypt, and no secret.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EdgeModuleException">The runtime cannot be reached, or refused.</exception>
    Task<byte[]> EncryptAsync(ReadOnlyMemory<byte> plaintext, ReadOnlyMemory<byte> initializationVector, CancellationToken cancellationToken = default);

    /// <summary>Decrypts what <see cref="EncryptAsync"/> made.</summary>
    /// <param name="ciphertext">The encrypted data.</param>
    /// <param name="initializationVector">What was given to encrypt it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EdgeModuleException">The runtime cannot be reached, or refused: the data was changed, is another module's, or the identity was made anew.</exception>
    Task<byte[]> DecryptAsync(ReadOnlyMemory<byte> ciphertext, ReadOnlyMemory<byte> initializationVector, CancellationToken cancellationToken = default);
}
