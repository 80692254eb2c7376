using System.Buffers;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// The loops of a correlation around the innermost kernel: blocks of lines, on threads; in a block, groups of channels; in a group, blocks of k;
/// in a block, panels of a few vectors of channels of the result, packed once; for a panel, lines, each of whose pixels is a row of the product.
/// </summary>
internal static unsafe class CorrelationKernel<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    // As for the product: a panel of so many rows stays in a cache while rows stream through it.
    private const int Depth = 512;
    private const int Alignment = 64;

    public static void Apply(CorrelationOperands<T> operands)
    {
        var shape = operands.Shape;
        var size = (long)shape.Groups * shape.Depth * PanelCut<TLanes, TVector, T>.WidthOf(shape.GroupResult);
        var scratch = ArrayPool<byte>.Shared.Rent(checked((int)(size * sizeof(T)) + Alignment));
        fixed (byte* start = scratch)
        {
            var packed = (nint)(start + Alignment - 1) & -Alignment;
            Pack(operands, (T*)packed);
            var lines = shape.LinesAtATime(shape.LinesInCache(sizeof(T)));
            Correlation.ForEachBlock<T>(shape, lines, SourceSlab<T>.Size(shape, lines), (block, slab) => ApplyToBlock(operands, block, (T*)packed, (T*)slab));
        }

        ArrayPool<byte>.Shared.Return(scratch);
    }

    private static int SegmentsAtATime(CorrelationShape shape) => int.Max(Depth / int.Max(shape.SegmentLength, 1), 1);

    /// <summary>Packs the weights in the order in which they are read: by groups, blocks of k and panels.</summary>
    private static void Pack(in CorrelationOperands<T> operands, T* packed)
    {
        var shape = operands.Shape;
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var segment = 0; segment < shape.Segments; segment += SegmentsAtATime(shape))
            {
                var taps = int.Min(SegmentsAtATime(shape), shape.Segments - segment) * shape.SegmentTaps;
                for (var cut = new PanelCut<TLanes, TVector, T>(shape.GroupResult); cut.IsLeft; cut = cut.Next)
                {
                    var weights = operands.Weights + (group * operands.GroupStride) + (cut.Column * operands.ColumnStride);
                    switch (cut.Vectors)
                    {
                        case 0: packed += PackTaps<PartOfVector<TLanes, TVector, T>>(operands, weights, cut, segment * shape.SegmentTaps, taps, packed); break;
                        case 1: packed += PackTaps<OneVector<TLanes, TVector, T>>(operands, weights, cut, segment * shape.SegmentTaps, taps, packed); break;
                        case 2: packed += PackTaps<TwoVectors<TLanes, TVector, T>>(operands, weights, cut, segment * shape.SegmentTaps, taps, packed); break;
                        default: packed += PackTaps<ThreeVectors<TLanes, TVector, T>>(operands, weights, cut, segment * shape.SegmentTaps, taps, packed); break;
                    }
                }
            }
        }
    }

    /// <summary>Packs the rows of some taps, and returns how many numbers that were.</summary>
    private static nint PackTaps<TRow>(
        in CorrelationOperands<T> operands, T* weights, PanelCut<TLanes, TVector, T> cut, int first, int taps, T* packed)
        where TRow : struct, ITileRow<TRow, T>
    {
        var shape = operands.Shape;
        var size = (nint)shape.GroupSource * TRow.Vectors * TLanes.Count;
        for (var tap = 0; tap < taps; tap++)
        {
            var from = weights + (shape.TapIndex(first + tap) * operands.TapStride);
            Panel<TLanes, TVector, T>.Pack<TRow>(
                from, operands.RowStride, operands.ColumnStride, cut.Last<TRow>(), shape.GroupSource, packed + (tap * size));
        }

        return taps * size;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToBlock(in CorrelationOperands<T> operands, CorrelationBlock block, T* packed, T* scratch)
    {
        var shape = operands.Shape;
        var slab = SourceSlab<T>.Of(shape, operands.Source, block, scratch);
        var offsets = stackalloc nint[shape.Segments];
        for (var segment = 0; segment < shape.Segments; segment++)
            offsets[segment] = shape.Offset(segment, slab.PlaneStride, slab.LineStride);
        var result = operands.Result + shape.ResultOffset(block, line: 0);
        for (var group = 0; group < shape.Groups; group++)
        {
            T* from = slab.Start + (group * shape.GroupSource), to = result + (group * shape.GroupResult);
            // Where there is no tap, the sums are what they begin with.
            for (var segment = 0; segment < int.Max(shape.Segments, 1); segment += SegmentsAtATime(shape))
            {
                var segments = int.Min(SegmentsAtATime(shape), shape.Segments - segment);
                var start = segment > 0 ? null : operands.Start + (group * shape.GroupResult);
                for (var cut = new PanelCut<TLanes, TVector, T>(shape.GroupResult); cut.IsLeft; cut = cut.Next)
                {
                    var panel = new CorrelationPanel<T>(packed, segments, offsets + segment, start == null ? null : start + cut.Column, slab.LineStride);
                    switch (cut.Vectors)
                    {
                        case 0: packed += ApplyPanel<PartOfVector<TLanes, TVector, T>>(shape, block.Lines, from, panel, cut, to + cut.Column); break;
                        case 1: packed += ApplyPanel<OneVector<TLanes, TVector, T>>(shape, block.Lines, from, panel, cut, to + cut.Column); break;
                        case 2: packed += ApplyPanel<TwoVectors<TLanes, TVector, T>>(shape, block.Lines, from, panel, cut, to + cut.Column); break;
                        default: packed += ApplyPanel<ThreeVectors<TLanes, TVector, T>>(shape, block.Lines, from, panel, cut, to + cut.Column); break;
                    }
                }
            }
        }
    }

    /// <summary>Adds what one panel gives to each line of a block, and returns how many numbers the panel has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint ApplyPanel<TRow>(
        CorrelationShape shape, int lines, T* from, in CorrelationPanel<T> panel, PanelCut<TLanes, TVector, T> cut, T* to)
        where TRow : struct, ITileRow<TRow, T>
    {
        nint width = TRow.Vectors * TLanes.Count, resultStride = (nint)shape.Pixels.ResultStride * shape.ResultChannels;
        for (var line = 0; line < lines; line++)
        {
            var c = to + ((nint)line * shape.Lines.ResultStride * shape.Pixels.Result * shape.ResultChannels);
            var a = from + ((nint)line * shape.Lines.SourceStride * panel.LineStride);
            RegisterTile<TRow, T>.MultiplyRows(shape.Pixels.Count, a, c, new TileOperands<T>
            {
                Depth = shape.SegmentLength,
                Segments = panel.Segments,
                Offsets = panel.Offsets,
                ARowStride = (nint)shape.Pixels.SourceStride * shape.SourceChannels,
                AColumnStride = 1,
                Panel = panel.Numbers,
                PanelStride = width,
                PanelLast = TRow.Last(width, TLanes.Count),
                Start = panel.Start != null ? panel.Start : c,
                StartStride = panel.Start != null ? 0 : resultStride,
                CStride = resultStride,
                CLast = cut.Last<TRow>(),
            });
        }

        return panel.Segments * shape.SegmentLength * width;
    }
}

/// <summary>A panel of packed weights for some segments, and what the sums begin with: the result itself if <see cref="Start"/> is null.</summary>
internal readonly unsafe struct CorrelationPanel<T>(T* numbers, int segments, nint* offsets, T* start, nint lineStride)
    where T : unmanaged
{
    public T* Numbers { get; } = numbers;

    public int Segments { get; } = segments;

    public nint* Offsets { get; } = offsets;

    public T* Start { get; } = start;

    public nint LineStride { get; } = lineStride;
}
