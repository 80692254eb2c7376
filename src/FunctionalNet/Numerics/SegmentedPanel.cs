using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// The rows of C within a panel of columns, each the sum over segments of k: the product of a segment is a tile's, and these are added along the tree of
/// <see cref="TreeSum"/>, a few rows at a time, whose sums of all levels stay in the first-level cache.
/// </summary>
internal static unsafe class SegmentedPanel<TRow, TLanes, TVector, T>
    where TRow : struct, ITileRow<TRow, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // The panel of a segment is read again from the second-level cache for so many tiles.
    private const int Tiles = 4;

    private static int RowsAtOnce => Tiles * RegisterTile<TRow, T>.Tallest;

    /// <summary>Fills the rows at C.</summary>
    /// <param name="product">The product, with its segments.</param>
    /// <param name="c">The first of its columns in the panel.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="operands">The operands of a product of one segment.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(in ProductOperands<T> product, T* c, nint columns, in TileOperands<T> operands)
    {
        // Of n segments, the tree has ⌈log₂ n⌉ levels above those of the segments.
        var levels = BitOperations.Log2((uint)product.Segments - 1) + 2;
        var size = RowsAtOnce * columns;
        var scratch = ArrayPool<T>.Shared.Rent((int)(levels * size));
        fixed (T* sums = scratch)
        {
            var tiles = operands with { CStride = columns };
            for (nint i = 0; i < product.M; i += RowsAtOnce)
            {
                var rows = nint.Min(RowsAtOnce, product.M - i);
                var a = product.A + (i * product.ARowStride);
                var middle = TreeSum.Middle(0, product.Segments);
                Fold(product, a, rows, 0, middle, sums, size, tiles);
                Fold(product, a, rows, middle, product.Segments, sums + size, size, tiles);
                for (nint row = 0; row < rows; row++)
                    Add(sums + (row * columns), sums + size + (row * columns), columns, c + ((i + row) * product.CStride));
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fold(in ProductOperands<T> product, T* a, nint rows, int first, int end, T* sum, nint size, in TileOperands<T> operands)
    {
        if (end - first == 1)
        {
            Multiply(product, a, rows, first, sum, operands);
            return;
        }

        var middle = TreeSum.Middle(first, end);
        Fold(product, a, rows, first, middle, sum, size, operands);
        Fold(product, a, rows, middle, end, sum + size, size, operands);
        Add(sum, sum + size, rows * operands.CStride, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(T* x, T* y, nint count, T* sum)
    {
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
            TLanes.Store(TLanes.Add(TLanes.Load(x + i), TLanes.Load(y + i)), sum + i);
        if (i < count)
            TLanes.StoreFirst(TLanes.Add(TLanes.LoadFirst(x + i, count - i), TLanes.LoadFirst(y + i, count - i)), sum + i, count - i);
    }

    private static void Multiply(in ProductOperands<T> product, T* a, nint rows, int segment, T* sum, in TileOperands<T> operands)
    {
        nint start = product.Bounds[segment] - product.Bounds[0], depth = product.Bounds[segment + 1] - product.Bounds[segment];
        if (depth == 0)
            new Span<T>(sum, (int)(rows * operands.CStride)).Clear();
        else
            RegisterTile<TRow, T>.MultiplyRows(rows, a + (start * product.AColumnStride), sum, operands with { Depth = depth, Panel = operands.Panel + (start * operands.PanelStride) });
    }
}
