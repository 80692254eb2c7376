using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>
/// The loops around the innermost kernel, as in BLIS: blocks of k; in a block, some thousand columns; for these, blocks of rows; in a block of
/// rows, panels of a few vectors of columns, packed once where that pays; in a panel, tiles of a few rows.
/// </summary>
/// <remarks>
/// Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008; Van Zee and van de Geijn, "BLIS", 2015.
/// A is read in place, by two strides, so its transpose is free as long as its columns are close together. Where the last
/// vector reaches back, it overlaps its neighbour in the same panel, since the last of several panels has at least two: so
/// each column is added to once for each block of k.
/// </remarks>
internal static unsafe class BlockedProduct<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private const int Alignment = 64;

    // Worth copying A for, if its columns are far apart.
    private const int ManyPanels = 5;

    // The columns of B that are packed for several blocks of rows, a whole number of panels: they fit into the cache that is furthest.
    private const int MostColumns = 3072;

    /// <summary>The columns of the widest panel.</summary>
    private static int WidestPanel => PanelCut<TLanes, TVector, T>.Widest * TLanes.Count;

    /// <summary>A panel of so many rows of B stays in a cache while the rows of A stream through it: 72 KB of the widest vectors, or 24 KB.</summary>
    private static int Depth => Registers.AreMany ? 384 : 256;

    /// <summary>
    /// The bytes of B that are read in place, if its rows are contiguous: as many as the first level of the TLB has pages for. Fewer registers
    /// belong to smaller caches, and three of their vectors are no whole number of cache lines: there, in place means up to twice as many lines.
    /// </summary>
    private static int NearBytes => Registers.AreMany ? 256 << 10 : 8 << 10;

    /// <summary>The bytes of A that the second-level cache keeps from one panel to the next.</summary>
    private static int RowsBytes => Registers.AreMany ? 448 << 10 : 128 << 10;

    /// <summary>Fills C, a block of k after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in ProductOperands<T> product)
    {
        if (product.M == 1 && product.BColumnStride == 1 && product.N >= TLanes.Count && product.Segments <= 1)
        {
            RowProduct<TLanes, TVector, T>.Multiply(product);
            return;
        }

        if (product.K <= Depth || product.Segments > 1)
        {
            MultiplyRows(product);
            return;
        }

        var blocks = (product.K + Depth - 1) / Depth;
        for (nint block = 0; block < blocks; block++)
        {
            var start = product.K * block / blocks;
            MultiplyRows(product.Depth(start, (product.K * (block + 1) / blocks) - start));
        }
    }

    /// <summary>A block of rows after another, if there are several panels for each to go through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyRows(in ProductOperands<T> product)
    {
        var bytes = product.K * sizeof(T);
        var blocks = product.N <= WidestPanel ? 1 : ((product.M * bytes) + RowsBytes - 1) / RowsBytes;
        // Packing does not pay for few rows, which read the panel only once, nor for rows of B that are close together.
        var isNear = bytes * product.BRowStride <= NearBytes && (product.N >= TLanes.Count || Avx.IsSupported);
        if (product.BColumnStride == 1 && (product.M < RegisterTile<ThreeVectors<TLanes, TVector, T>, T>.Tallest || isNear))
        {
            MultiplyBlocks(product, blocks, default);
            return;
        }

        var columns = blocks == 1 ? product.N : nint.Min(product.N, MostColumns);
        var width = blocks == 1 ? WidestPanel : PanelCut<TLanes, TVector, T>.WidthOf(columns);
        var scratch = ArrayPool<byte>.Shared.Rent(checked((int)(bytes * width)) + Alignment);
        fixed (byte* start = scratch)
        {
            var panels = new PackedPanels<T>((T*)((nint)(start + Alignment - 1) & -Alignment)) { ColumnStride = blocks == 1 ? 0 : product.K };
            for (nint j = 0; j < product.N; j += columns)
                MultiplyBlocks(product.Columns(j, nint.Min(columns, product.N - j)), blocks, panels);
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    /// <summary>Blocks of rows, of about the same height. The first packs the panels, each just before it is used, and the others find them packed.</summary>
    private static void MultiplyBlocks(in ProductOperands<T> product, nint blocks, PackedPanels<T> panels)
    {
        var isCopied = product.HasFarColumns && product.N > (ManyPanels - 1) * WidestPanel;
        for (nint block = 0; block < blocks; block++)
        {
            var start = product.M * block / blocks;
            var rows = product.Rows(start, (product.M * (block + 1) / blocks) - start);
            if (isCopied)
                MultiplyCopied(rows, panels);
            else
                MultiplyPanels(rows, panels);
            panels = panels with { AreComplete = true };
        }
    }

    /// <summary>With the columns of A close together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyCopied(in ProductOperands<T> product, PackedPanels<T> panels)
    {
        var scratch = ArrayPool<T>.Shared.Rent((int)(product.K * product.M));
        fixed (T* copy = scratch)
        {
            for (nint k = 0; k < product.K; k++)
                Unsafe.CopyBlockUnaligned(copy + (k * product.M), product.A + (k * product.AColumnStride), (uint)(product.M * sizeof(T)));
            MultiplyPanels(product with { A = copy, AColumnStride = product.M }, panels);
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanels(in ProductOperands<T> product, PackedPanels<T> panels)
    {
        for (var cut = new PanelCut<TLanes, TVector, T>(product.N); cut.IsLeft; cut = cut.Next)
        {
            switch (cut.Vectors)
            {
                case 0: MultiplyPanel<PartOfVector<TLanes, TVector, T>>(product, cut.Column, panels); break;
                case 1: MultiplyPanel<OneVector<TLanes, TVector, T>>(product, cut.Column, panels); break;
                case 2: MultiplyPanel<TwoVectors<TLanes, TVector, T>>(product, cut.Column, panels); break;
                default: MultiplyPanel<ThreeVectors<TLanes, TVector, T>>(product, cut.Column, panels); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel<TRow>(in ProductOperands<T> product, nint j, PackedPanels<T> panels)
        where TRow : struct, ITileRow<TRow, T>
    {
        nint width = TRow.Vectors * TLanes.Count;
        var last = TRow.Last(product.N - j, TLanes.Count);
        var b = product.B + (j * product.BColumnStride);
        var packed = panels.At(j);
        if (packed != null && !panels.AreComplete)
            Panel<TLanes, TVector, T>.Pack<TRow>(b, product.BRowStride, product.BColumnStride, last, product.K, packed);
        var here = stackalloc nint[1];
        var zeros = stackalloc T[TRow.Vectors * TLanes.Count];
        var operands = new TileOperands<T>
        {
            Depth = product.K,
            Segments = 1,
            Offsets = here,
            ARowStride = product.ARowStride,
            AColumnStride = product.AColumnStride,
            Panel = packed != null ? packed : b,
            PanelStride = packed != null ? width : product.BRowStride,
            PanelLast = packed != null ? TRow.Last(width, TLanes.Count) : last,
            CStride = product.CStride,
            CLast = last,
            Start = product.Accumulate ? product.C + j : zeros,
            StartStride = product.Accumulate ? product.CStride : 0,
        };
        if (product.Segments > 1)
            SegmentedPanel<TRow, TLanes, TVector, T>.MultiplyRows(product, product.C + j, nint.Min(width, product.N - j), operands);
        else
            RegisterTile<TRow, T>.MultiplyRows(product.M, product.A, product.C + j, operands);
    }
}
