using System.Buffers;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// The gradient of the weights of a <see cref="WinogradKernel{TLanes, TVector, T}"/>, of the images of a shard: the transpose of each of its steps.
/// <c>dW = Gᵀ [Σ (Bᵀ d B) ⊙ (A dY Aᵀ)] G</c> over tiles.
/// </summary>
internal static unsafe class WinogradGradient<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    private const int Products = WinogradTransform<TLanes, TVector, T>.Products;

    public static void OfShard(in CorrelationOperands<T> operands, int first, int end, T* sum)
    {
        var shape = operands.Shape;
        var tiles = WinogradTiles.Of(shape, sizeof(T));
        nint size = (nint)shape.SourceChannels * shape.ResultChannels;
        var scratch = ArrayPool<T>.Shared.Rent(checked((int)(tiles.Space + (Products * size))));
        scratch.AsSpan(0, (int)(Products * size)).Clear();
        fixed (T* products = scratch)
        {
            for (var image = first; image < end; image++)
            {
                for (var line = 0; line < shape.Lines.Count; line += 2 * tiles.RowsAtATime)
                {
                    var block = new CorrelationBlock(image, 0, line, int.Min(2 * tiles.RowsAtATime, shape.Lines.Count - line));
                    AddBlock(operands, tiles, block, products, products + (Products * size));
                }
            }

            var half = WinogradTiles.Half<T>();
            WinogradTransform<TLanes, TVector, T>.ToWeights(products, size, size, &half, sum, size);
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(in CorrelationOperands<T> operands, WinogradTiles tiles, CorrelationBlock block, T* products, T* space)
    {
        var shape = operands.Shape;
        nint count = WinogradTiles.RowsOf(block) * tiles.PerRow;
        nint sourceStride = tiles.ProductStride(block, shape.SourceChannels), resultStride = tiles.ProductStride(block, shape.ResultChannels);
        T* source = space + tiles.SlabSize, gradient = source + (Products * sourceStride);
        tiles.TransformSource<TLanes, TVector, T>(operands.Source, block, space, source);
        TransformGradient(operands, tiles, block, gradient);
        for (var product = 0; product < Products; product++)
        {
            var from = source + (product * sourceStride);
            for (var cut = new PanelCut<TLanes, TVector, T>(shape.ResultChannels); cut.IsLeft; cut = cut.Next)
            {
                var panel = gradient + (product * resultStride) + cut.Column;
                var to = products + ((nint)product * shape.SourceChannels * shape.ResultChannels) + cut.Column;
                switch (cut.Vectors)
                {
                    case 0: Add<PartOfVector<TLanes, TVector, T>>(shape, count, from, panel, cut, to); break;
                    case 1: Add<OneVector<TLanes, TVector, T>>(shape, count, from, panel, cut, to); break;
                    case 2: Add<TwoVectors<TLanes, TVector, T>>(shape, count, from, panel, cut, to); break;
                    default: Add<ThreeVectors<TLanes, TVector, T>>(shape, count, from, panel, cut, to); break;
                }
            }
        }
    }

    private static void TransformGradient(in CorrelationOperands<T> operands, WinogradTiles tiles, CorrelationBlock block, T* to)
    {
        var shape = operands.Shape;
        nint channels = shape.ResultChannels, lineStride = shape.Pixels.Count * channels, stride = tiles.ProductStride(block, shape.ResultChannels);
        var dy = operands.Result + ((((nint)block.Image * shape.Lines.Count) + block.Line) * lineStride);
        for (var row = 0; row < WinogradTiles.RowsOf(block); row++)
        {
            for (var tile = 0; tile < tiles.PerRow; tile++, to += channels)
            {
                WinogradTransform<TLanes, TVector, T>.OfGradient(
                    dy + (2 * row * lineStride) + (2 * tile * channels), lineStride,
                    int.Min(2, block.Lines - (2 * row)), int.Min(2, shape.Pixels.Count - (2 * tile)), channels, to, stride);
            }
        }
    }

    /// <summary>Adds the product of some tiles to the sums: channels of the source are rows, tiles are k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TRow>(CorrelationShape shape, nint tiles, T* from, T* panel, PanelCut<TLanes, TVector, T> cut, T* to)
        where TRow : struct, ITileRow<TRow, T>
    {
        var here = stackalloc nint[1];
        RegisterTile<TRow, T>.MultiplyRows(shape.SourceChannels, from, to, new TileOperands<T>
        {
            Depth = tiles,
            Segments = 1,
            Offsets = here,
            ARowStride = 1,
            AColumnStride = shape.SourceChannels,
            Panel = panel,
            PanelStride = shape.ResultChannels,
            PanelLast = cut.Last<TRow>(),
            Start = to,
            StartStride = shape.ResultChannels,
            CStride = shape.ResultChannels,
            CLast = cut.Last<TRow>(),
        });
    }
}
