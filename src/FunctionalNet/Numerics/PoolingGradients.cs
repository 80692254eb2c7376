using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>How a part of a gradient is joined to that of an element.</summary>
internal unsafe interface IGradientJoin<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract void Join(Vector<T> part, T* to);

    /// <summary>
    /// The lanes that count of a last vector of channels, some of which are those of the vector before it. There are not fewer channels than lanes.
    /// </summary>
    static abstract Vector<T> LastLanes(nint channels);
}

/// <summary>Parts are put where they belong, since each element is in one window. What is put twice is the same.</summary>
internal readonly unsafe struct PutGradient<T> : IGradientJoin<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(Vector<T> part, T* to) => part.Store(to);

    public static Vector<T> LastLanes(nint channels) => Vector<T>.AllBitsSet;
}

/// <summary>Parts are added to what is there.</summary>
internal readonly unsafe struct AddGradient<T> : IGradientJoin<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(Vector<T> part, T* to) => (Vector.Load(to) + part).Store(to);

    public static Vector<T> LastLanes(nint channels) =>
        Vector.GreaterThanOrEqual(Vector<T>.Indices, Vector.Create(T.CreateTruncating(Vector<T>.Count - (channels % Vector<T>.Count))));
}

/// <summary>
/// The gradient of the largest goes to the first element that equals it: what is left of a gradient goes on to the next, and all that is left to the last.
/// Few channels are taken one by one, since vectors that go beyond them would wait for each other.
/// </summary>
internal readonly unsafe struct MaxGradientStep<T, TJoin>(T* x, T* y, T* dy, T* dx, nint channels) : IPoolingStep
    where T : unmanaged, IFloatingPointIeee754<T>
    where TJoin : struct, IGradientJoin<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(PoolingRun run)
    {
        if (channels < Vector<T>.Count)
        {
            TakeEach(run);
            return;
        }

        T* from = x + run.Input, to = dx + run.Input, largest = y + run.Output, gradient = dy + run.Output;
        var (each, last, lastLanes) = (channels, channels - Vector<T>.Count, TJoin.LastLanes(channels));
        for (var output = 0; output < run.Outputs; output++)
        {
            for (nint channel = 0; channel <= last; channel += Vector<T>.Count)
                TakeVector(from + channel, to + channel, Vector.Load(largest + channel), Vector.Load(gradient + channel), run.Taps);
            if (each % Vector<T>.Count != 0)
                TakeVector(from + last, to + last, Vector.Load(largest + last), Vector.Load(gradient + last) & lastLanes, run.Taps);
            from += run.Stride;
            to += run.Stride;
            largest += each;
            gradient += each;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeVector(T* from, T* to, Vector<T> largest, Vector<T> left, ReadOnlySpan<nint> taps)
    {
        if (taps.Length == 4 && Vector.EqualsAll(largest, largest))
        {
            // Windows of 2×2 without a NaN, as most are.
            left = Join(left, Vector.Equals(Vector.Load(from), largest), to);
            left = Join(left, Vector.Equals(Vector.Load(from + taps[1]), largest), to + taps[1]);
            left = Join(left, Vector.Equals(Vector.Load(from + taps[2]), largest), to + taps[2]);
            TJoin.Join(left, to + taps[3]);
            return;
        }

        foreach (var tap in taps[..^1])
        {
            var element = Vector.Load(from + tap);
            left = Join(left, Vector.Equals(element, largest) | ~Vector.Equals(element, element), to + tap);
        }

        TJoin.Join(left, to + taps[^1]);
    }

    /// <summary>What is left of a gradient after it has gone where an element is the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Join(Vector<T> left, Vector<T> isLargest, T* to)
    {
        TJoin.Join(left & isLargest, to);
        return Vector.AndNot(left, isLargest);
    }

    private void TakeEach(PoolingRun run)
    {
        T* from = x + run.Input, to = dx + run.Input, largest = y + run.Output, gradient = dy + run.Output;
        for (var output = 0; output < run.Outputs; output++, from += run.Stride, to += run.Stride)
        {
            for (nint channel = 0; channel < channels; channel++, largest++, gradient++)
            {
                var i = 0;
                while (i < run.Taps.Length - 1 && from[run.Taps[i] + channel] is var element && element != *largest && !T.IsNaN(element))
                    i++;
                to[run.Taps[i] + channel] += *gradient;
            }
        }
    }
}

/// <summary>An equal part of the gradient of the mean goes to each element.</summary>
internal readonly unsafe struct MeanGradientStep<T, TJoin>(T* dy, T* dx, nint channels) : IPoolingStep
    where T : unmanaged, IFloatingPointIeee754<T>
    where TJoin : struct, IGradientJoin<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(PoolingRun run)
    {
        if (channels < Vector<T>.Count)
        {
            TakeEach(run);
            return;
        }

        T* to = dx + run.Input, from = dy + run.Output;
        var (each, lengths) = (channels, Vector.Create(T.CreateTruncating(run.Length)));
        var (last, lastLanes) = (each - Vector<T>.Count, TJoin.LastLanes(each));
        for (var output = 0; output < run.Outputs; output++, to += run.Stride, from += each)
        {
            for (nint channel = 0; channel <= last; channel += Vector<T>.Count)
                TakeVector(Vector.Load(from + channel) / lengths, to + channel, run.Taps);
            if (each % Vector<T>.Count != 0)
                TakeVector((Vector.Load(from + last) / lengths) & lastLanes, to + last, run.Taps);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeVector(Vector<T> part, T* to, ReadOnlySpan<nint> taps)
    {
        if (taps.Length == 4)
        {
            TJoin.Join(part, to);
            TJoin.Join(part, to + taps[1]);
            TJoin.Join(part, to + taps[2]);
            TJoin.Join(part, to + taps[3]);
            return;
        }

        foreach (var tap in taps)
            TJoin.Join(part, to + tap);
    }

    private void TakeEach(PoolingRun run)
    {
        T* to = dx + run.Input, from = dy + run.Output;
        for (var output = 0; output < run.Outputs; output++, to += run.Stride)
        {
            for (nint channel = 0; channel < channels; channel++, from++)
            {
                var part = *from / T.CreateTruncating(run.Length);
                foreach (var tap in run.Taps)
                    to[tap + channel] += part;
            }
        }
    }
}
