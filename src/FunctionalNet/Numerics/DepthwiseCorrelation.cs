using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// A correlation in which each channel of the result sees the channel of the source of the same number only. There is no product of matrices in
/// it: channels are lanes of vectors.
/// </summary>
internal static unsafe class DepthwiseCorrelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Pixels that share a weight in a register.
    private const int Several = 4;

    public static void Apply(CorrelationOperands<T> operands)
    {
        var shape = operands.Shape;
        var lines = shape.LinesAtATime(shape.LinesInCache(sizeof(T)));
        Correlation.ForEachBlock<T>(
            shape, lines, SourceSlab<T>.Size(shape, lines), (block, slab) => ApplyToBlock(operands, block, (T*)slab));
    }

    private static void ApplyToBlock(in CorrelationOperands<T> operands, CorrelationBlock block, T* scratch)
    {
        var shape = operands.Shape;
        var slab = SourceSlab<T>.Of(shape, operands.Source, block, scratch);
        Span<nint> offsets = stackalloc nint[shape.Segments], weights = stackalloc nint[shape.Segments];
        for (var tap = 0; tap < shape.Segments; tap++)
            (offsets[tap], weights[tap]) = (shape.Offset(tap, slab.PlaneStride, slab.LineStride), shape.TapIndex(tap) * operands.TapStride);
        for (var line = 0; line < block.Lines; line++)
        {
            var from = slab.Start + (line * shape.Lines.SourceStride * slab.LineStride);
            ApplyToLine(operands, offsets, weights, from, operands.Result + shape.ResultOffset(block, line));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyToLine(in CorrelationOperands<T> operands, Span<nint> offsets, Span<nint> weights, T* from, T* to)
    {
        var shape = operands.Shape;
        nint channels = shape.ResultChannels, count = shape.Pixels.Count;
        nint step = shape.Pixels.SourceStride * channels, resultStep = shape.Pixels.ResultStride * channels;
        if (channels < Vector<T>.Count)
        {
            ApplyToNumbers(operands, offsets, weights, from, to);
            return;
        }

        for (nint i = 0; i < channels; i += Vector<T>.Count)
        {
            var c = nint.Min(i, channels - Vector<T>.Count);
            nint pixel = 0;
            for (; pixel + Several <= count; pixel += Several)
            {
                Vector<T> y0 = Vector.Load(operands.Start + c), y1 = y0, y2 = y0, y3 = y0;
                for (var tap = 0; tap < offsets.Length; tap++)
                {
                    var w = Vector.Load(operands.Weights + weights[tap] + c);
                    var x = from + offsets[tap] + (pixel * step) + c;
                    y0 = Vectors.FusedMultiplyAdd(Vector.Load(x), w, y0);
                    y1 = Vectors.FusedMultiplyAdd(Vector.Load(x + step), w, y1);
                    y2 = Vectors.FusedMultiplyAdd(Vector.Load(x + (2 * step)), w, y2);
                    y3 = Vectors.FusedMultiplyAdd(Vector.Load(x + (3 * step)), w, y3);
                }

                var y = to + (pixel * resultStep) + c;
                y0.Store(y);
                y1.Store(y + resultStep);
                y2.Store(y + (2 * resultStep));
                y3.Store(y + (3 * resultStep));
            }

            for (; pixel < count; pixel++)
            {
                var y = Vector.Load(operands.Start + c);
                for (var tap = 0; tap < offsets.Length; tap++)
                    y = Vectors.FusedMultiplyAdd(Vector.Load(from + offsets[tap] + (pixel * step) + c), Vector.Load(operands.Weights + weights[tap] + c), y);
                y.Store(to + (pixel * resultStep) + c);
            }
        }
    }

    /// <summary>The line of fewer channels than a vector has lanes.</summary>
    private static void ApplyToNumbers(in CorrelationOperands<T> operands, Span<nint> offsets, Span<nint> weights, T* from, T* to)
    {
        var shape = operands.Shape;
        nint channels = shape.ResultChannels, step = shape.Pixels.SourceStride * channels, resultStep = shape.Pixels.ResultStride * channels;
        for (nint pixel = 0; pixel < shape.Pixels.Count; pixel++)
        {
            for (nint c = 0; c < channels; c++)
            {
                var y = operands.Start[c];
                for (var tap = 0; tap < offsets.Length; tap++)
                    y = T.FusedMultiplyAdd(from[offsets[tap] + (pixel * step) + c], operands.Weights[weights[tap] + c], y);
                to[(pixel * resultStep) + c] = y;
            }
        }
    }

    /// <summary>Adds the products of a slab and some lines of dY to the sum of each weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradient(CorrelationShape shape, int lines, in SourceSlab<T> slab, T* dy, T* sum)
    {
        nint channels = shape.ResultChannels;
        for (var tap = 0; tap < shape.Segments; tap++)
        {
            var from = slab.Start + shape.Offset(tap, slab.PlaneStride, slab.LineStride);
            nint c = 0;
            for (; c + Vector<T>.Count <= channels; c += Vector<T>.Count)
                AddVector(shape, lines, slab.LineStride, from + c, dy + c, sum + (tap * channels) + c);
            for (; c < channels; c++)
                AddNumber(shape, lines, slab.LineStride, from + c, dy + c, sum + (tap * channels) + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddVector(CorrelationShape shape, int lines, nint lineStride, T* from, T* dy, T* sum)
    {
        nint channels = shape.ResultChannels, step = shape.Pixels.SourceStride * channels;
        var w = Vector.Load(sum);
        for (var line = 0; line < lines; line++)
        {
            var x = from + (line * shape.Lines.SourceStride * lineStride);
            for (var pixel = 0; pixel < shape.Pixels.Count; pixel++, x += step, dy += channels)
                w = Vectors.FusedMultiplyAdd(Vector.Load(x), Vector.Load(dy), w);
        }

        w.Store(sum);
    }

    private static void AddNumber(CorrelationShape shape, int lines, nint lineStride, T* from, T* dy, T* sum)
    {
        nint channels = shape.ResultChannels, step = shape.Pixels.SourceStride * channels;
        for (var line = 0; line < lines; line++)
        {
            var x = from + (line * shape.Lines.SourceStride * lineStride);
            for (var pixel = 0; pixel < shape.Pixels.Count; pixel++, x += step, dy += channels)
                *sum = T.FusedMultiplyAdd(*x, *dy, *sum);
        }
    }
}
