using System.Buffers;
using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// The matrix product <c>C = Aₛ·Bₛ</c> summed over segments s of k: each is a <see cref="MatrixProduct"/>, and they are added along the tree of
/// <see cref="TreeSum"/>. It has the bits of products that are summed afterwards, but a block of C stays in a cache until all its segments are added.
/// </summary>
internal static unsafe class SegmentedProduct
{
    // A block of C for each level of the tree, and the rows of A and B for it, stay in the second-level cache.
    private const int BlockBytes = 192 << 10;

    // The rows of the tallest tile of three vectors.
    private const int TileRows = 8;

    /// <summary>Fills <c>c [a.Rows, b.Columns]</c>, row-major and contiguous.</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="bounds">The beginning of each segment of k, and the end of the last. A segment may be empty.</param>
    /// <param name="c">The product.</param>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, int[] bounds, Span<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pa = a.Data, pb = b.Data, pc = c)
        {
            var product = ProductOperands<T>.Of(a, b, pa, pb, pc);
            if (MatrixProduct.IsWorthThreads(product))
                Workers.Run(product.M, TileRows, (start, count) => MultiplyBlocks(product.Rows(start, count), bounds));
            else
                MultiplyBlocks(product, bounds);
        }
    }

    private static void MultiplyBlocks<T>(ProductOperands<T> product, int[] bounds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = nint.Min(product.M, nint.Max(BlockBytes / (product.N * sizeof(T)) / TileRows, 1) * TileRows);
        // The tree of n segments has ⌈log₂ n⌉ levels.
        var levels = BitOperations.Log2((uint)bounds.Length - 1) + 1;
        var scratch = ArrayPool<T>.Shared.Rent((int)(rows * product.N * levels));
        fixed (T* others = scratch)
        {
            for (nint i = 0; i < product.M; i += rows)
                Fold(product.Rows(i, nint.Min(rows, product.M - i)), bounds, 0, bounds.Length - 1, others);
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    private static void Fold<T>(ProductOperands<T> block, int[] bounds, int first, int end, T* scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = new Span<T>(block.C, (int)(block.M * block.N));
        if (end - first == 1)
        {
            if (bounds[first] == bounds[end])
                sum.Clear();
            else
                MatrixProduct.Multiply(block.Depth(bounds[first], bounds[end] - bounds[first]) with { Accumulate = false });
            return;
        }

        var middle = TreeSum.Middle(first, end);
        Fold(block, bounds, first, middle, scratch + sum.Length);
        Fold(block with { C = scratch }, bounds, middle, end, scratch + sum.Length);
        Elementwise.Zip(sum, new ReadOnlySpan<T>(scratch, sum.Length), sum, default(Add<T>));
    }
}
