using System.Buffers;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// A correlation with windows of 3×3 that go on by 1, with four multiply-adds for each result and channel in place of nine: tiles of the source are
/// transformed, sixteen products of matrices follow, and tiles of results are transformed back.
/// </summary>
/// <remarks>
/// Sums and differences of neighbours come before the products, so the last digits differ from those of the sum over the window, and a number that
/// is not finite spreads to the 2×2 results of each tile that sees it. <see cref="WinogradTransform{TLanes, TVector, T}"/>.
/// </remarks>
internal static unsafe class WinogradKernel<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    private const int Products = WinogradTransform<TLanes, TVector, T>.Products;
    private const int Alignment = 64;

    public static void Apply(CorrelationOperands<T> operands)
    {
        var shape = operands.Shape;
        var tiles = WinogradTiles.Of(shape, sizeof(T));
        long size = (long)Products * shape.SourceChannels * PanelCut<TLanes, TVector, T>.WidthOf(shape.ResultChannels);
        var scratch = ArrayPool<byte>.Shared.Rent(checked((int)(size * sizeof(T)) + Alignment));
        fixed (byte* start = scratch)
        {
            var packed = (nint)(start + Alignment - 1) & -Alignment;
            Pack(operands, (T*)packed);
            Correlation.ForEachBlock<T>(shape, 2 * tiles.RowsAtATime, tiles.Space, (block, space) =>
                ApplyToBlock(operands, tiles, block, (T*)packed, (T*)space));
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    /// <summary>Packs the transformed weights of each product, in panels.</summary>
    private static void Pack(in CorrelationOperands<T> operands, T* packed)
    {
        var shape = operands.Shape;
        var scratch = ArrayPool<T>.Shared.Rent((int)(Products * operands.TapStride));
        fixed (T* transformed = scratch)
        {
            TransformWeights(operands, transformed);
            for (var product = 0; product < Products; product++)
            {
                for (var cut = new PanelCut<TLanes, TVector, T>(shape.ResultChannels); cut.IsLeft; cut = cut.Next)
                {
                    var from = transformed + (product * operands.TapStride) + (cut.Column * operands.ColumnStride);
                    switch (cut.Vectors)
                    {
                        case 0: packed += PackPanel<PartOfVector<TLanes, TVector, T>>(operands, from, cut, packed); break;
                        case 1: packed += PackPanel<OneVector<TLanes, TVector, T>>(operands, from, cut, packed); break;
                        case 2: packed += PackPanel<TwoVectors<TLanes, TVector, T>>(operands, from, cut, packed); break;
                        default: packed += PackPanel<ThreeVectors<TLanes, TVector, T>>(operands, from, cut, packed); break;
                    }
                }
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    private static void TransformWeights(in CorrelationOperands<T> operands, T* transformed)
    {
        Span<nint> taps = stackalloc nint[9];
        for (var tap = 0; tap < taps.Length; tap++)
            taps[tap] = operands.Shape.TapIndex(tap) * operands.TapStride;
        var half = WinogradTiles.Half<T>();
        WinogradTransform<TLanes, TVector, T>.OfWeights(operands.Weights, taps, operands.TapStride, &half, transformed, operands.TapStride);
    }

    private static nint PackPanel<TRow>(in CorrelationOperands<T> operands, T* from, PanelCut<TLanes, TVector, T> cut, T* packed)
        where TRow : struct, ITileRow<TRow, T>
    {
        var depth = operands.Shape.SourceChannels;
        Panel<TLanes, TVector, T>.Pack<TRow>(from, operands.RowStride, operands.ColumnStride, cut.Last<TRow>(), depth, packed);
        return (nint)depth * TRow.Vectors * TLanes.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToBlock(in CorrelationOperands<T> operands, WinogradTiles tiles, CorrelationBlock block, T* packed, T* space)
    {
        var shape = operands.Shape;
        nint count = WinogradTiles.RowsOf(block) * tiles.PerRow;
        nint sourceStride = tiles.ProductStride(block, shape.SourceChannels), resultStride = tiles.ProductStride(block, shape.ResultChannels);
        T* source = space + tiles.SlabSize, products = source + (Products * sourceStride);
        tiles.TransformSource<TLanes, TVector, T>(operands.Source, block, space, source);
        for (var product = 0; product < Products; product++)
        {
            for (var cut = new PanelCut<TLanes, TVector, T>(shape.ResultChannels); cut.IsLeft; cut = cut.Next)
            {
                T* from = source + (product * sourceStride), to = products + (product * resultStride) + cut.Column;
                switch (cut.Vectors)
                {
                    case 0: packed += Multiply<PartOfVector<TLanes, TVector, T>>(shape, count, from, packed, cut, to); break;
                    case 1: packed += Multiply<OneVector<TLanes, TVector, T>>(shape, count, from, packed, cut, to); break;
                    case 2: packed += Multiply<TwoVectors<TLanes, TVector, T>>(shape, count, from, packed, cut, to); break;
                    default: packed += Multiply<ThreeVectors<TLanes, TVector, T>>(shape, count, from, packed, cut, to); break;
                }
            }
        }

        nint lineStride = (nint)shape.Pixels.Result * shape.ResultChannels;
        var result = operands.Result + shape.ResultOffset(block, line: 0);
        for (var row = 0; row < WinogradTiles.RowsOf(block); row++)
        {
            for (var tile = 0; tile < tiles.PerRow; tile++, products += shape.ResultChannels)
            {
                WinogradTransform<TLanes, TVector, T>.ToResult(
                    products, resultStride, operands.Start, shape.ResultChannels,
                    result + (2 * row * lineStride) + ((nint)2 * tile * shape.ResultChannels), lineStride,
                    int.Min(2, block.Lines - (2 * row)), int.Min(2, shape.Pixels.Count - (2 * tile)));
            }
        }
    }

    /// <summary>One product with one panel. Returns how many numbers the panel has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Multiply<TRow>(CorrelationShape shape, nint tiles, T* from, T* panel, PanelCut<TLanes, TVector, T> cut, T* to)
        where TRow : struct, ITileRow<TRow, T>
    {
        nint width = TRow.Vectors * TLanes.Count;
        var here = stackalloc nint[1];
        var zeros = stackalloc T[TRow.Vectors * TLanes.Count];
        RegisterTile<TRow, T>.MultiplyRows(tiles, from, to, new TileOperands<T>
        {
            Depth = shape.SourceChannels,
            Segments = 1,
            Offsets = here,
            ARowStride = shape.SourceChannels,
            AColumnStride = 1,
            Panel = panel,
            PanelStride = width,
            PanelLast = TRow.Last(width, TLanes.Count),
            Start = zeros,
            CStride = shape.ResultChannels,
            CLast = cut.Last<TRow>(),
        });
        return shape.SourceChannels * width;
    }
}
