using System.Buffers.Binary;
using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The content of an IDX file of unsigned bytes, whose number has been checked against the header.</summary>
/// <param name="Shape">The dimensions in the header, each at least 1.</param>
/// <param name="Pieces">The bytes in row-major order, one for each element of the shape.</param>
internal sealed record IdxContent(Shape Shape, ImmutableArray<ReadOnlyMemory<byte>> Pieces)
{
    // Two zero bytes, one for the type (8 is unsigned byte) and one for the number of dimensions.
    private const uint MagicOfUnsignedBytes = 0x00000800;
    private const int PieceSize = 1 << 20;

    /// <summary>Reads an IDX file of unsigned bytes with this many dimensions.</summary>
    public static Fin<IdxContent> Read(string file, int rank) =>
        UncompressedFile.Read(
            file,
            bytes => from shape in ReadHeader(bytes, rank)
                     from pieces in ReadPieces(bytes, shape)
                     select new IdxContent(shape, pieces))
        .About(file);

    /// <summary>The value of each byte, in row-major order.</summary>
    /// <param name="meanings">The value that each of the 256 bytes stands for.</param>
    public A[] Decode<A>(ReadOnlySpan<A> meanings)
    {
        var decoded = GC.AllocateUninitializedArray<A>(Shape.Size);
        var position = 0;
        foreach (var piece in Pieces)
        {
            foreach (var value in piece.Span)
                decoded[position++] = meanings[value];
        }

        return decoded;
    }

    private static int LengthOfHeader(int rank) => sizeof(uint) * (1 + rank);

    private static long LengthOfFile(Shape shape) => LengthOfHeader(shape.Rank) + (long)shape.Size;

    private static Fin<Shape> ReadHeader(Stream bytes, int rank)
    {
        var header = new byte[LengthOfHeader(rank)];
        var found = bytes.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (found < header.Length)
            return Error.New(Invariant($"expected a header of {header.Length} bytes, found {found}{FileKind.Note(header.AsSpan(0, found))}"));
        var words = Array.ConvertAll([.. header.Chunk(sizeof(uint))], word => BinaryPrimitives.ReadUInt32BigEndian(word));
        var expected = MagicOfUnsignedBytes | (uint)rank;
        return words[0] == expected
            ? ShapeOf(words[1..])
            : Error.New(Invariant($"expected magic number 0x{expected:x8}, found 0x{words[0]:x8}{KindAfter(header, bytes)}"));
    }

    /// <summary>The kind of file that begins like this instead, as far as the bytes tell.</summary>
    private static string KindAfter(byte[] header, Stream bytes)
    {
        var next = new byte[FileKind.Telling - header.Length];
        var found = bytes.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);
        return FileKind.Note([.. header, .. next[..found]]);
    }

    private static Fin<Shape> ShapeOf(uint[] dimensions) =>
        dimensions.Aggregate(UInt128.One, (size, length) => size * length) is var size
        && size > 0 && size <= (UInt128)Array.MaxLength
            ? Shape.Create(Array.ConvertAll(dimensions, length => (int)length))
            : Error.New(Invariant($"expected 1 to {Array.MaxLength} values, found a header of {string.Join(" × ", dimensions.Select(length => Invariant($"{length}")))}"));

    // Piece by piece, so that the memory allocated is bounded by the data in the file, not by the header.
    private static Fin<ImmutableArray<ReadOnlyMemory<byte>>> ReadPieces(Stream bytes, Shape shape)
    {
        var pieces = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        for (var missing = shape.Size; missing > 0; missing -= pieces[^1].Length)
        {
            var piece = GC.AllocateUninitializedArray<byte>(int.Min(missing, PieceSize));
            var found = bytes.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            if (found < piece.Length)
                return Mismatch(shape, Invariant($"{LengthOfFile(shape) - missing + found}"));
            pieces.Add(piece);
        }

        return bytes.ReadByte() < 0 ? pieces.ToImmutable() : Mismatch(shape, "more");
    }

    private static Error Mismatch(Shape shape, string found) =>
        Error.New(Invariant($"expected {LengthOfFile(shape)} bytes for {string.Join(" × ", shape)}, found {found}"));
}
