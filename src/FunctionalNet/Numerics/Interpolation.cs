using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Linear interpolation along one axis, to another length. Each element is at the centre of its part of the whole; beyond the outermost centres numbers
/// stay as they are.
/// </summary>
/// <param name="Input">The length of the input.</param>
/// <param name="Between">For each output the two elements that it is between.</param>
internal sealed unsafe record Interpolation<T>(int Input, ImmutableArray<Interpolation<T>.Neighbours> Between)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>An output between two elements.</summary>
    /// <param name="Low">The element before it.</param>
    /// <param name="High">The element after it; the same if it is at or beyond an outermost centre.</param>
    /// <param name="LowWeight">What the former counts.</param>
    /// <param name="HighWeight">What the latter counts.</param>
    internal readonly record struct Neighbours(int Low, int High, T LowWeight, T HighWeight);

    /// <summary>Interpolation from one length to another. Output i is at <c>(i + ½) input/outputs − ½</c>.</summary>
    public static Interpolation<T> To(int outputs, int input)
    {
        return new(input, [.. Enumerable.Range(0, outputs).Select(At)]);

        Neighbours At(int output)
        {
            // In units of half an output's part, so that it is exact.
            var (low, rest) = long.DivRem(long.Max(0, (((2L * output) + 1) * input) - outputs), 2L * outputs);
            if (low >= input - 1 || rest == 0)
                return new((int)long.Min(low, input - 1), (int)long.Min(low, input - 1), T.One, T.Zero);
            var weight = T.CreateChecked(rest) / T.CreateChecked(2L * outputs);
            return new((int)low, (int)low + 1, T.One - weight, weight);
        }
    }

    /// <summary>Fills <c>y [outer, outputs, inner]</c> from <c>x [outer, input, inner]</c>.</summary>
    public void Interpolate(ReadOnlySpan<T> x, int outer, int inner, Span<T> y)
    {
        fixed (T* pinned = x, pinnedResult = y)
        {
            var (from, to) = ((nint)pinned, (nint)pinnedResult);
            Run(outer, y.Length, (first, count) =>
            {
                for (var i = first; i < first + count; i++)
                    Interpolate((T*)from + (i * Input * inner), (T*)to + (i * Between.Length * inner), inner);
            });
        }
    }

    /// <summary>Fills <c>dx [outer, input, inner]</c> with what <c>dy [outer, outputs, inner]</c> gives each element, in the order of the outputs.</summary>
    public void GiveBack(ReadOnlySpan<T> dy, int outer, int inner, Span<T> dx)
    {
        fixed (T* pinned = dy, pinnedResult = dx)
        {
            var (from, to) = ((nint)pinned, (nint)pinnedResult);
            Run(outer, dy.Length, (first, count) =>
            {
                new Span<T>((T*)to + (first * Input * inner), (int)count * Input * inner).Clear();
                for (var i = first; i < first + count; i++)
                    GiveBack((T*)from + (i * Between.Length * inner), (T*)to + (i * Input * inner), inner);
            });
        }
    }

    private static void Run(int outer, int length, Workers.Part work)
    {
        if (Elementwise.IsWorthThreads<T>(length))
            Workers.Run(outer, 1, work);
        else
            work(0, outer);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interpolate(T* x, T* y, nint inner)
    {
        foreach (var (low, high, lowWeight, highWeight) in Between.AsSpan())
        {
            if (low == high)
                new ReadOnlySpan<T>(x + (low * inner), (int)inner).CopyTo(new(y, (int)inner));
            else
                Mix(x + (low * inner), lowWeight, x + (high * inner), highWeight, y, inner);
            y += inner;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GiveBack(T* dy, T* dx, nint inner)
    {
        foreach (var (low, high, lowWeight, highWeight) in Between.AsSpan())
        {
            AddScaled(dy, lowWeight, dx + (low * inner), inner);
            if (low != high)
                AddScaled(dy, highWeight, dx + (high * inner), inner);
            dy += inner;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(T* low, T lowWeight, T* high, T highWeight, T* result, nint length)
    {
        var mix = new WeightedSum<T>(lowWeight, highWeight);
        nint i = 0;
        for (; i + Vector<T>.Count <= length; i += Vector<T>.Count)
            mix.Apply(Vector.Load(low + i), Vector.Load(high + i)).Store(result + i);
        for (; i < length; i++)
            result[i] = mix.Apply(low[i], high[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(T* from, T factor, T* to, nint length)
    {
        var add = new AddScaled<T>(factor);
        nint i = 0;
        for (; i + Vector<T>.Count <= length; i += Vector<T>.Count)
            add.Apply(Vector.Load(to + i), Vector.Load(from + i)).Store(to + i);
        for (; i < length; i++)
            to[i] = add.Apply(to[i], from[i]);
    }
}
