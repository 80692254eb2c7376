using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FunctionalNet.Numerics;

/// <summary>
/// The gradient of the weights of a correlation: <c>dW(t, c, n) = Σ source(o·stride + t·dilation, c) · dY(o, n)</c> over the batch and all
/// positions o.
/// </summary>
/// <remarks>
/// The batch is cut into shards, as many as the shape says. Each is summed image after image, and the sums of the shards are added in a binary
/// tree: the order does not depend on the number of threads.
/// </remarks>
internal static unsafe class CorrelationGradient
{
    private const int MostShards = 16;

    // The numbers that the sums of all shards may take, which else would cost more than they help.
    private const long MostNumbers = 1 << 22;

    /// <summary>Fills the gradient, <c>[window, channels of a group of the source, channels of the result]</c>.</summary>
    /// <param name="shape">The shape. The result of its axes is all of dY.</param>
    /// <param name="source"><c>[batch, planes, lines, pixels, channels]</c>.</param>
    /// <param name="gradient">dY, of the shape of the result.</param>
    /// <param name="weights">The gradient of the weights.</param>
    public static void Of<T>(CorrelationShape shape, ReadOnlySpan<T> source, ReadOnlySpan<T> gradient, Span<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = shape.Window * shape.GroupSource * shape.ResultChannels;
        var shards = ShardsOf(shape, size);
        if (shards == 0 || gradient.IsEmpty)
        {
            weights.Clear();
            return;
        }

        var scratch = ArrayPool<T>.Shared.Rent((shards - 1) * size);
        fixed (T* from = source, dy = gradient, first = weights, others = scratch)
        {
            var operands = new CorrelationOperands<T> { Shape = shape, Source = from, Result = dy };
            var (sum, rest) = ((nint)first, (nint)others);
            Workers.Run(shards, 1, (start, count) =>
            {
                for (var shard = (int)start; shard < start + count; shard++)
                    OfShard(operands, shape.Batch * shard / shards, shape.Batch * (shard + 1) / shards, shard == 0 ? (T*)sum : (T*)rest + ((shard - 1) * size));
            });
        }

        AddShards(weights, scratch, shards);
        ArrayPool<T>.Shared.Return(scratch);
    }

    private static int ShardsOf(CorrelationShape shape, int size) =>
        (int)long.Min(shape.Batch, long.Clamp(MostNumbers / int.Max(size, 1), 2, MostShards));

    /// <summary>Adds the sum of each shard to that of its neighbour, then of each pair to that of the next pair, and so on.</summary>
    private static void AddShards<T>(Span<T> first, Span<T> others, int shards)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var distance = 1; distance < shards; distance *= 2)
        {
            for (var shard = 0; shard + distance < shards; shard += 2 * distance)
            {
                var sum = shard == 0 ? first : others.Slice((shard - 1) * first.Length, first.Length);
                Elementwise.Zip(sum, others.Slice((shard + distance - 1) * first.Length, first.Length), sum, default(Add<T>));
            }
        }
    }

    private static void OfShard<T>(in CorrelationOperands<T> operands, int first, int end, T* sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && operands.Shape.GroupResult > Vector256<T>.Count)
            OfShard<Lanes512<T>, Vector512<T>, T>(operands, first, end, sum);
        else if (Vector256.IsHardwareAccelerated && operands.Shape.GroupResult > Vector128<T>.Count)
            OfShard<Lanes256<T>, Vector256<T>, T>(operands, first, end, sum);
        else
            OfShard<Lanes128<T>, Vector128<T>, T>(operands, first, end, sum);
    }

    private static void OfShard<TLanes, TVector, T>(in CorrelationOperands<T> operands, int first, int end, T* sum)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (operands.Shape.IsWinograd)
            WinogradGradient<TLanes, TVector, T>.OfShard(operands, first, end, sum);
        else
            CorrelationGradient<TLanes, TVector, T>.OfShard(operands, first, end, sum);
    }
}

/// <summary>The gradient of a shard: rows of the product are weights that are contiguous in the source, and k runs over pixels and lines.</summary>
internal static unsafe class CorrelationGradient<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Bytes of the source and of dY for a block of lines: all tiles of weights read both from the nearest cache.
    private const int BlockBytes = 24 << 10;

    public static void OfShard(in CorrelationOperands<T> operands, int first, int end, T* sum)
    {
        var shape = operands.Shape;
        var lineBytes = ((long)shape.Pixels.SourceStride * shape.SourceChannels + shape.ResultChannels) * shape.Pixels.Count * sizeof(T);
        var lines = (int)long.Clamp(BlockBytes / int.Max((int)lineBytes, 1), 1, shape.Lines.Count);
        var scratch = ArrayPool<T>.Shared.Rent((int)SourceSlab<T>.Size(shape, lines));
        fixed (T* slab = scratch)
        {
            var isFirst = true;
            for (var image = first; image < end; image++)
            {
                for (var plane = 0; plane < shape.Planes.Count; plane++)
                {
                    for (var line = 0; line < shape.Lines.Count; line += lines, isFirst = false)
                        AddBlock(operands, new(image, plane, line, int.Min(lines, shape.Lines.Count - line)), slab, sum, isFirst);
                }
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(in CorrelationOperands<T> operands, CorrelationBlock block, T* scratch, T* sum, bool isFirst)
    {
        var shape = operands.Shape;
        var slab = SourceSlab<T>.Of(shape, operands.Source, block, scratch);
        var pixel = ((((nint)block.Image * shape.Planes.Count) + block.Plane) * shape.Lines.Count + block.Line) * shape.Pixels.Count;
        var dy = operands.Result + (pixel * shape.ResultChannels);
        if (shape.IsDepthwise)
        {
            if (isFirst)
                new Span<T>(sum, shape.Window * shape.ResultChannels).Clear();
            DepthwiseCorrelation<T>.AddGradient(shape, block.Lines, slab, dy, sum);
            return;
        }

        var offsets = stackalloc nint[block.Lines];
        for (var line = 0; line < block.Lines; line++)
            offsets[line] = line * shape.Lines.SourceStride * slab.LineStride;
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var segment = 0; segment < shape.Segments; segment++)
            {
                var from = slab.Start + shape.Offset(segment, slab.PlaneStride, slab.LineStride) + (group * shape.GroupSource);
                var to = sum + ((nint)segment * shape.SegmentLength * shape.ResultChannels) + (group * shape.GroupResult);
                for (var cut = new PanelCut<TLanes, TVector, T>(shape.GroupResult); cut.IsLeft; cut = cut.Next)
                {
                    var panel = dy + (group * shape.GroupResult) + cut.Column;
                    switch (cut.Vectors)
                    {
                        case 0: AddPanel<PartOfVector<TLanes, TVector, T>>(shape, block.Lines, offsets, from, panel, cut, to + cut.Column, isFirst); break;
                        case 1: AddPanel<OneVector<TLanes, TVector, T>>(shape, block.Lines, offsets, from, panel, cut, to + cut.Column, isFirst); break;
                        case 2: AddPanel<TwoVectors<TLanes, TVector, T>>(shape, block.Lines, offsets, from, panel, cut, to + cut.Column, isFirst); break;
                        default: AddPanel<ThreeVectors<TLanes, TVector, T>>(shape, block.Lines, offsets, from, panel, cut, to + cut.Column, isFirst); break;
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPanel<TRow>(
        CorrelationShape shape, int lines, nint* offsets, T* from, T* dy, PanelCut<TLanes, TVector, T> cut, T* to, bool isFirst)
        where TRow : struct, ITileRow<TRow, T>
    {
        var zeros = stackalloc T[TRow.Vectors * TLanes.Count];
        var last = cut.Last<TRow>();
        RegisterTile<TRow, T>.MultiplyRows(shape.SegmentLength, from, to, new TileOperands<T>
        {
            Depth = shape.Pixels.Count,
            Segments = lines,
            Offsets = offsets,
            ARowStride = 1,
            AColumnStride = (nint)shape.Pixels.SourceStride * shape.SourceChannels,
            Panel = dy,
            PanelStride = shape.ResultChannels,
            PanelLast = last,
            Start = isFirst ? zeros : to,
            StartStride = isFirst ? 0 : shape.ResultChannels,
            CStride = shape.ResultChannels,
            CLast = last,
        });
    }
}
