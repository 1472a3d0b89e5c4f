using System.Security.Cryptography;

namespace IoTEdge.Modules.Protocol;

/// <summary>A symmetric key of an identity. <see cref="ToString"/> never shows it.</summary>
public sealed class SharedAccessKey
{
    private const int MaxLength = 1024;
    private readonly byte[] _bytes;

    private SharedAccessKey(byte[] bytes) => _bytes = bytes;

    /// <summary>Reads a key in base64, as connection strings and registries carry it.</summary>
    /// <param name="base64">The key, 1 to 1,024 characters of base64.</param>
    /// <exception cref="ProtocolException">It is empty, too long or not base64.</exception>
    public static SharedAccessKey Parse(string base64)
    {
        if (string.IsNullOrEmpty(base64))
            throw new ProtocolException("shared access key", "it is empty.");
        if (base64.Length > MaxLength)
            throw new ProtocolException("shared access key", $"it has {base64.Length} characters; at most {MaxLength} are allowed.");
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var written) || written == 0)
            throw new ProtocolException("shared access key", "it is not base64.");
        return new SharedAccessKey(bytes[..written]);
    }

    /// <summary>Makes a key of 32 random bytes, as IoT Hub does.</summary>
    public static SharedAccessKey Create() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Signs <paramref name="data"/> with HMAC-SHA256.</summary>
    /// <param name="data">The bytes to sign.</param>
    /// <returns>32 bytes.</returns>
    public byte[] Sign(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_bytes, data);

    /// <summary>The key in base64. A secret: keep it out of logs.</summary>
    public string ToBase64() => Convert.ToBase64String(_bytes);

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
