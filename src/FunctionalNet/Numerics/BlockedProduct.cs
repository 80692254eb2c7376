using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>
/// The loops around the innermost kernel, as in BLIS: panels of a few vectors of columns; within a panel, blocks of k, for
/// each of which the panel is packed; within a block, tiles of a few rows.
/// </summary>
/// <remarks>
/// Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008; Van Zee and van de Geijn, "BLIS", 2015.
/// A is read in place, by two strides, so its transpose is free. A panel goes through all of k before the next begins, so
/// that one that reaches back over its neighbour begins anew and comes to the same bits.
/// </remarks>
internal static unsafe class BlockedProduct<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // Bytes of a packed panel that the second-level cache holds beside the rows of A that stream by.
    private const int PanelBytes = 96 << 10;
    private const int Alignment = 64;

    // Where every column of A is on a page of its own, blocks of k are as short as the first level of the TLB is.
    private const int LongStride = 2048;
    private const int ShortDepth = 64;

    /// <summary>Eight rows of three vectors take 28 of 32 registers; six rows of two take 15 of 16.</summary>
    private static (int Rows, int Vectors) Tile => Avx512F.VL.IsSupported || AdvSimd.IsSupported ? (8, 3) : (6, 2);

    /// <summary>Fills C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in ProductOperands<T> product)
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
        var depth = product.AColumnStride * sizeof(T) >= LongStride ? ShortDepth : PanelBytes / (width * sizeof(T));
        var last = TRow.Last(product.N - j, TLanes.Count);
        // Few rows do not pay for packing what they read but once.
        var inPlace = product.BColumnStride == 1 && product.M < Tile.Rows;
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
                Accumulate = block > 0,
            };
            MultiplyTiles<TRow>(product.M, product.A + (k * product.AColumnStride), product.C + j, tiles);
        }
    }

    /// <summary>All rows, in tiles of as equal a height as can be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTiles<TRow>(nint rows, T* a, T* c, in TileOperands<T> operands)
        where TRow : struct, ITileRow<TRow, T>
    {
        var tiles = (rows + Tile.Rows - 1) / Tile.Rows;
        nint i = 0;
        for (nint tile = 1; tile <= tiles; tile++)
        {
            var end = rows * tile / tiles;
            RegisterTile<TRow, T>.Multiply((int)(end - i), a + (i * operands.ARowStride), c + (i * operands.CStride), operands);
            i = end;
        }
    }
}
