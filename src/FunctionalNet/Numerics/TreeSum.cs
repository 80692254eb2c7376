using System.Buffers;
using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// Sums of several arrays along a binary tree that depends on their number alone: the first half of them, rounded down, and the rest, each summed likewise,
/// are added.
/// </summary>
internal static class TreeSum
{
    // The blocks of all levels stay in the nearest cache, so each number is read from memory once.
    private const int Block = 1024;

    /// <summary>The numbers of a leaf.</summary>
    public delegate ReadOnlySpan<T> Leaf<T>(int leaf);

    /// <summary>The place at which a range of leaves is divided.</summary>
    public static int Middle(int start, int end) => start + ((end - start) / 2);

    /// <summary>Fills the sum of leaves of the same length.</summary>
    public static unsafe void Of<T>(int leaves, Leaf<T> leaf, Span<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pinned = sum)
        {
            var to = (nint)pinned;
            Workers.Run(sum.Length, Block, (first, count) =>
            {
                var scratch = ArrayPool<T>.Shared.Rent(Block * (BitOperations.Log2((uint)leaves) + 1));
                for (var start = (int)first; start < first + count; start += Block)
                {
                    var length = int.Min(Block, (int)(first + count) - start);
                    Fold(leaf, 0, leaves, start, new Span<T>((T*)to + start, length), scratch);
                }

                ArrayPool<T>.Shared.Return(scratch);
            });
        }
    }

    private static void Fold<T>(Leaf<T> leaf, int first, int end, int start, Span<T> sum, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (end - first)
        {
            case 1:
                leaf(first).Slice(start, sum.Length).CopyTo(sum);
                break;
            case 2:
                Elementwise.Zip(leaf(first).Slice(start, sum.Length), leaf(first + 1).Slice(start, sum.Length), sum, default(Add<T>));
                break;
            default:
                var middle = Middle(first, end);
                var others = scratch[..sum.Length];
                Fold(leaf, first, middle, start, sum, scratch[Block..]);
                Fold(leaf, middle, end, start, others, scratch[Block..]);
                Elementwise.Zip(sum, others, sum, default(Add<T>));
                break;
        }
    }
}
