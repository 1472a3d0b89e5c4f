using System.IO.Compression;

namespace IoTEdge.Modules.LargePayloads;

/// <summary>Cuts payloads into slices that hubs take, and puts them together again.</summary>
internal static class PayloadSlices
{
    /// <summary>The most bytes of a payload when it is put together; a short gzip may stand for very much.</summary>
    public const int MaxPayload = 64 * 1024 * 1024;

    /// <exception cref="EdgeModuleException">Gzipped it has more than 16 MiB.</exception>
    public static IReadOnlyList<byte[]> Cut(ReadOnlyMemory<byte> payload, string subject)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(payload.Span);
        var slices = buffer.ToArray().Chunk(PayloadChunk.SliceSize).ToList();
        return slices.Count <= PayloadChunk.MaxCount
            ? slices
            : throw new EdgeModuleException(EdgeModuleErrorReason.MessageTooLarge,
                $"{subject} has {payload.Length} bytes, {buffer.Length} when gzipped; {PayloadChunk.MaxCount * PayloadChunk.SliceSize} go.");
    }

    /// <exception cref="EdgeModuleException">The slices are no gzip, or stand for more than 64 MiB.</exception>
    public static byte[] Join(IEnumerable<byte[]> slices, string subject)
    {
        using var whole = new MemoryStream();
        foreach (var slice in slices) whole.Write(slice);
        whole.Position = 0;
        using var gzip = new GZipStream(whole, CompressionMode.Decompress);
        using var payload = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (gzip.Read(buffer) is > 0 and var count)
            {
                if (payload.Length + count > MaxPayload) throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} stands for more than {MaxPayload} bytes.");
                payload.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new EdgeModuleException(EdgeModuleErrorReason.Payload, $"{subject} is no gzip: {exception.Message}", exception);
        }

        return payload.ToArray();
    }
}
