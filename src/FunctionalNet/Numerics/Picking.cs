using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Images whose elements are those of others, <c>[batch, spatial..., channels]</c> with up to three spatial axes: padded, cropped, repeated. Along each axis
/// it is given which element a place takes.
/// </summary>
/// <param name="Batch">The number of images.</param>
/// <param name="Depth">What is taken along the outermost of three axes.</param>
/// <param name="Height">What is taken along the next.</param>
/// <param name="Width">What is taken along the innermost.</param>
/// <param name="Channels">The number of channels.</param>
internal sealed unsafe record Picking(int Batch, PickedAxis Depth, PickedAxis Height, PickedAxis Width, int Channels)
{
    private readonly int[] slabs = Depth.Sources();
    private readonly int[] lines = Height.Sources();

    /// <summary>Picking along one to three axes.</summary>
    public static Picking Along(int batch, ReadOnlySpan<PickedAxis> axes, int channels) => new(
        batch, axes.Length > 2 ? axes[^3] : PickedAxis.Single, axes.Length > 1 ? axes[^2] : PickedAxis.Single, axes[^1], channels);

    private int RowsPerSample => slabs.Length * lines.Length;

    private nint OutputRow => (nint)Width.Output * Channels;

    private nint InputRow => (nint)Width.Input * Channels;

    private nint SampleLength => (nint)Depth.Input * Height.Input * InputRow;

    /// <summary>Fills y with what is picked of x.</summary>
    public void Take<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pinned = x, pinnedResult = y)
        {
            var (from, to) = ((nint)pinned, (nint)pinnedResult);
            Run<T>((nint)Batch * RowsPerSample, (first, count) => TakeRows((T*)from, (T*)to, first, count));
        }
    }

    /// <summary>Fills dx with the sum of dy over all places that took an element, in their order.</summary>
    public void GiveBack<T>(ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pinned = dy, pinnedResult = dx)
        {
            var (from, to) = ((nint)pinned, (nint)pinnedResult);
            Run<T>(Batch, (first, count) =>
            {
                for (var sample = first; sample < first + count; sample++)
                {
                    new Span<T>((T*)to + (sample * SampleLength), (int)SampleLength).Clear();
                    GiveBackRows((T*)from, (T*)to, sample * RowsPerSample, RowsPerSample);
                }
            });
        }
    }

    private void Run<T>(nint length, Workers.Part work)
        where T : unmanaged
    {
        if (Elementwise.IsWorthThreads<T>(Batch * long.Max(SampleLength, RowsPerSample * OutputRow)))
            Workers.Run(length, 1, work);
        else
            work(0, length);
    }

    /// <summary>The row of the input that a row of the output takes; none if it takes nothing.</summary>
    private nint SourceOf(nint row)
    {
        var (sample, place) = nint.DivRem(row, RowsPerSample);
        var (slab, line) = (slabs[(int)place / lines.Length], lines[(int)place % lines.Length]);
        return slab == PickedAxis.Nothing || line == PickedAxis.Nothing ? PickedAxis.Nothing : (((sample * Depth.Input) + slab) * Height.Input) + line;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeRows<T>(T* x, T* y, nint first, nint count)
        where T : unmanaged
    {
        nint known = PickedAxis.Nothing;
        for (var row = first; row < first + count; row++)
        {
            var source = SourceOf(row);
            var to = y + (row * OutputRow);
            if (source == PickedAxis.Nothing)
                new Span<T>(to, (int)OutputRow).Clear();
            else if (source == known)
                new ReadOnlySpan<T>(to - OutputRow, (int)OutputRow).CopyTo(new(to, (int)OutputRow));
            else
                TakeRow(x + (source * InputRow), to);
            known = source;
        }
    }

    private void TakeRow<T>(T* from, T* to)
        where T : unmanaged
    {
        foreach (var run in Width.Runs.AsSpan())
        {
            var target = new Span<T>(to + ((nint)run.Target * Channels), run.Count * Channels);
            if (run.IsNothing)
                target.Clear();
            else
                new ReadOnlySpan<T>(from + ((nint)run.Source * Channels), target.Length).CopyTo(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GiveBackRows<T>(T* dy, T* dx, nint first, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var runs = Width.Runs.AsSpan();
        for (var row = first; row < first + count; row++)
        {
            if (SourceOf(row) is var source && source == PickedAxis.Nothing)
                continue;
            foreach (var run in runs)
            {
                if (!run.IsNothing)
                    Add(dy + (row * OutputRow) + ((nint)run.Target * Channels), dx + (source * InputRow) + ((nint)run.Source * Channels), (nint)run.Count * Channels);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* from, T* to, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint i = 0;
        for (; i + Vector<T>.Count <= length; i += Vector<T>.Count)
            (Vector.Load(to + i) + Vector.Load(from + i)).Store(to + i);
        for (; i < length; i++)
            to[i] += from[i];
    }
}
