using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// Sums of several arrays along a binary tree that depends on their number alone: the first half of them, rounded down, and the rest, each summed likewise,
/// are added.
/// </summary>
internal static class TreeSum
{
    // The blocks of all levels stay in the nearest cache, so each number is read from memory once.
    private const int Block = 1024;

    /// <summary>Where a range of leaves is divided.</summary>
    public static int Middle(int start, int end) => start + ((end - start) / 2);

    /// <summary>Puts the sum of arrays of as many numbers as the first has into the result, from a place on.</summary>
    public static void Of<T>(ImmutableArray<Tensor<T>> leaves, T[] result, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Workers.Run(leaves[0].Shape.Size, Block, (first, count) =>
        {
            var scratch = new T[Block * (BitOperations.Log2((uint)leaves.Length) + 1)];
            for (var start = (int)first; start < first + count; start += Block)
            {
                var length = int.Min(Block, (int)(first + count) - start);
                Fold(leaves.AsSpan(), start, result.AsSpan(at + start, length), scratch);
            }
        });
    }

    private static void Fold<T>(ReadOnlySpan<Tensor<T>> leaves, int start, Span<T> sum, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (leaves)
        {
            case [var only]:
                only.Span.Slice(start, sum.Length).CopyTo(sum);
                break;
            case [var left, var right]:
                Elementwise.Zip(left.Span.Slice(start, sum.Length), right.Span.Slice(start, sum.Length), sum, default(Add<T>));
                break;
            default:
                var middle = Middle(0, leaves.Length);
                var others = scratch[..sum.Length];
                Fold(leaves[..middle], start, sum, scratch[Block..]);
                Fold(leaves[middle..], start, others, scratch[Block..]);
                Elementwise.Zip(sum, others, sum, default(Add<T>));
                break;
        }
    }
}
