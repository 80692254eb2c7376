using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// Pooling of images <c>[batch, spatial..., channels]</c> of up to three spatial axes. A window's elements are taken in row-major order, and a gradient adds
/// up in the order of the outputs. Threads divide the outputs, or the samples that gradients are of.
/// </summary>
/// <param name="Batch">The number of images.</param>
/// <param name="Depth">What outputs take along the outermost of three axes.</param>
/// <param name="Height">What outputs take along the next.</param>
/// <param name="Width">What outputs take along the innermost.</param>
/// <param name="Channels">The number of channels.</param>
internal sealed unsafe record Pooling(int Batch, PooledAxis Depth, PooledAxis Height, PooledAxis Width, int Channels)
{
    /// <summary>Pooling along one to three axes.</summary>
    public static Pooling Along(int batch, ReadOnlySpan<PooledAxis> axes, int channels) => new(
        batch, axes.Length > 2 ? axes[^3] : PooledAxis.Single, axes.Length > 1 ? axes[^2] : PooledAxis.Single, axes[^1], channels);

    // The outputs of a sample are this many rows.
    private int RowsPerSample => Depth.Parts.Length * Height.Parts.Length;

    private nint RowLength => (nint)Width.Parts.Length * Channels;

    private nint SampleLength => (nint)Depth.Input * Height.Input * Width.Input * Channels;

    /// <summary>Fills y with the largest of each window; NaN if one is.</summary>
    public void Max<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold<T, Larger<T>, Keep<T>>(x, y);

    /// <summary>Fills y with the mean of each window.</summary>
    public void Mean<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold<T, Add<T>, Divide<T>>(x, y);

    /// <summary>Fills dx: dy goes to the first of the largest in each window, to the first NaN if there is one.</summary>
    public void MaxGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pinnedX = x, pinnedY = y, pinnedDy = dy, pinnedDx = dx)
        {
            var (xs, ys, dys, dxs) = ((nint)pinnedX, (nint)pinnedY, (nint)pinnedDy, (nint)pinnedDx);
            if (IsTiled<T>())
                Run<T>(Batch, (first, count) => Walk(first * RowsPerSample, count * RowsPerSample, Step<PutGradient<T>>()));
            else
                AddUp((T*)dxs, sample => Walk(sample * RowsPerSample, RowsPerSample, Step<AddGradient<T>>()));

            MaxGradientStep<T, TJoin> Step<TJoin>()
                where TJoin : struct, IGradientJoin<T> => new((T*)xs, (T*)ys, (T*)dys, (T*)dxs, Channels);
        }
    }

    /// <summary>Fills dx: each element of a window gets an equal part of dy.</summary>
    public void MeanGradient<T>(ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pinnedDy = dy, pinnedDx = dx)
        {
            var (dys, dxs) = ((nint)pinnedDy, (nint)pinnedDx);
            if (IsTiled<T>())
                Run<T>(Batch, (first, count) => Walk(first * RowsPerSample, count * RowsPerSample, Step<PutGradient<T>>()));
            else
                AddUp((T*)dxs, sample => Walk(sample * RowsPerSample, RowsPerSample, Step<AddGradient<T>>()));

            MeanGradientStep<T, TJoin> Step<TJoin>()
                where TJoin : struct, IGradientJoin<T> => new((T*)dys, (T*)dxs, Channels);
        }
    }

    /// <summary>Whether a gradient is written once, and so needs no sum. Few channels are added up.</summary>
    private bool IsTiled<T>()
        where T : unmanaged => Channels >= Vector<T>.Count && Depth.IsTiled && Height.IsTiled && Width.IsTiled;

    private void Fold<T, TOperation, TFinish>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TFinish : struct, IBinaryOperation<T>
    {
        fixed (T* pinned = x, pinnedResult = y)
        {
            var (from, to) = ((nint)pinned, (nint)pinnedResult);
            Run<T>((nint)Batch * RowsPerSample, (first, count) => Walk(
                first, count, new PoolingStep<T, TOperation, TFinish>((T*)from, (T*)to, Channels, Batch * SampleLength, (first + count) * RowLength)));
        }
    }

    /// <summary>Adds up gradients sample by sample, each from 0 on while it is in the cache.</summary>
    private void AddUp<T>(T* dx, Action<nint> addUp)
        where T : unmanaged
    {
        var to = (nint)dx;
        Run<T>(Batch, (first, count) =>
        {
            for (var sample = first; sample < first + count; sample++)
            {
                new Span<T>((T*)to + (sample * SampleLength), (int)SampleLength).Clear();
                addUp(sample);
            }
        });
    }

    private void Run<T>(nint length, Workers.Part work)
        where T : unmanaged
    {
        if (Elementwise.IsWorthThreads<T>(Batch * SampleLength))
            Workers.Run(length, 1, work);
        else
            work(0, length);
    }

    /// <summary>Takes a step at each output of so many rows, in order.</summary>
    private void Walk<TStep>(nint firstRow, nint rows, TStep step)
        where TStep : struct, IPoolingStep
    {
        var (taps, known, runs) = (new nint[Depth.Most * Height.Most * Width.Most], (0, 0, 0), Width.Runs);
        var (sample, place) = nint.DivRem(firstRow, RowsPerSample);
        var (slab, line) = int.DivRem((int)place, Height.Parts.Length);
        var output = firstRow * RowLength;
        for (var row = 0; row < rows; row++)
        {
            var (outer, inner) = (Depth.Parts[slab], Height.Parts[line]);
            var start = ((((sample * Depth.Input) + outer.First) * Height.Input) + inner.First) * Width.Input;
            foreach (var (part, count, stride) in runs)
            {
                if (known != (outer.Count, inner.Count, part.Count))
                    known = FillTaps(taps, outer.Count, inner.Count, part.Count);
                step.Take(new PoolingRun(
                    output, count, (start + part.First) * Channels, stride * Channels, taps.AsSpan(0, outer.Count * inner.Count * part.Count),
                    outer.Length * inner.Length * part.Length));
                output += (nint)count * Channels;
            }

            if (++line == Height.Parts.Length)
                (line, slab) = (0, slab + 1);
            if (slab == Depth.Parts.Length)
                (slab, sample) = (0, sample + 1);
        }
    }

    /// <summary>The distances of a window's elements from its first.</summary>
    private (int, int, int) FillTaps(nint[] taps, int slabs, int lines, int columns)
    {
        var i = 0;
        for (var slab = 0; slab < slabs; slab++)
        {
            for (var line = 0; line < lines; line++)
            {
                var start = (((nint)slab * Depth.Step * Height.Input) + (line * Height.Step)) * Width.Input;
                for (var column = 0; column < columns; column++)
                    taps[i++] = (start + (column * Width.Step)) * Channels;
            }
        }

        return (slabs, lines, columns);
    }
}
