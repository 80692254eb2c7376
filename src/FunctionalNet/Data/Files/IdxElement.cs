using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>A type of elements of IDX files. Those of several bytes are big-endian.</summary>
/// <param name="Code">The third byte of the magic number.</param>
/// <param name="Type">The type.</param>
internal sealed record IdxElement(byte Code, NumberType Type)
{
    // Shapes have no more.
    private const int MostDimensions = 64;

    public static IdxElement UnsignedByte { get; } = new(0x08, NumberType.UInt8);

    private static readonly IdxElement[] All =
    [
        UnsignedByte, new(0x09, NumberType.Int8), new(0x0b, NumberType.Int16), new(0x0c, NumberType.Int32), new(0x0d, NumberType.Float32),
        new(0x0e, NumberType.Float64),
    ];

    /// <summary>The number of bytes of an element.</summary>
    public int Size => Type.Size();

    /// <summary>The type in a magic number: two zero bytes, one for the type and one for the number of dimensions. None if it is no such.</summary>
    public static IdxElement? Of(ReadOnlySpan<byte> magic) =>
        magic is [0, 0, var code, > 0 and <= MostDimensions] ? Array.Find(All, element => element.Code == code) : null;

    /// <summary>The magic number of this type with this many dimensions.</summary>
    public uint MagicOf(int rank) => ((uint)Code << 8) | (uint)rank;

    /// <summary>The elements as numbers, rounded where these have fewer digits.</summary>
    public void Decode<T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => NumberCoding.Decode(Type, isBigEndian: true, bytes, numbers);
}
