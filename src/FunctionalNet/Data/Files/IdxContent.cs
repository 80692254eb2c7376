using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The content of an IDX file, whose length has been checked against the header.</summary>
/// <param name="Element">The type of the elements.</param>
/// <param name="Shape">The dimensions in the header, each at least 1.</param>
/// <param name="Pieces">The bytes of the elements in row-major order. A piece ends with a whole element.</param>
internal sealed record IdxContent(IdxElement Element, Shape Shape, ImmutableArray<ReadOnlyMemory<byte>> Pieces)
{
    // A multiple of the size of every element.
    private const int PieceSize = 1 << 20;

    /// <summary>Reads an IDX file of unsigned bytes with this many dimensions.</summary>
    public static Fin<IdxContent> Read(string file, int rank) =>
        Read(file, bytes =>
            from start in ReadStart(bytes, LengthOfHeader(rank))
            from _ in RequireMagic(start, IdxElement.UnsignedByte.MagicOf(rank), bytes)
            from header in ShapeOf(start.AsSpan(sizeof(uint)), IdxElement.UnsignedByte)
            select (IdxElement.UnsignedByte, header));

    /// <summary>Reads an IDX file of any type of elements, with any number of dimensions.</summary>
    public static Fin<IdxContent> Read(string file) =>
        Read(file, bytes =>
            from magic in ReadStart(bytes, sizeof(uint))
            from element in IdxElement.Of(magic) is { } known
                ? Fin<IdxElement>.Succ(known)
                : Error.New(Invariant($"expected a magic number 0x0000<type><rank> of IDX, found 0x{Convert.ToHexStringLower(magic)}{KindAfter(magic, bytes)}"))
            from dimensions in ReadStart(bytes, sizeof(uint) * magic[^1])
            from shape in ShapeOf(dimensions, element)
            select (element, shape));

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

    /// <summary>The value of each element, in row-major order.</summary>
    public T[] Decode<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var decoded = Tensor<T>.Allocate(Shape.Size);
        var position = 0;
        foreach (var piece in Pieces)
        {
            Element.Decode(piece.Span, decoded.AsSpan(position));
            position += piece.Length / Element.Size;
        }

        return decoded;
    }

    private static Fin<IdxContent> Read(string file, Func<Stream, Fin<(IdxElement Element, Shape Shape)>> readHeader) =>
        UncompressedFile.Read(
            file,
            bytes => from header in readHeader(bytes)
                     from pieces in ReadPieces(bytes, header.Element, header.Shape)
                     select new IdxContent(header.Element, header.Shape, pieces))
        .About(file);

    private static int LengthOfHeader(int rank) => sizeof(uint) * (1 + rank);

    private static long LengthOfFile(IdxElement element, Shape shape) => LengthOfHeader(shape.Rank) + ((long)element.Size * shape.Size);

    private static Fin<byte[]> ReadStart(Stream bytes, int length)
    {
        var start = new byte[length];
        var found = bytes.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return found == length ? start
            : Error.New(Invariant($"expected a header of {length} bytes, found {found}{FileKind.Note(start.AsSpan(0, found))}"));
    }

    private static Fin<Unit> RequireMagic(byte[] header, uint expected, Stream bytes) =>
        BinaryPrimitives.ReadUInt32BigEndian(header) is var found && found == expected ? Unit.Default
            : Error.New(Invariant($"expected magic number 0x{expected:x8}, found 0x{found:x8}{KindAfter(header, bytes)}"));

    /// <summary>The kind of file that begins like this instead, as far as the bytes tell.</summary>
    private static string KindAfter(byte[] header, Stream bytes)
    {
        var next = new byte[FileKind.Telling - header.Length];
        var found = bytes.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);
        return FileKind.Note([.. header, .. next[..found]]);
    }

    private static Fin<Shape> ShapeOf(ReadOnlySpan<byte> words, IdxElement element)
    {
        var dimensions = Array.ConvertAll([.. words.ToArray().Chunk(sizeof(uint))], word => BinaryPrimitives.ReadUInt32BigEndian(word));
        var bytes = dimensions.Aggregate((UInt128)element.Size, (size, length) => size > ulong.MaxValue ? size : size * length);
        var most = Array.MaxLength / element.Size;
        return bytes > 0 && bytes <= (UInt128)Array.MaxLength && Array.TrueForAll(dimensions, length => length > 0)
            ? Shape.Create(Array.ConvertAll(dimensions, length => (int)length))
            : Error.New(Invariant($"expected 1 to {most} values, found a header of {string.Join(" × ", dimensions.Select(length => Invariant($"{length}")))}"));
    }

    // Piece by piece, so that the memory allocated is bounded by the data in the file, not by the header. They are pinned: the collector
    // would move them, and need their memory twice.
    private static Fin<ImmutableArray<ReadOnlyMemory<byte>>> ReadPieces(Stream bytes, IdxElement element, Shape shape)
    {
        var pieces = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        for (var missing = element.Size * shape.Size; missing > 0; missing -= pieces[^1].Length)
        {
            var piece = GC.AllocateUninitializedArray<byte>(int.Min(missing, PieceSize), pinned: true);
            var found = bytes.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            if (found < piece.Length)
                return Mismatch(element, shape, Invariant($"{LengthOfFile(element, shape) - missing + found}"));
            pieces.Add(piece);
        }

        return bytes.ReadByte() < 0 ? pieces.ToImmutable() : Mismatch(element, shape, "more");
    }

    private static Error Mismatch(IdxElement element, Shape shape, string found) =>
        Error.New(Invariant($"expected {LengthOfFile(element, shape)} bytes for {string.Join(" × ", shape)}, found {found}"));
}
