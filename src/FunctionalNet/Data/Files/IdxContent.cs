using System.Buffers.Binary;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The elements of an IDX file, whose length has been checked against the header.</summary>
/// <param name="Shape">The dimensions in the header, each at least 1.</param>
/// <param name="Elements">The elements in row-major order.</param>
internal sealed record IdxContent<A>(Shape Shape, A[] Elements);

/// <summary>Reads IDX files.</summary>
internal static class IdxContent
{
    // A multiple of the size of every element.
    private const int PieceSize = 64 << 10;

    // No byte of gzip data stands for more.
    private const int MostExpansion = 1032;

    private delegate void Decode<A>(ReadOnlySpan<byte> bytes, Span<A> elements);

    /// <summary>Reads an IDX file of unsigned bytes with this many dimensions.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="rank">The number of dimensions.</param>
    /// <param name="meanings">The value that each of the 256 bytes stands for.</param>
    public static Fin<IdxContent<A>> Read<A>(string file, int rank, A[] meanings) =>
        Read<A>(
            file,
            bytes =>
                from start in ReadStart(bytes, LengthOfHeader(rank))
                from _ in RequireMagic(start, IdxElement.UnsignedByte.MagicOf(rank), bytes)
                from header in ShapeOf(start.AsSpan(sizeof(uint)), IdxElement.UnsignedByte)
                select (IdxElement.UnsignedByte, header),
            _ => (bytes, elements) =>
            {
                for (var i = 0; i < bytes.Length; i++)
                    elements[i] = meanings[bytes[i]];
            });

    /// <summary>Reads an IDX file of any type of elements, with any number of dimensions.</summary>
    public static Fin<IdxContent<T>> Read<T>(string file)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Read<T>(
            file,
            bytes =>
                from magic in ReadStart(bytes, sizeof(uint))
                from element in IdxElement.Of(magic) is { } known
                    ? Fin<IdxElement>.Succ(known)
                    : Error.New(Invariant($"expected a magic number 0x0000<type><rank> of IDX, found 0x{Convert.ToHexStringLower(magic)}{KindAfter(magic, bytes)}"))
                from dimensions in ReadStart(bytes, sizeof(uint) * magic[^1])
                from shape in ShapeOf(dimensions, element)
                select (element, shape),
            element => element.Decode);

    private static Fin<IdxContent<A>> Read<A>(
        string file, Func<Stream, Fin<(IdxElement Element, Shape Shape)>> readHeader, Func<IdxElement, Decode<A>> decodeOf) =>
        UncompressedFile.Read(
            file,
            bytes => from header in readHeader(bytes)
                     from elements in ReadElements(bytes, header.Element, header.Shape, new FileInfo(RealPath.Of(file)).Length, decodeOf(header.Element))
                     select new IdxContent<A>(header.Shape, elements))
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

    // Piece by piece into memory that is bounded by the length of the file, not by the header.
    private static Fin<A[]> ReadElements<A>(Stream bytes, IdxElement element, Shape shape, long stored, Decode<A> decode)
    {
        var length = element.Size * (long)shape.Size;
        var elements = length <= MostExpansion * stored ? GC.AllocateUninitializedArray<A>(shape.Size) : [];
        var piece = new byte[PieceSize];
        for (long at = 0; at < length; at += piece.Length)
        {
            var expected = (int)long.Min(length - at, piece.Length);
            var found = bytes.ReadAtLeast(piece.AsSpan(0, expected), expected, throwOnEndOfStream: false);
            if (found < expected)
                return Mismatch(element, shape, Invariant($"{LengthOfFile(element, shape) - length + at + found}"));
            if (elements.Length > 0)
                decode(piece.AsSpan(0, expected), elements.AsSpan((int)(at / element.Size)));
        }

        return bytes.ReadByte() < 0 && elements.Length > 0 ? elements : Mismatch(element, shape, "more");
    }

    private static Error Mismatch(IdxElement element, Shape shape, string found) =>
        Error.New(Invariant($"expected {LengthOfFile(element, shape)} bytes for {string.Join(" × ", shape)}, found {found}"));
}
