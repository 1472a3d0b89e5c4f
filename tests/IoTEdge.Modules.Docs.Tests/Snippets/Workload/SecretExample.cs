using System.Security.Cryptography;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Workload;

internal static class SecretExample
{
    public static async Task<byte[]> KeepAsync(IWorkloadClient workload, byte[] secret, CancellationToken cancellationToken)
    {
        #region workload-encrypt
        var vector = RandomNumberGenerator.GetBytes(12);
        var encrypted = await workload.EncryptAsync(secret, vector, cancellationToken);
        var decrypted = await workload.DecryptAsync(encrypted, vector, cancellationToken);
        #endregion
        return decrypted;
    }
}
