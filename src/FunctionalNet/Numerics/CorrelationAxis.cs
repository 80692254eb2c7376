namespace FunctionalNet.Numerics;

/// <summary>
/// One axis of a correlation. The result at <c>ResultStart + i·ResultStride</c>, for i = 0, 1, …, <c>Count − 1</c>, sums over taps the source at
/// <c>SourceStart + i·SourceStride + t·Dilation</c> times the weight of tap <c>FirstTap + t·TapStep</c>, for t = 0, 1, …, <c>Taps − 1</c>.
/// </summary>
internal readonly record struct CorrelationAxis
{
    /// <summary>The length of the source along the axis. What is outside of it counts as zeros.</summary>
    public required int Source { get; init; }

    /// <summary>The length of the result along the axis.</summary>
    public required int Result { get; init; }

    /// <summary>The length of the window along the axis, which the weights have.</summary>
    public required int Window { get; init; }

    /// <summary>The number of positions of the result that are filled.</summary>
    public required int Count { get; init; }

    public int ResultStart { get; init; }

    public int ResultStride { get; init; }

    public required int SourceStart { get; init; }

    public int SourceStride { get; init; }

    public required int Taps { get; init; }

    public required int Dilation { get; init; }

    public int FirstTap { get; init; }

    public int TapStep { get; init; }

    /// <summary>An axis of length 1 that nothing happens along.</summary>
    public static CorrelationAxis None => Gather(new(Input: 1, Output: 1, Taps: 1, Stride: 1, Dilation: 1, Before: 0, After: 0));

    /// <summary>The number of positions of the source from the first to the last that some of the results need.</summary>
    public int SpanOf(int results) => ((results - 1) * SourceStride) + ((int.Max(Taps, 1) - 1) * Dilation) + 1;

    /// <summary>Whether all that is read is within the source.</summary>
    public bool IsInside => SourceStart >= 0 && SourceStart + SpanOf(Count) <= Source;

    /// <summary>The tap of the window that is the t-th of those that count.</summary>
    public int Tap(int t) => FirstTap + (t * TapStep);

    /// <summary>The axis of a convolution: each result gathers what a window sees.</summary>
    public static CorrelationAxis Gather(WindowAxis axis) => new()
    {
        Source = axis.Input,
        Result = axis.Output,
        Window = axis.Taps,
        Count = axis.Output,
        ResultStride = 1,
        SourceStart = -axis.Before,
        SourceStride = axis.Stride,
        Taps = axis.Taps,
        Dilation = axis.Dilation,
        TapStep = 1,
    };

    /// <summary>
    /// The transpose of a <see cref="Gather"/>: each position of the source collects what it was gathered into. Those that are as far from a
    /// multiple of the stride have the same taps, so there is an axis for each such distance.
    /// </summary>
    public IEnumerable<CorrelationAxis> Spread()
    {
        var (stride, before) = (SourceStride, -SourceStart);
        for (var start = 0; start < int.Min(stride, Source); start++)
        {
            // Taps t with t·dilation ≡ start + before modulo the stride, of which there may be none.
            var (first, step) = (FirstTapOf((start + before) % stride), stride / Gcd(stride, Dilation));
            var taps = first < Window ? ((Window - 1 - first) / step) + 1 : 0;
            var last = first + ((taps - 1) * step);
            yield return new()
            {
                Source = Result,
                Result = Source,
                Window = Window,
                Count = (Source - start + stride - 1) / stride,
                ResultStart = start,
                ResultStride = stride,
                SourceStart = taps == 0 ? 0 : (start + before - (last * Dilation)) / stride,
                SourceStride = 1,
                Taps = taps,
                Dilation = Dilation / Gcd(stride, Dilation),
                FirstTap = last,
                TapStep = -step,
            };
        }
    }

    private int FirstTapOf(int phase)
    {
        var tap = 0;
        while (tap < Window && (long)tap * Dilation % SourceStride != phase)
            tap++;
        return tap;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
