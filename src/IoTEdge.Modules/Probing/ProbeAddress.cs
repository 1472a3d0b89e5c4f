using System.Security.Cryptography;
using System.Text;
using IoTEdge.Modules.Protocol;

namespace IoTEdge.Modules.Probing;

/// <summary>Where a module answers its probe: a pipe of its user that is named after its identity, so that two modules on one machine have two.</summary>
internal static class ProbeAddress
{
    // A pipe is a socket in the temporary folder on Unix, whose path may have 104 bytes on macOS: the name is short.
    private const int HashCharacters = 16;

    public static string PipeName(ModuleIdentity identity)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.UserName}\n{identity.ClientId}"));
        return $"iotedge-{Convert.ToHexStringLower(hash)[..HashCharacters]}";
    }
}
