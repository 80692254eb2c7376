using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Sums over many items, in a tree that depends on their number alone: those of one block are added up as the caller does it; of several blocks, the sums
/// of the first half of them and of the rest are added. Threads share the parts that it has some levels down.
/// </summary>
internal static class SumTree
{
    private const int Leaves = Reductions.Leaves;

    /// <summary>Fills sums with those over items from <paramref name="start"/> on, <paramref name="count"/> of them.</summary>
    public delegate void Block<T>(int start, int count, Span<T> sums);

    /// <summary>Fills sums with those over all items.</summary>
    public static void Of<T>(int count, int block, bool isShared, Span<T> sums, Block<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (isShared && count >= Leaves * block)
            FoldLeaves(count, block, sums, work);
        else
            Fold(0, count, block, sums, ScratchFor(count, block, sums), work);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FoldLeaves<T>(int count, int block, Span<T> sums, Block<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (size, folds) = (sums.Length, new T[Leaves * sums.Length]);
        Workers.Run(Leaves, 1, (first, leaves) =>
        {
            for (var leaf = (int)first; leaf < first + leaves; leaf++)
            {
                var (start, length) = Reductions.LeafOf(leaf, count, block);
                var fold = folds.AsSpan(leaf * size, size);
                Fold(start, length, block, fold, ScratchFor(length, block, fold), work);
            }
        });
        for (var step = 1; step < Leaves; step *= 2)
        {
            for (var leaf = 0; leaf < Leaves; leaf += 2 * step)
            {
                var joined = folds.AsSpan(leaf * size, size);
                Elementwise.Zip(joined, folds.AsSpan((leaf + step) * size, size), joined, default(Add<T>));
            }
        }

        folds.AsSpan(0, size).CopyTo(sums);
    }

    private static void Fold<T>(int start, int count, int block, Span<T> sums, Span<T> scratch, Block<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count <= block)
        {
            work(start, count, sums);
            return;
        }

        var half = Reductions.Half(count, block);
        var others = scratch[..sums.Length];
        Fold(start, half, block, sums, scratch[sums.Length..], work);
        Fold(start + half, count - half, block, others, scratch[sums.Length..], work);
        Elementwise.Zip(sums, others, sums, default(Add<T>));
    }

    /// <summary>Space for the sums of the rest, for each time that so many items are halved until there are blocks.</summary>
    private static T[] ScratchFor<T>(int count, int block, Span<T> sums)
    {
        var blocks = int.Max(1, (count + block - 1) / block);
        return new T[BitOperations.Log2((uint)((2 * blocks) - 1)) * sums.Length];
    }
}
