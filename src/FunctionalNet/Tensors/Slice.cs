namespace FunctionalNet;

/// <summary>
/// A part of an axis: an index, which takes one entry and drops the axis, or a range, perhaps with a step. Both convert implicitly, so a
/// slice is written as <c>x[.., 1..3]</c>, <c>x[^1, ..]</c> or <c>x[.., Slice.Every(2)]</c>.
/// </summary>
public readonly record struct Slice
{
    private readonly Range range;
    private readonly Index? index;
    private readonly int step;

    private Slice(Range range, Index? index, int step) => (this.range, this.index, this.step) = (range, index, step);

    /// <summary>One entry of the axis, which is dropped.</summary>
    public static implicit operator Slice(int index) => new(.., index < 0 ? new Index(-index, fromEnd: true) : index, 1);

    /// <summary>One entry of the axis, which is dropped.</summary>
    public static implicit operator Slice(Index index) => new(.., index, 1);

    /// <summary>A range of the axis.</summary>
    public static implicit operator Slice(Range range) => new(range, null, 1);

    /// <summary>Every so many-th entry of the axis: from the first on, or from the last backwards if the step is negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Slice Every(int step) => Every(step, ..);

    /// <summary>Every so many-th entry of a range: from its first on, or from its last backwards if the step is negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Slice Every(int step, Range range) => step == 0
        ? throw new ArgumentOutOfRangeException(nameof(step), "expected a step other than 0, got 0")
        : new(range, null, step);

    /// <summary>As it is written: <c>1..3</c>, <c>^1</c>, <c>.. by 2</c>.</summary>
    public override string ToString() =>
        index is { } entry ? $"{entry}" : IsWhole || step == 1 ? Text(Bounds) : Invariant($"{Text(Bounds)} by {step}");

    /// <summary>Whether the axis is dropped.</summary>
    internal bool DropsAxis => index is not null;

    /// <summary>The first entry, how many there are, and the distance of two of them, along an axis of this length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not within the axis.</exception>
    internal (int First, int Count, int Step) Resolve(int axis, Shape shape)
    {
        var length = shape[axis];
        if (index is { } entry)
        {
            var offset = entry.GetOffset(length);
            return (uint)offset < (uint)length ? (offset, 1, 1) : throw Outside(axis, shape);
        }

        if (IsWhole)
            return (0, length, 1);
        var (start, end) = (range.Start.GetOffset(length), range.End.GetOffset(length));
        if ((uint)end > (uint)length || (uint)start > (uint)end)
            throw Outside(axis, shape);
        var distance = long.Abs((long)step);
        return (step > 0 ? start : end - 1, (int)((end - start + distance - 1) / distance), step);
    }

    // The step of default(Slice), which is the whole axis.
    private bool IsWhole => step == 0;

    private Range Bounds => IsWhole ? .. : range;

    private static string Text(Range range) =>
        $"{(range.Start.Equals(Index.Start) ? "" : range.Start)}..{(range.End.Equals(Index.End) ? "" : range.End)}";

    private ArgumentOutOfRangeException Outside(int axis, Shape shape) =>
        new(null, Invariant($"expected a part of axis {axis} of {shape}, got {this}"));
}
