using System.Buffers;
using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// The matrix product <c>C = Σ Aₛ·Bₛ</c> over segments s of k: each is a <see cref="MatrixProduct"/>, and they are added along the tree of
/// <see cref="TreeSum"/>. It has the bits of products that are summed afterwards, but a few rows of C stay in a cache until all their segments are added.
/// </summary>
internal static unsafe class SegmentedProduct
{
    // Of more, the panels of B would not stay in the second-level cache: the halves of the segments are multiplied one after the other.
    private const int MostDepth = 1024;

    // The bytes of a block of C in that case, of which there is one for each level of the tree.
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
        if (a.Columns == 0)
            c.Clear();
        fixed (T* pa = a.Data, pb = b.Data, pc = c)
        {
            fixed (int* pinned = bounds)
            {
                var product = ProductOperands<T>.Of(a, b, pa, pb, pc) with { Bounds = pinned, Segments = bounds.Length - 1 };
                if (MatrixProduct.IsWorthThreads(product))
                    Workers.Run(product.M, TileRows, (start, count) => MultiplyBlocks(product.Rows(start, count)));
                else
                    MultiplyBlocks(product);
            }
        }
    }

    private static bool IsMultipliedAtOnce<T>(in ProductOperands<T> product)
        where T : unmanaged => product.K <= MostDepth || product.Segments == 1;

    private static void MultiplyBlocks<T>(ProductOperands<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsMultipliedAtOnce(product))
        {
            MatrixProduct.Multiply(product);
            return;
        }

        var rows = nint.Min(product.M, nint.Max(BlockBytes / (product.N * sizeof(T)) / TileRows, 1) * TileRows);
        // The tree of n segments has ⌈log₂ n⌉ levels.
        var levels = BitOperations.Log2((uint)product.Segments - 1) + 1;
        var scratch = ArrayPool<T>.Shared.Rent((int)(rows * product.N * levels));
        fixed (T* others = scratch)
        {
            for (nint i = 0; i < product.M; i += rows)
                Fold(product.Rows(i, nint.Min(rows, product.M - i)), others);
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    private static void Fold<T>(ProductOperands<T> block, T* scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = new Span<T>(block.C, (int)(block.M * block.N));
        if (block.K == 0)
        {
            sum.Clear();
        }
        else if (IsMultipliedAtOnce(block))
        {
            MatrixProduct.Multiply(block);
        }
        else
        {
            var middle = TreeSum.Middle(0, block.Segments);
            Fold(block.SegmentsOf(0, middle), scratch + sum.Length);
            Fold(block.SegmentsOf(middle, block.Segments) with { C = scratch }, scratch + sum.Length);
            Elementwise.Zip(sum, new ReadOnlySpan<T>(scratch, sum.Length), sum, default(Add<T>));
        }
    }
}
