using System.Buffers.Binary;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Changes of bytes that are likely to find the mistakes of a reader, drawn from a key.</summary>
internal static class Mutation
{
    private static readonly long[] Interesting =
        [0, 1, -1, 127, 128, 255, 256, 32767, 32768, 65535, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 40, long.MaxValue, long.MinValue];

    /// <summary>One of the seeds after one to four changes.</summary>
    public static byte[] Of(Key key, IReadOnlyList<byte[]> seeds)
    {
        var draw = new Queue<int>(key.Integers(64, int.MaxValue));
        var bytes = seeds[Next(seeds.Count)].ToList();
        for (var changes = 1 + Next(4); changes > 0 && bytes.Count > 0; changes--)
            Change(bytes);
        return [.. bytes];

        int Next(int bound) => draw.Dequeue() % bound;

        void Change(List<byte> bytes)
        {
            var at = Next(bytes.Count);
            var length = 1 + Next(int.Min(16, bytes.Count - at));
            switch (Next(8))
            {
                case 0: bytes[at] ^= (byte)(1 << Next(8)); break;
                case 1: bytes[at] = (byte)Next(256); break;
                case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 5: Put(bytes, at, Interesting[Next(Interesting.Length)]); break;
                case 6: PutDigits(bytes, at, Interesting[Next(Interesting.Length)]); break;
                default: Splice(bytes, at, seeds[Next(seeds.Count)]); break;
            }
        }

        // In any of the widths and orders of the formats.
        void Put(List<byte> bytes, int at, long number)
        {
            var word = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(word, number);
            word = word[..(1 << Next(4))];
            if (Next(2) == 0)
                Array.Reverse(word);
            for (var i = 0; i < word.Length && at + i < bytes.Count; i++)
                bytes[at + i] = word[i];
        }

        // In the place of a number in a text.
        void PutDigits(List<byte> bytes, int at, long number)
        {
            var start = bytes.FindIndex(at, letter => letter is >= (byte)'0' and <= (byte)'9');
            if (start < 0)
                return;
            bytes.RemoveAt(start);
            bytes.InsertRange(start, System.Text.Encoding.ASCII.GetBytes(Invariant($"{number}")));
        }

        void Splice(List<byte> bytes, int at, byte[] other)
        {
            bytes.RemoveRange(at, bytes.Count - at);
            bytes.AddRange(other[Next(other.Length)..]);
        }
    }
}
