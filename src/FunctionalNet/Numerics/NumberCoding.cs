using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>The bytes of numbers in files, of any type and in either order, as numbers of a tensor.</summary>
internal static class NumberCoding
{
    // Numbers whose bytes are to be reversed are copied first, in pieces that stay in the first-level cache.
    private const int PieceSize = 1 << 13;

    /// <summary>The type of the numbers of a tensor.</summary>
    public static NumberType TypeOf<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float) ? NumberType.Float32 : NumberType.Float64;

    /// <summary>The number of bytes of a number.</summary>
    public static int Size(this NumberType type) => type switch
    {
        NumberType.Boolean or NumberType.UInt8 or NumberType.Int8 => 1,
        NumberType.UInt16 or NumberType.Int16 or NumberType.Float16 or NumberType.BFloat16 => 2,
        NumberType.UInt32 or NumberType.Int32 or NumberType.Float32 => 4,
        _ => 8,
    };

    /// <summary>The numbers, rounded to the nearest where <typeparamref name="T"/> has fewer digits.</summary>
    /// <param name="type">The type of the numbers in the file.</param>
    /// <param name="isBigEndian">Whether the first byte of a number is the highest.</param>
    /// <param name="bytes">As many bytes as the numbers have.</param>
    /// <param name="numbers">The place for the numbers.</param>
    public static void Decode<T>(NumberType type, bool isBigEndian, ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (type == TypeOf<T>())
            InOrder(type, isBigEndian, bytes, MemoryMarshal.AsBytes(numbers));
        else if (isBigEndian != BitConverter.IsLittleEndian || type.Size() == 1)
            Convert(type, bytes, numbers);
        else
            ConvertReversed(type, bytes, numbers);
    }

    /// <summary>The little-endian bytes of numbers, without a copy where the machine has them in this order.</summary>
    public static ReadOnlySpan<byte> LittleEndian<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (BitConverter.IsLittleEndian)
            return MemoryMarshal.AsBytes(numbers);
        var reversed = new byte[numbers.Length * Unsafe.SizeOf<T>()];
        InOrder(TypeOf<T>(), isBigEndian: false, MemoryMarshal.AsBytes(numbers), reversed);
        return reversed;
    }

    /// <summary>The bytes in the machine's order.</summary>
    private static void InOrder(NumberType type, bool isBigEndian, ReadOnlySpan<byte> bytes, Span<byte> ordered)
    {
        if (isBigEndian != BitConverter.IsLittleEndian || type.Size() == 1)
            bytes.CopyTo(ordered);
        else if (type.Size() == sizeof(short))
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bytes), MemoryMarshal.Cast<byte, short>(ordered));
        else if (type.Size() == sizeof(int))
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(ordered));
        else
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(bytes), MemoryMarshal.Cast<byte, long>(ordered));
    }

    private static void ConvertReversed<T>(NumberType type, ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<byte> ordered = new byte[int.Min(PieceSize, bytes.Length)];
        while (!bytes.IsEmpty)
        {
            var piece = ordered[..int.Min(ordered.Length, bytes.Length)];
            InOrder(type, BitConverter.IsLittleEndian, bytes[..piece.Length], piece);
            Convert(type, piece, numbers);
            bytes = bytes[piece.Length..];
            numbers = numbers[(piece.Length / type.Size())..];
        }
    }

    private static void Convert<T>(NumberType type, ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (type)
        {
            case NumberType.Boolean or NumberType.UInt8: Each<byte, T>(bytes, numbers); break;
            case NumberType.Int8: Each<sbyte, T>(bytes, numbers); break;
            case NumberType.UInt16: Each<ushort, T>(bytes, numbers); break;
            case NumberType.Int16: Each<short, T>(bytes, numbers); break;
            case NumberType.UInt32: Each<uint, T>(bytes, numbers); break;
            case NumberType.Int32: Each<int, T>(bytes, numbers); break;
            case NumberType.UInt64: Each<ulong, T>(bytes, numbers); break;
            case NumberType.Int64: Each<long, T>(bytes, numbers); break;
            case NumberType.Float16: Each<Half, T>(bytes, numbers); break;
            case NumberType.BFloat16: UpperHalves(bytes, numbers); break;
            case NumberType.Float32: Each<float, T>(bytes, numbers); break;
            default: Each<double, T>(bytes, numbers); break;
        }
    }

    private static void Each<TStored, T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where TStored : unmanaged, INumberBase<TStored>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var stored = MemoryMarshal.Cast<byte, TStored>(bytes);
        for (var i = 0; i < stored.Length; i++)
            numbers[i] = T.CreateTruncating(stored[i]);
    }

    private static void UpperHalves<T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var stored = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < stored.Length; i++)
            numbers[i] = T.CreateTruncating(BitConverter.Int32BitsToSingle(stored[i] << 16));
    }
}
