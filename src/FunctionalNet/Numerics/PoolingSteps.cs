using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>What is done at each window of pooling, for all channels.</summary>
internal interface IPoolingStep
{
    /// <summary>Takes a run of like windows.</summary>
    void Take(PoolingRun run);
}

/// <summary>Like windows beside each other.</summary>
/// <param name="output">The place of the first output.</param>
/// <param name="outputs">The number of outputs.</param>
/// <param name="input">The place of the first window's first element.</param>
/// <param name="stride">The distance of two windows.</param>
/// <param name="taps">The distance of each element of a window from its first, in ascending order.</param>
/// <param name="length">The number that a mean divides by.</param>
internal readonly ref struct PoolingRun(nint output, int outputs, nint input, nint stride, ReadOnlySpan<nint> taps, int length)
{
    public nint Output { get; } = output;

    public int Outputs { get; } = outputs;

    public nint Input { get; } = input;

    public nint Stride { get; } = stride;

    public ReadOnlySpan<nint> Taps { get; } = taps;

    public int Length { get; } = length;
}

/// <summary>The first number, whatever the second.</summary>
internal readonly struct Keep<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => x;
}

/// <summary>
/// A window's elements joined by an operation, and finished by another with its length. Channels that do not fill a vector are taken as one all the same:
/// one that overlaps the last, or one that writes into outputs that come next and are written again.
/// </summary>
internal readonly unsafe struct PoolingStep<T, TOperation, TFinish>(T* x, T* y, nint channels, nint inputEnd, nint outputEnd) : IPoolingStep
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOperation : struct, IBinaryOperation<T>
    where TFinish : struct, IBinaryOperation<T>
{
    // From so many elements on, a window is read in the order of addresses, and what it gives is kept in the cache instead of registers.
    private const int Many = 24;

    public void Take(PoolingRun run)
    {
        if (run.Taps.Length == 4)
            TakeFours(run);
        else if (run.Taps.Length < Many)
            TakeFew(run);
        else
            TakeMany(run);
    }

    /// <summary>Windows of 2×2, as most are: without a loop over their elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeFours(PoolingRun run)
    {
        T* a = x + run.Input, b = a + run.Taps[1], c = a + run.Taps[2], d = a + run.Taps[3], to = y + run.Output;
        var (each, stride, lengths, last) = (channels, run.Stride, Vector.Create(T.CreateTruncating(run.Length)), LastVector);
        T* end = to + (run.Outputs * each), safeEnd = SafeEnd(run);
        for (var isWhole = each % Vector<T>.Count == 0; to < end; to += each)
        {
            for (nint channel = 0; channel + Vector<T>.Count <= each; channel += Vector<T>.Count)
                Four(a + channel, b + channel, c + channel, d + channel, lengths).Store(to + channel);
            if (!isWhole && to < safeEnd)
                Four(a + last, b + last, c + last, d + last, lengths).Store(to + last);
            else if (!isWhole)
                TakeEach(a, to, run);
            a += stride;
            b += stride;
            c += stride;
            d += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Four(T* a, T* b, T* c, T* d, Vector<T> lengths)
    {
        var joined = default(TOperation).Apply(Vector.Load(a), Vector.Load(b));
        joined = default(TOperation).Apply(joined, Vector.Load(c));
        return default(TFinish).Apply(default(TOperation).Apply(joined, Vector.Load(d)), lengths);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeFew(PoolingRun run)
    {
        T* from = x + run.Input, to = y + run.Output;
        var (each, lengths, last) = (channels, Vector.Create(T.CreateTruncating(run.Length)), LastVector);
        T* end = to + (run.Outputs * each), safeEnd = SafeEnd(run);
        for (var isWhole = each % Vector<T>.Count == 0; to < end; to += each, from += run.Stride)
        {
            for (nint channel = 0; channel + Vector<T>.Count <= each; channel += Vector<T>.Count)
                Few(from + channel, run.Taps, lengths).Store(to + channel);
            if (!isWhole && to < safeEnd)
                Few(from + last, run.Taps, lengths).Store(to + last);
            else if (!isWhole)
                TakeEach(from, to, run);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Few(T* from, ReadOnlySpan<nint> taps, Vector<T> lengths)
    {
        var joined = Vector.Load(from);
        for (var i = 1; i < taps.Length; i++)
            joined = default(TOperation).Apply(joined, Vector.Load(from + taps[i]));
        return default(TFinish).Apply(joined, lengths);
    }

    private void TakeMany(PoolingRun run)
    {
        T* from = x + run.Input, to = y + run.Output;
        for (var output = 0; output < run.Outputs; output++, to += channels, from += run.Stride)
        {
            var joined = new Span<T>(to, (int)channels);
            new ReadOnlySpan<T>(from, (int)channels).CopyTo(joined);
            for (var i = 1; i < run.Taps.Length; i++)
                Join(from + run.Taps[i], to);
            Elementwise.Map(joined, joined, new WithSecond<T, TFinish>(default, T.CreateTruncating(run.Length)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join(T* from, T* to)
    {
        nint channel = 0;
        for (; channel + Vector<T>.Count <= channels; channel += Vector<T>.Count)
            default(TOperation).Apply(Vector.Load(to + channel), Vector.Load(from + channel)).Store(to + channel);
        for (; channel < channels; channel++)
            to[channel] = default(TOperation).Apply(to[channel], from[channel]);
    }

    private void TakeEach(T* from, T* to, PoolingRun run)
    {
        for (nint channel = 0; channel < channels; channel++)
        {
            var joined = from[channel];
            for (var i = 1; i < run.Taps.Length; i++)
                joined = default(TOperation).Apply(joined, from[run.Taps[i] + channel]);
            to[channel] = default(TFinish).Apply(joined, T.CreateTruncating(run.Length));
        }
    }

    /// <summary>Where the last vector of channels begins.</summary>
    private nint LastVector => nint.Max(0, channels - Vector<T>.Count);

    /// <summary>Up to where, of a run's outputs, the last vector is within the numbers that are read and written.</summary>
    private T* SafeEnd(PoolingRun run)
    {
        if (channels % Vector<T>.Count == 0)
            return null;
        var safe = nint.Min(
            Fitting(inputEnd - run.Input - run.Taps[^1] - LastVector - Vector<T>.Count, run.Stride),
            Fitting(outputEnd - run.Output - LastVector - Vector<T>.Count, channels));
        return y + run.Output + (safe * channels);

        static nint Fitting(nint room, nint step) => room < 0 ? 0 : (room / nint.Max(1, step)) + 1;
    }
}
