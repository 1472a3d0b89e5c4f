using System.Buffers.Binary;

namespace IoTEdge.Modules.Runtime.Tests.Fuzzing;

/// <summary>Makes of a good session one that is wrong somewhere: good up to a point, then changed, by a seed.</summary>
internal static class Mutation
{
    private const int MaxEdits = 6;

    public static byte[] Of(IReadOnlyList<byte[]> session, int seed)
    {
        var random = new Random(seed);
        var good = random.Next(session.Count);
        var rest = session.Skip(good).SelectMany(part => part).ToList();
        for (var edits = random.Next(1, MaxEdits); edits > 0 && rest.Count > 0; edits--)
            Edit(rest, random);
        return [.. session.Take(good).SelectMany(part => part), .. rest];
    }

    private static void Edit(List<byte> bytes, Random random)
    {
        // Near the beginning is where a session has its lengths and types.
        var position = random.Next(2) == 0 ? random.Next(bytes.Count) : random.Next(Math.Min(bytes.Count, 16));
        var length = Math.Min(random.Next(1, 40), bytes.Count - position);
        switch (random.Next(8))
        {
            case 0:
                bytes[position] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[position] = (byte)(random.Next(3) switch { 0 => 0, 1 => 0x7F, _ => 0xFF });
                break;
            case 2:
                bytes.RemoveRange(position, length);
                break;
            case 3:
                bytes.InsertRange(position, bytes.GetRange(position, length));
                break;
            case 4:
                var noise = new byte[length];
                random.NextBytes(noise);
                bytes.InsertRange(position, noise);
                break;
            case 5:
                bytes.RemoveRange(position, bytes.Count - position);
                break;
            case 6 when bytes.Count - position >= sizeof(int):
                var number = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32BigEndian(number, random.Next(4) switch { 0 => int.MaxValue, 1 => -1, 2 => 0, _ => random.Next() });
                for (var i = 0; i < number.Length; i++)
                    bytes[position + i] = number[i];
                break;
            default:
                bytes.AddRange(bytes.GetRange(position, length));
                break;
        }
    }
}
