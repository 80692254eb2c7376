using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>Numbers as little-endian bytes.</summary>
internal static class NumberStream
{
    // A span of bytes has at most 2 GB, and a system call writes no more.
    private const int MostAtOnce = 1 << 24;

    /// <summary>Writes numbers to a stream.</summary>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => Write(numbers, stream.Write);

    /// <summary>Gives the bytes of numbers to a function, piece by piece.</summary>
    public static void Write<T>(ReadOnlySpan<T> numbers, Action<ReadOnlySpan<byte>> write)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (!numbers.IsEmpty)
        {
            var piece = numbers[..int.Min(numbers.Length, MostAtOnce)];
            write(NumberCoding.LittleEndian(piece));
            numbers = numbers[piece.Length..];
        }
    }
}
