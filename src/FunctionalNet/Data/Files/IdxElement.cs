using System.Buffers.Binary;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A type of elements of IDX files. Those of several bytes are big-endian.</summary>
/// <param name="Type">The third byte of the magic number.</param>
/// <param name="Size">The number of bytes of an element.</param>
internal sealed record IdxElement(byte Type, int Size)
{
    // Shapes have no more.
    private const int MostDimensions = 64;

    public static IdxElement UnsignedByte { get; } = new(0x08, sizeof(byte));

    private static readonly IdxElement[] All =
    [
        UnsignedByte, new(0x09, sizeof(sbyte)), new(0x0b, sizeof(short)), new(0x0c, sizeof(int)), new(0x0d, sizeof(float)), new(0x0e, sizeof(double)),
    ];

    /// <summary>The type in a magic number: two zero bytes, one for the type and one for the number of dimensions. None if it is no such.</summary>
    public static IdxElement? Of(ReadOnlySpan<byte> magic) =>
        magic is [0, 0, var type, > 0 and <= MostDimensions] ? Array.Find(All, element => element.Type == type) : null;

    /// <summary>The magic number of this type with this many dimensions.</summary>
    public uint MagicOf(int rank) => ((uint)Type << 8) | (uint)rank;

    /// <summary>The elements as numbers, rounded where these have fewer digits.</summary>
    public void Decode<T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < bytes.Length / Size; i++)
        {
            var element = bytes.Slice(i * Size, Size);
            numbers[i] = Type switch
            {
                0x08 => T.CreateTruncating(element[0]),
                0x09 => T.CreateTruncating((sbyte)element[0]),
                0x0b => T.CreateTruncating(BinaryPrimitives.ReadInt16BigEndian(element)),
                0x0c => T.CreateTruncating(BinaryPrimitives.ReadInt32BigEndian(element)),
                0x0d => T.CreateTruncating(BinaryPrimitives.ReadSingleBigEndian(element)),
                _ => T.CreateTruncating(BinaryPrimitives.ReadDoubleBigEndian(element)),
            };
        }
    }
}
