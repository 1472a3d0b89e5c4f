using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace IoTEdge.Modules.Runtime.Amqp;

/// <summary>What SASL PLAIN carries: <c>{device}[/modules/{module}]@sas.{hub}</c> and a token (protocol section 2.1).</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="ModuleId">The module; null for a leaf device.</param>
/// <param name="Token">The token. A secret.</param>
internal sealed record SaslPlainCredentials(string DeviceId, string? ModuleId, string Token)
{
    private const string Host = "@sas.";

    public static bool TryParse(byte[]? response, [NotNullWhen(true)] out SaslPlainCredentials? credentials)
    {
        credentials = null;
        if (Encoding.UTF8.GetString(response ?? []).Split('\0') is not [_, var user, { Length: > 0 } token])
            return false;
        var at = user.LastIndexOf(Host, StringComparison.OrdinalIgnoreCase);
        if (at <= 0)
            return false;
        credentials = user[..at].Split('/') switch
        {
            [{ Length: > 0 } device] => new SaslPlainCredentials(device, null, token),
            [{ Length: > 0 } device, "modules", { Length: > 0 } module] => new SaslPlainCredentials(device, module, token),
            _ => null,
        };
        return credentials is not null;
    }

    /// <summary>Who, without the token.</summary>
    public override string ToString() => ModuleId is null ? DeviceId : $"{DeviceId}/{ModuleId}";
}
