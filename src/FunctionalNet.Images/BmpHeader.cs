using System.Buffers.Binary;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The header of a BMP file: Microsoft's BITMAPFILEHEADER, and one of the headers that follow it.</summary>
internal static class BmpHeader
{
    // Of the file's header and of the shortest one that follows.
    private const int Length = 26;
    private const int LengthOfOs2 = 12;

    private static readonly string[] Compressions = ["none", "RLE8", "RLE4", "bit fields", "JPEG", "PNG"];

    /// <summary>The bytes that a file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => "BM"u8;

    /// <summary>The header of a file with the signature.</summary>
    public static Fin<ImageHeader> Of(ReadOnlySpan<byte> file)
    {
        if (file.Length < Length)
            return Error.New(Invariant($"expected a BMP image with a header, found {file.Length} bytes"));
        var isOs2 = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) == LengthOfOs2;
        var (width, height) = isOs2
            ? (BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(file[18..]), BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        var bits = isOs2 ? BinaryPrimitives.ReadUInt16LittleEndian(file[24..]) : file.Length > 29 ? BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) : 0;
        var compression = isOs2 || file.Length < 34 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(file[30..]);
        if (compression is not (0 or 3))
            return Error.New(Invariant($"expected a BMP image without compression, found {(compression < Compressions.Length ? Compressions[compression] : "another")}"));
        if (bits is not (1 or 4 or 8 or 16 or 24 or 32))
            return Error.New(Invariant($"expected a BMP image of 1, 4, 8, 16, 24 or 32 bits a pixel, found {bits}"));
        // The height of an image whose first row is the top one is negative.
        return new ImageHeader((int)long.Min(long.Abs(height), int.MaxValue), width, 0, file.Length * 8L / bits);
    }
}
