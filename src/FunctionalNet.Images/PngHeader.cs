using System.Buffers.Binary;
using System.IO.Hashing;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The chunks of a PNG file, checked by their sums, which the decoder does not look at. Source: W3C, "Portable Network Graphics", third edition.</summary>
internal static class PngHeader
{
    // A chunk is its length, its type, its content and a sum.
    private const int Around = 12;
    private const int LengthOfHeader = 13;

    // No byte of deflated data stands for more.
    private const long MostExpansion = 1032;

    /// <summary>The bytes that a file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>The header of a file with the signature, all of whose chunks are as they were written.</summary>
    public static Fin<ImageHeader> Of(ReadOnlySpan<byte> file)
    {
        ImageHeader? header = null;
        for (var at = Signature.Length; file.Length - at >= Around;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - Around)
                break;
            var summed = file.Slice(at + 4, (int)length + 4);
            if (Crc32.HashToUInt32(summed) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]))
                return Error.New(Invariant($"expected a PNG image as it was written, found another CRC-32 of the chunk at byte {at}"));
            var type = summed[..4];
            var content = summed[4..];
            at += Around + content.Length;
            if (header is null && !(type.SequenceEqual("IHDR"u8) && content.Length == LengthOfHeader))
                return Error.New("expected a PNG image with a header in its first chunk, found another chunk");
            header ??= Of(content, file.Length);
            if (type.SequenceEqual("IEND"u8))
                return header.Value with { End = at };
        }

        return Error.New("expected a PNG image to its last chunk, found a file that ends early");
    }

    private static ImageHeader Of(ReadOnlySpan<byte> content, long length)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
        var samples = content[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var bits = long.Max(1, content[8] * samples);
        return new((int)uint.Min(height, int.MaxValue), (int)uint.Min(width, int.MaxValue), 0, length * MostExpansion * 8 / bits);
    }
}
