using System.Buffers;
using System.Text;

namespace IoTEdge.Modules.Runtime.Launching;

/// <summary>Reads lines of a bounded length from a stream of UTF-8: what is longer is cut and marked, so that no writer fills the memory.</summary>
internal static class LineReader
{
    /// <summary>The longest line in bytes: 16 KiB, as container runtimes have it.</summary>
    public const int MaxLineBytes = 16 * 1024;

    public static async Task ReadAsync(Stream stream, Action<string> onLine, CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>(256);
        var isCut = false;
        var buffer = new byte[8192];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            var rest = buffer.AsSpan(0, count);
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                var room = Math.Min(part.Length, MaxLineBytes - line.WrittenCount);
                line.Write(part[..room]);
                isCut |= room < part.Length;
                if (end < 0) break;
                Complete(line, ref isCut, onLine);
                rest = rest[(end + 1)..];
            }
        }

        if (line.WrittenCount > 0) Complete(line, ref isCut, onLine);
    }

    private static void Complete(ArrayBufferWriter<byte> line, ref bool isCut, Action<string> onLine)
    {
        var text = Encoding.UTF8.GetString(line.WrittenSpan).TrimEnd('\r');
        onLine(isCut ? text + " [cut]" : text);
        line.ResetWrittenCount();
        isCut = false;
    }
}
