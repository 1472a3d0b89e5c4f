using System.Security.Cryptography;
using System.Text;

namespace IoTEdge.Modules.Runtime.State;

/// <summary>Gives Unix sockets paths that the system accepts, also when the state directory lies deep.</summary>
internal sealed class SocketDirectory(string stateDirectory)
{
    // sun_path holds 108 bytes on Linux and 104 on macOS, the final zero included.
    private const int MaxPathBytes = 103;

    private readonly string _shortDirectory = Path.Combine(Path.GetTempPath(), "iotedge-" + Hash(stateDirectory));

    /// <summary>The path of a socket; its directory exists afterwards.</summary>
    /// <param name="relativePath">The name it has below the state directory when that is short enough.</param>
    public string PathOf(string relativePath)
    {
        var preferred = Path.Combine(stateDirectory, relativePath);
        // Modules are told of it in a URI, where some characters mean something else.
        if (Encoding.UTF8.GetByteCount(preferred) <= MaxPathBytes && !preferred.AsSpan().ContainsAny("%#?"))
        {
            PrivateFile.CreateDirectory(Path.GetDirectoryName(preferred)!);
            return preferred;
        }

        // Somebody else may have made a directory of this name in a folder that is everybody's.
        if (new DirectoryInfo(_shortDirectory).LinkTarget is not null)
            throw new StateDirectoryException($"'{_shortDirectory}' is a link. Delete it, or use a state directory with a shorter path than '{stateDirectory}'.");
        PrivateFile.CreateDirectory(_shortDirectory);
        return Path.Combine(_shortDirectory, Hash(relativePath) + ".sock");
    }

    public void Clear()
    {
        if (Directory.Exists(_shortDirectory))
            Directory.Delete(_shortDirectory, recursive: true);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
