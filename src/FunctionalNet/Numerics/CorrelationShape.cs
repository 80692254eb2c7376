using System.Collections.Immutable;

namespace FunctionalNet.Numerics;

/// <summary>
/// The shape of a correlation: <c>[batch, planes, lines, pixels, channels]</c> for source and result. Channels are divided into groups, and
/// those of the result see those of the source in the same group.
/// </summary>
internal sealed record CorrelationShape(
    int Batch, int SourceChannels, int ResultChannels, int Groups, CorrelationAxis Planes, CorrelationAxis Lines, CorrelationAxis Pixels)
{
    // Bytes of the source that are worked on at a time: they stay in the second-level cache beside a panel of weights.
    private const int BlockBytes = 96 << 10;

    // With fewer, what is saved in products is lost in the transformations around them.
    private const int WinogradChannels = 16;
    private const int WinogradWeights = 512;

    /// <summary>A convolution over one to three axes.</summary>
    public static CorrelationShape Of(int batch, int inputs, int outputs, int groups, ImmutableArray<WindowAxis> axes)
    {
        ImmutableArray<CorrelationAxis> three =
            [.. Enumerable.Repeat(CorrelationAxis.None, 3 - axes.Length), .. axes.Select(CorrelationAxis.Gather)];
        return new(batch, inputs, outputs, groups, three[0], three[1], three[2]);
    }

    /// <summary>The transpose: correlations of the result, which together fill all of the source.</summary>
    public IEnumerable<CorrelationShape> Transposed() =>
        from planes in Planes.Spread()
        from lines in Lines.Spread()
        from pixels in Pixels.Spread()
        select new CorrelationShape(Batch, ResultChannels, SourceChannels, Groups, planes, lines, pixels);

    public int GroupSource => SourceChannels / Groups;

    public int GroupResult => ResultChannels / Groups;

    /// <summary>The lengths of the source along the innermost axes, so many of them.</summary>
    public IEnumerable<int> SourceLengths(int axes) => new[] { Planes.Source, Lines.Source, Pixels.Source }.TakeLast(axes);

    /// <summary>The lengths of the result along the innermost axes, so many of them.</summary>
    public IEnumerable<int> ResultLengths(int axes) => new[] { Planes.Result, Lines.Result, Pixels.Result }.TakeLast(axes);

    /// <summary>Whether a line of the window is contiguous in the source, all its channels included.</summary>
    public bool HasWholeLines => Groups == 1 && (Pixels.Dilation == 1 || Pixels.Taps <= 1);

    /// <summary>The taps that are contiguous in the source.</summary>
    public int SegmentTaps => HasWholeLines ? Pixels.Taps : int.Min(Pixels.Taps, 1);

    public int SegmentLength => SegmentTaps * GroupSource;

    public int Segments => Planes.Taps * Lines.Taps * (HasWholeLines ? int.Min(Pixels.Taps, 1) : Pixels.Taps);

    /// <summary>The number of products that each number of the result sums.</summary>
    public int Depth => Segments * SegmentLength;

    public int Window => Planes.Window * Lines.Window * Pixels.Window;

    /// <summary>Whether <see cref="WinogradKernel{TLanes, TVector, T}"/> is to compute it: windows of 3×3 that go on by 1, over enough channels.</summary>
    public bool IsWinograd =>
        Planes is { Source: 1, Result: 1, Taps: 1 } && IsWinogradAxis(Lines) && IsWinogradAxis(Pixels) && Groups == 1
        && int.Min(SourceChannels, ResultChannels) >= WinogradChannels
        && (long)SourceChannels * ResultChannels >= WinogradWeights;

    public bool IsDepthwise => Groups > 1 && Groups == SourceChannels && Groups == ResultChannels;

    /// <summary>Whether all that is read is within the source, so that no zeros have to be put around it.</summary>
    public bool IsInside => Planes.IsInside && Lines.IsInside && Pixels.IsInside;

    /// <summary>The index of a tap of those that count in the window, as the weights have it.</summary>
    public int TapIndex(int tap)
    {
        var (line, t) = (tap / Pixels.Taps, tap % Pixels.Taps);
        return (((Planes.Tap(line / Lines.Taps) * Lines.Window) + Lines.Tap(line % Lines.Taps)) * Pixels.Window) + Pixels.Tap(t);
    }

    /// <summary>The offset of a segment from the first, in a slab of these strides.</summary>
    public nint Offset(int segment, nint planeStride, nint lineStride)
    {
        var tap = segment * SegmentTaps;
        var (line, t) = (tap / Pixels.Taps, tap % Pixels.Taps);
        return (line / Lines.Taps * planeStride) + (line % Lines.Taps * Lines.Dilation * lineStride) + (t * Pixels.Dilation * SourceChannels);
    }

    /// <summary>The offset of the first number that is filled in a line of a block of the result.</summary>
    public nint ResultOffset(CorrelationBlock block, int line)
    {
        var plane = ((nint)block.Image * Planes.Result) + Planes.ResultStart + (block.Plane * Planes.ResultStride);
        var row = (plane * Lines.Result) + Lines.ResultStart + ((block.Line + line) * Lines.ResultStride);
        return ((row * Pixels.Result) + Pixels.ResultStart) * ResultChannels;
    }

    /// <summary>The lines of the result that are computed at a time: no more than these, and few enough for all threads to have some.</summary>
    public int LinesAtATime(long most)
    {
        var shares = (Workers.Parts + (Batch * Planes.Count) - 1) / (Batch * Planes.Count);
        return (int)long.Clamp(most, 1, (Lines.Count + shares - 1) / shares);
    }

    /// <summary>The lines of the result for which the source stays in a cache.</summary>
    public long LinesInCache(int numberBytes)
    {
        var lineBytes = (long)Pixels.SpanOf(Pixels.Count) * SourceChannels * numberBytes * int.Max(Planes.Taps, 1) * Lines.SourceStride;
        return BlockBytes / lineBytes;
    }

    private static bool IsWinogradAxis(CorrelationAxis axis) =>
        axis is { Taps: 3, Dilation: 1, SourceStride: 1, ResultStride: 1, Count: > 1 };
}
