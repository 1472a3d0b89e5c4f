using System.Security.Cryptography;
using System.Text;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Runtime.Workload;

/// <summary>
/// Encrypts for a module with a key that never leaves the runtime, bound to the module and its generation as edged does it (protocol section
/// 4.4): AES-256-GCM, a byte with the version and the tag before the ciphertext.
/// </summary>
internal static class WorkloadCipher
{
    private const byte Version = 1;
    private const int TagLength = 16;
    private const int NonceLength = 12;
    private const int Overhead = 1 + TagLength;

    public static byte[] Encrypt(SharedAccessKey key, string moduleId, string generationId, byte[] plaintext, byte[] initializationVector)
    {
        var output = new byte[Overhead + plaintext.Length];
        output[0] = Version;
        using var cipher = Cipher(key);
        cipher.Encrypt(Nonce(initializationVector), plaintext, output.AsSpan(Overhead), output.AsSpan(1, TagLength), Bound(moduleId, generationId));
        return output;
    }

    /// <exception cref="CryptographicException">It was not encrypted by this module with this vector, or was changed.</exception>
    public static byte[] Decrypt(SharedAccessKey key, string moduleId, string generationId, byte[] ciphertext, byte[] initializationVector)
    {
        if (ciphertext.Length < Overhead || ciphertext[0] != Version) throw new CryptographicException("the ciphertext is not of this runtime");
        var output = new byte[ciphertext.Length - Overhead];
        using var cipher = Cipher(key);
        cipher.Decrypt(Nonce(initializationVector), ciphertext.AsSpan(Overhead), ciphertext.AsSpan(1, TagLength), output, Bound(moduleId, generationId));
        return output;
    }

    private static AesGcm Cipher(SharedAccessKey key) => new(key.Sign("workload encryption"u8), TagLength);

    // A vector may have any length; a nonce has one.
    private static byte[] Nonce(byte[] initializationVector) =>
        initializationVector.Length == NonceLength ? initializationVector : SHA256.HashData(initializationVector)[..NonceLength];

    private static byte[] Bound(string moduleId, string generationId) => Encoding.UTF8.GetBytes($"{moduleId}\n{generationId}");
}
