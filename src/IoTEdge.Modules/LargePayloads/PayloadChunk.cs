using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTEdge.Modules.LargePayloads;

/// <summary>
/// A part of a payload that is larger than hubs take, as it travels in the payload of a call or an answer:
/// <c>{"iotedge-chunk":{"id":"…","index":0,"count":3,"data":"…"}}</c>. <c>data</c> is a slice of the gzipped payload in base64; without it the receiver is asked for its
/// own part of that index.
/// </summary>
/// <param name="Id">The transfer, chosen by the caller.</param>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">How many parts there are; 0 where one is asked for.</param>
/// <param name="Data">The slice; null where one is asked for.</param>
internal sealed record PayloadChunk(string Id, int Index, int Count, byte[]? Data)
{
    /// <summary>The bytes of one slice: in base64 and with what is around it, it stays under 128 KiB.</summary>
    public const int SliceSize = 90_000;

    /// <summary>The most parts: 16 MiB when gzipped.</summary>
    public const int MaxCount = 16 * 1024 * 1024 / SliceSize;

    private const string Member = "iotedge-chunk";

    /// <summary>Reads a part; null where the payload is none.</summary>
    public static PayloadChunk? Read(ReadOnlyMemory<byte> payload)
    {
        // Most payloads are none, and are not parsed to find out.
        if (!payload.Span.StartsWith("{\"iotedge-chunk\":"u8)) return null;
        try
        {
            if (JsonNode.Parse(payload.Span) is not JsonObject { Count: 1 } whole || whole[Member] is not JsonObject members) return null;
            var data = members["data"]?.GetValue<string>();
            var chunk = new PayloadChunk(members["id"]!.GetValue<string>(), members["index"]!.GetValue<int>(), members["count"]?.GetValue<int>() ?? 0, data is null ? null : Convert.FromBase64String(data));
            return chunk.IsSound ? chunk : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }

    public byte[] ToPayload()
    {
        // By hand: a node would escape what base64 has of plus signs.
        using var payload = new MemoryStream();
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteStartObject(Member);
            json.WriteString("id", Id);
            json.WriteNumber("index", Index);
            if (Data is not null)
            {
                json.WriteNumber("count", Count);
                json.WriteBase64String("data", Data);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return payload.ToArray();
    }

    private bool IsSound => Id.Length is > 0 and <= 64 && (Data is null
        ? Index is > 0 and < MaxCount && Count == 0
        : Data.Length <= SliceSize && Count is > 0 and <= MaxCount && Index >= 0 && Index < Count);
}
