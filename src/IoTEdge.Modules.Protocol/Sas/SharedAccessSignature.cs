using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IoTEdge.Modules.Protocol.Sas;

/// <summary>
/// A shared access signature (protocol section 1.1.3):
/// <c>SharedAccessSignature sr={audience}&amp;sig={signature}&amp;se={expiry}</c>, in any field order. <see cref="ToString"/> hides the signature.
/// </summary>
public sealed class SharedAccessSignature
{
    /// <summary>How much later than its expiry a token is still taken, for clocks that differ: 5 minutes.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const string Prefix = "SharedAccessSignature ";
    private const int MaxLength = 8192;
    private static readonly long MaxUnixSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
    private readonly string _encodedAudience;
    private readonly string _expiry;
    private readonly byte[] _signature;

    private SharedAccessSignature(string encodedAudience, byte[] signature, string expiry, long unixSeconds, string? policyName)
    {
        _encodedAudience = encodedAudience;
        _signature = signature;
        _expiry = expiry;
        Audience = SasAudience.Parse(encodedAudience);
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(unixSeconds);
        PolicyName = policyName;
    }

    /// <summary>Whom the token is for.</summary>
    public SasAudience Audience { get; }

    /// <summary>Whose key the token is signed with: a policy of a service; <see langword="null"/> for a client's own key.</summary>
    public string? PolicyName { get; }

    /// <summary>When the token ends, to the second.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token, at most 8,192 characters.</param>
    /// <exception cref="ProtocolException">It is not a token, or a field is missing, twice or malformed.</exception>
    public static SharedAccessSignature Parse(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > MaxLength)
            throw new ProtocolException("SAS token", $"it has {token.Length} characters; at most {MaxLength} are allowed.");
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
            throw new ProtocolException("SAS token", "it does not begin with 'SharedAccessSignature '.", 0);
        string? audience = null, signature = null, expiry = null, policy = null;
        var position = Prefix.Length;
        foreach (var field in token[Prefix.Length..].Split('&'))
        {
            var name = field.Length >= 3 ? field[..3] : field;
            var value = field[Math.Min(field.Length, 3)..];
            if (name == "sr=") Set(ref audience, value, "sr", position);
            else if (name == "se=") Set(ref expiry, value, "se", position);
            else if (field.StartsWith("sig=", StringComparison.Ordinal)) Set(ref signature, field[4..], "sig", position);
            else if (field.StartsWith("skn=", StringComparison.Ordinal)) policy = field[4..];
            else
                throw new ProtocolException("SAS token", "a field is none of sr, sig, se, skn.", position);
            position += field.Length + 1;
        }

        if (audience is null) throw new ProtocolException("SAS token", "sr, the audience, is missing.");
        if (signature is null) throw new ProtocolException("SAS token", "sig, the signature, is missing.");
        if (expiry is null) throw new ProtocolException("SAS token", "se, the expiry, is missing.");
        if (!long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxUnixSeconds)
            throw new ProtocolException("SAS token", "se, the expiry, is not a number of seconds since 1970.");
        return new SharedAccessSignature(audience, DecodeSignature(signature), expiry, seconds, string.IsNullOrEmpty(policy) ? null : PercentEncoding.Decode(policy, "SAS token"));
    }

    /// <summary>Makes a token for a client.</summary>
    /// <param name="hostName">The IoT hub's host name.</param>
    /// <param name="identity">The module.</param>
    /// <param name="key">The key to sign with.</param>
    /// <param name="expiresAt">When the token ends; cut to seconds.</param>
    public static string CreateToken(string hostName, ClientIdentity identity, SharedAccessKey key, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(key);
        var audience = SasAudience.Encode(hostName, identity);
        var signature = key.Sign(StringToSign(audience, expiresAt));
        return FormatToken(audience, Convert.ToBase64String(signature), expiresAt);
    }

    /// <summary>Makes a token for a service (protocol section 11.6).</summary>
    /// <param name="hostName">The IoT hub's host name.</param>
    /// <param name="policyName">The policy whose key signs, such as <c>iothubowner</c>.</param>
    /// <param name="key">Its key.</param>
    /// <param name="expiresAt">When the token ends; cut to seconds.</param>
    public static string CreateServiceToken(string hostName, string policyName, SharedAccessKey key, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(hostName);
        ArgumentException.ThrowIfNullOrEmpty(policyName);
        var audience = Uri.EscapeDataString(hostName);
        var token = FormatToken(audience, Convert.ToBase64String(key.Sign(StringToSign(audience, expiresAt))), expiresAt);
        return $"{token}&skn={Uri.EscapeDataString(policyName)}";
    }

    /// <summary>The bytes that a signer (a key, or the workload API) signs: <c>{audience}\n{expiry}</c> in UTF-8.</summary>
    /// <param name="encodedAudience">The audience as <see cref="SasAudience.Encode"/> gives it.</param>
    /// <param name="expiresAt">When the token ends; cut to seconds.</param>
    public static byte[] StringToSign(string encodedAudience, DateTimeOffset expiresAt) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{encodedAudience}\n{expiresAt.ToUnixTimeSeconds()}"));

    /// <summary>Puts a token together from a signature made elsewhere.</summary>
    /// <param name="encodedAudience">The audience that was signed.</param>
    /// <param name="base64Signature">The signature in base64.</param>
    /// <param name="expiresAt">The expiry that was signed.</param>
    public static string FormatToken(string encodedAudience, string base64Signature, DateTimeOffset expiresAt) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}sr={encodedAudience}&sig={Uri.EscapeDataString(base64Signature)}&se={expiresAt.ToUnixTimeSeconds()}");

    /// <summary>Tells whether this token was signed with <paramref name="key"/>; takes the same time whatever differs.</summary>
    /// <param name="key">The key to check against.</param>
    public bool IsSignedWith(SharedAccessKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var expected = key.Sign(Encoding.UTF8.GetBytes($"{_encodedAudience}\n{_expiry}"));
        return CryptographicOperations.FixedTimeEquals(expected, _signature);
    }

    /// <summary>Tells whether the token has ended at <paramref name="now"/>, allowing for <see cref="ClockSkew"/>.</summary>
    /// <param name="now">The time to compare with.</param>
    public bool IsExpired(DateTimeOffset now) => now - ClockSkew > ExpiresAt;

    /// <summary>The token without its signature.</summary>
    public override string ToString() => $"{Prefix}sr={_encodedAudience}&sig=***&se={_expiry}";

    private static void Set(ref string? field, string value, string name, int position)
    {
        if (field is not null) throw new ProtocolException("SAS token", $"{name} is given twice.", position);
        field = value;
    }

    private static byte[] DecodeSignature(string encoded)
    {
        var base64 = PercentEncoding.Decode(encoded, "SAS token");
        if (!Base64.IsValid(base64, out var length))
            throw new ProtocolException("SAS token", "sig, the signature, is not base64.");
        var bytes = new byte[length];
        Convert.TryFromBase64String(base64, bytes, out _);
        return bytes;
    }
}
