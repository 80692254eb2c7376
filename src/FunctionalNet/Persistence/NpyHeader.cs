using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;
using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The header of NumPy's <c>.npy</c> format, versions 1 to 3.</summary>
/// <param name="Type">The type of the numbers, and their shape.</param>
/// <param name="IsFortran">Whether the first axis is the contiguous one.</param>
/// <param name="Length">The number of bytes before the numbers.</param>
/// <remarks>NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", and <c>numpy.lib.format</c> for versions 2 and 3.</remarks>
internal sealed record NpyHeader(StoredType Type, bool IsFortran, int Length)
{
    // The number of bytes that say how long the header is.
    private const int LengthOfStart = 12;

    // A type and a shape take a hundred bytes; only records, which are not read, take more.
    private const int MostBytes = 1 << 16;

    private const int Alignment = 64;

    // Version 1 has a length of two bytes.
    private const int LengthOfFirstStart = 10;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>The header of a file whose length it agrees with.</summary>
    /// <param name="fileLength">The number of bytes of the file.</param>
    /// <param name="first">The first bytes of the file, so many.</param>
    public static Fin<NpyHeader> Read(long fileLength, Func<int, byte[]> first) =>
        from length in LengthOf(first((int)long.Min(fileLength, LengthOfStart)))
        from header in length <= fileLength
            ? Parse(first(length))
            : Error.New(Invariant($"expected a header of {length} bytes, found {Quantity.Of(fileLength, "byte")}"))
        from _ in header.Type.Size == fileLength - length
            ? Fin<Unit>.Succ(Unit.Default)
            : Error.New(Invariant($"expected {header.Type.Size} bytes for '{header.Type.TypeName}' {header.Type.Lengths}, found {fileLength - length}"))
        select header;

    /// <summary>The length of the whole header, for the first bytes of a file.</summary>
    private static Fin<int> LengthOf(ReadOnlySpan<byte> start)
    {
        if (start.Length < LengthOfStart || !start.StartsWith(Magic))
            return Error.New($"expected a NumPy array, found something else{FileKind.Note(start)}");
        var length = start[6] switch
        {
            1 => LengthOfFirstStart + (long)BinaryPrimitives.ReadUInt16LittleEndian(start[8..]),
            2 or 3 => LengthOfStart + (long)BinaryPrimitives.ReadUInt32LittleEndian(start[8..]),
            _ => 0,
        };
        return length == 0 ? Error.New(Invariant($"expected a NumPy array of version 1.0, 2.0 or 3.0, found {start[6]}.{start[7]}"))
            : length > LengthOfStart + MostBytes ? Error.New(Invariant($"expected a header of at most {MostBytes} bytes, found {length}"))
            : (int)length;
    }

    /// <summary>The header in these bytes.</summary>
    private static Fin<NpyHeader> Parse(ReadOnlySpan<byte> header)
    {
        var (isUtf8, start) = (header[6] == 3, header[6] == 1 ? LengthOfFirstStart : LengthOfStart);
        if (isUtf8 && !Utf8.IsValid(header[start..]))
            return Error.New("expected a header in UTF-8, found something else");
        var text = (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(header[start..]);
        var length = header.Length;
        return from literal in NpyLiteral.Parse(text)
               from lengths in StoredShape.Of(literal.Shape)
               from type in TypeOf(literal.Type)
               select new NpyHeader(new("", literal.Type, type.Type, lengths, type.IsBigEndian), literal.IsFortran, length);
    }

    /// <summary>The bytes of a file up to the numbers of an array.</summary>
    /// <param name="lengths">The lengths of its axes.</param>
    /// <param name="least">The least number of bytes.</param>
    public static byte[] Write<T>(IReadOnlyCollection<int> lengths, int least = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tuple = string.Join(", ", lengths.Select(length => Invariant($"{length}")));
        var type = NumberCoding.TypeOf<T>() == NumberType.Float32 ? "<f4" : "<f8";
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({tuple}{(lengths.Count == 1 ? "," : "")}), }}";
        var padded = (LengthOfFirstStart + text.Length + Alignment) / Alignment * Alignment;
        var header = new byte[int.Max(padded, least)];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header.AsSpan());
        (header[6], header[7], header[^1]) = (1, 0, (byte)'\n');
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(header.Length - LengthOfFirstStart));
        Encoding.ASCII.GetBytes(text, header.AsSpan(LengthOfFirstStart));
        return header;
    }

    private static Fin<(NumberType Type, bool IsBigEndian)> TypeOf(string name)
    {
        var type = name is { Length: > 1 } ? name[1..] switch
        {
            "b1" => NumberType.Boolean,
            "u1" => NumberType.UInt8,
            "i1" => NumberType.Int8,
            "u2" => NumberType.UInt16,
            "i2" => NumberType.Int16,
            "u4" => NumberType.UInt32,
            "i4" => NumberType.Int32,
            "u8" => NumberType.UInt64,
            "i8" => NumberType.Int64,
            "f2" => NumberType.Float16,
            "f4" => NumberType.Float32,
            "f8" => NumberType.Float64,
            _ => (NumberType?)null,
        } : null;
        return (type, name.Length > 0 ? name[0] : ' ') switch
        {
            ({ } known, '<') => (known, false),
            ({ } known, '>') => (known, true),
            ({ } known, '=') => (known, !BitConverter.IsLittleEndian),
            ({ } known, '|') when known.Size() == 1 => (known, false),
            (null, 'O' or '|') when name is "O" or "|O" => Error.New("expected an array of numbers, found one of Python objects, which are not read"),
            _ => Error.New($"expected an array of booleans, integers or real numbers of up to 8 bytes, found the type '{name}'"),
        };
    }
}
