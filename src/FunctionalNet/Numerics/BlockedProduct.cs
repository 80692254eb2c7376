using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>
/// The loops around the innermost kernel, as in BLIS: blocks of rows; in a block, panels of a few vectors of columns; in a panel,
/// blocks of k, for each of which the panel is packed where that pays; in a block of k, tiles of a few rows.
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
    // Bytes of a packed panel that the second-level cache holds while the rows of A stream through it.
    private const int PanelBytes = 96 << 10;
    private const int Alignment = 64;

    // Bytes whose pages the first level of the TLB holds.
    private const int NearBytes = 256 << 10;

    // Bytes of A that the second-level cache keeps from one panel to the next.
    private const int RowsBytes = 512 << 10;
    private const int LeastRows = 192;

    // Worth copying A for, if its columns are far apart.
    private const int ManyPanels = 3;

    // Bytes of A copied at a time.
    private const int CopyBytes = 1 << 20;

    /// <summary>Eight rows of three vectors take 28 of 32 registers; six rows of two take 15 of 16.</summary>
    private static (int Rows, int Vectors) Tile => Avx512F.VL.IsSupported || AdvSimd.IsSupported ? (8, 3) : (6, 2);

    /// <summary>Fills C, a block of rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in ProductOperands<T> product)
    {
        var panels = (product.N + (Tile.Vectors * TLanes.Count) - 1) / (Tile.Vectors * TLanes.Count);
        var rows = panels == 1 ? product.M : nint.Max(RowsBytes / (product.K * sizeof(T)) / Tile.Rows * Tile.Rows, LeastRows);
        for (nint i = 0; i < product.M; i += rows)
        {
            var part = product.Rows(i, nint.Min(rows, product.M - i));
            if (product.HasFarColumns && panels >= ManyPanels)
                MultiplyCopied(part);
            else
                MultiplyPanels(part);
        }
    }

    /// <summary>One block of k after another, where the columns of A are close together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyCopied(in ProductOperands<T> product)
    {
        var depth = CopyBytes / (product.M * sizeof(T));
        var blocks = (product.K + depth - 1) / depth;
        var scratch = ArrayPool<T>.Shared.Rent((int)(nint.Min(depth, product.K) * product.M));
        fixed (T* copy = scratch)
        {
            for (nint block = 0; block < blocks; block++)
            {
                var start = product.K * block / blocks;
                var part = product.Depth(start, (product.K * (block + 1) / blocks) - start);
                for (nint k = 0; k < part.K; k++)
                    Unsafe.CopyBlockUnaligned(copy + (k * part.M), part.A + (k * part.AColumnStride), (uint)(part.M * sizeof(T)));
                MultiplyPanels(part with { A = copy, AColumnStride = part.M });
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanels(in ProductOperands<T> product)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(PanelBytes + Alignment);
        fixed (byte* start = scratch)
        {
            var packed = (T*)((nint)(start + Alignment - 1) & -Alignment);
            var vectors = (product.N + TLanes.Count - 1) / TLanes.Count;
            var panels = (vectors + Tile.Vectors - 1) / Tile.Vectors;
            for (nint panel = 0; panel < panels; panel++)
            {
                var (first, end) = (vectors * panel / panels, vectors * (panel + 1) / panels);
                var j = first * TLanes.Count;
                switch (end - first)
                {
                    case 1 when product.N < TLanes.Count: MultiplyPanel<PartOfVector<TLanes, TVector, T>>(product, j, packed); break;
                    case 1: MultiplyPanel<OneVector<TLanes, TVector, T>>(product, j, packed); break;
                    case 2: MultiplyPanel<TwoVectors<TLanes, TVector, T>>(product, j, packed); break;
                    default: MultiplyPanel<ThreeVectors<TLanes, TVector, T>>(product, j, packed); break;
                }
            }
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel<TRow>(in ProductOperands<T> product, nint j, T* packed)
        where TRow : struct, ITileRow<TRow, T>
    {
        nint width = TRow.Vectors * TLanes.Count;
        var depth = PanelBytes / (width * sizeof(T));
        var last = TRow.Last(product.N - j, TLanes.Count);
        // Packing does not pay for few rows, which read the panel only once, nor for rows of B that are close together.
        var isNear = nint.Min(depth, product.K) * product.BRowStride * sizeof(T) <= NearBytes
            && (product.N >= TLanes.Count || Avx.IsSupported);
        var inPlace = product.BColumnStride == 1 && (product.M < Tile.Rows || isNear);
        var blocks = (product.K + depth - 1) / depth;
        for (nint block = 0; block < blocks; block++)
        {
            nint k = product.K * block / blocks, end = product.K * (block + 1) / blocks;
            var b = product.B + (k * product.BRowStride) + (j * product.BColumnStride);
            if (!inPlace)
                Panel<TLanes, TVector, T>.Pack<TRow>(b, product.BRowStride, product.BColumnStride, last, end - k, packed);
            var tiles = new TileOperands<T>
            {
                Depth = end - k,
                ARowStride = product.ARowStride,
                AColumnStride = product.AColumnStride,
                Panel = inPlace ? b : packed,
                PanelStride = inPlace ? product.BRowStride : width,
                PanelLast = inPlace ? last : TRow.Last(width, TLanes.Count),
                CStride = product.CStride,
                CLast = last,
                Accumulate = product.Accumulate || block > 0,
            };
            MultiplyTiles<TRow>(product.M, product.A + (k * product.AColumnStride), product.C + j, tiles);
        }
    }

    /// <summary>All rows, in tiles whose heights differ by at most one row: the taller ones first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTiles<TRow>(nint rows, T* a, T* c, in TileOperands<T> operands)
        where TRow : struct, ITileRow<TRow, T>
    {
        var tiles = (rows + Tile.Rows - 1) / Tile.Rows;
        var (height, taller) = (rows / tiles, rows % tiles);
        RegisterTile<TRow, T>.Multiply((int)height + 1, taller, a, c, operands);
        var i = taller * (height + 1);
        RegisterTile<TRow, T>.Multiply((int)height, tiles - taller, a + (i * operands.ARowStride), c + (i * operands.CStride), operands);
    }
}
