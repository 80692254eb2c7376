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
    /// <summary>The number of bytes that say how long the header is.</summary>
    public const int LengthOfStart = 12;

    // A type and a shape take a hundred bytes; only records, which are not read, take more.
    private const int MostBytes = 1 << 16;

    private const int Alignment = 64;

    // Version 1 has a length of two bytes.
    private const int LengthOfFirstStart = 10;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>The length of the whole header, for the first bytes of a file.</summary>
    public static Fin<int> LengthOf(ReadOnlySpan<byte> start)
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
    public static Fin<NpyHeader> Parse(ReadOnlySpan<byte> header)
    {
        var (isUtf8, start) = (header[6] == 3, header[6] == 1 ? LengthOfFirstStart : LengthOfStart);
        if (isUtf8 && !Utf8.IsValid(header[start..]))
            return Error.New("expected a header in UTF-8, found something else");
        var text = (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(header[start..]);
        var length = header.Length;
        return from literal in NpyLiteral.Parse(text)
               from shape in StoredType.ShapeOf(literal.Shape)
               from type in TypeOf(literal.Type)
               select new NpyHeader(new("", literal.Type, type.Type, shape, type.IsBigEndian), literal.IsFortran, length);
    }

    /// <summary>The bytes of a file up to the numbers of a tensor.</summary>
    public static byte[] Write<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lengths = string.Join(", ", shape.Select(length => Invariant($"{length}")));
        var type = NumberCoding.TypeOf<T>() == NumberType.Float32 ? "<f4" : "<f8";
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({lengths}{(shape.Rank == 1 ? "," : "")}), }}";
        var padded = (LengthOfFirstStart + text.Length + Alignment) / Alignment * Alignment;
        var header = new byte[padded];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header.AsSpan());
        (header[6], header[7], header[^1]) = (1, 0, (byte)'\n');
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(padded - LengthOfFirstStart));
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
