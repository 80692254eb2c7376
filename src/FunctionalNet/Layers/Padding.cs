namespace FunctionalNet;

/// <summary>
/// How far a window goes beyond the edges of an image: <see cref="Valid"/>, <see cref="Same"/>, <see cref="SameLower"/>, or so many places
/// before and after each axis, <see cref="Of(Shape)"/>.
/// </summary>
/// <example>
/// <code>
/// Console.WriteLine(Padding.Same); // same
/// Console.WriteLine(Padding.Of(before: [1, 0], after: [1, 2])); // 1×0 before, 1×2 after
/// </code>
/// </example>
public abstract record Padding
{
    private Padding()
    {
    }

    /// <summary>No padding: the window stays within the image.</summary>
    public static Padding Valid { get; } = new NoPadding();

    /// <summary>
    /// As much as gives <c>⌈length/stride⌉</c> outputs along each axis, as many as inputs if the stride is 1. Half of it is before and half after; of an odd
    /// number, the one more is after. TensorFlow's "SAME", and "SAME_UPPER" of ONNX.
    /// </summary>
    public static Padding Same { get; } = new SamePadding(IsLower: false);

    /// <summary>As <see cref="Same"/>, but of an odd number, the one more is before: "SAME_LOWER" of ONNX.</summary>
    public static Padding SameLower { get; } = new SamePadding(IsLower: true);

    /// <summary>So many places both before and after each spatial axis: <c>Padding.Of([1, 1])</c>.</summary>
    /// <param name="each">A number of places for each spatial axis.</param>
    public static Padding Of(Shape each) => Of(Require.NotNull(each), each);

    /// <summary>So many places before each spatial axis, and so many after it.</summary>
    /// <param name="before">The places before each axis.</param>
    /// <param name="after">The places after each axis.</param>
    /// <exception cref="ArgumentException">There are not as many before as after.</exception>
    public static Padding Of(Shape before, Shape after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return before.Rank == after.Rank
            ? new GivenPadding(before, after)
            : throw new ArgumentException($"expected as many numbers before as after, got {before} and {after}");
    }

    /// <summary>The number of spatial axes that it is for; none if it is for any.</summary>
    internal virtual int? Axes => null;

    /// <summary>Whether it depends on the length of the axis.</summary>
    internal bool IsSame => this is SamePadding;

    /// <summary>The places before and after an axis of this length, for a window that reaches over so many places at once.</summary>
    internal abstract (long Before, long After) Along(int axis, int length, int stride, long reach);

    private sealed record NoPadding : Padding
    {
        internal override (long Before, long After) Along(int axis, int length, int stride, long reach) => (0, 0);

        public override string ToString() => "valid";
    }

    private sealed record SamePadding(bool IsLower) : Padding
    {
        internal override (long Before, long After) Along(int axis, int length, int stride, long reach)
        {
            var outputs = ((long)length + stride - 1) / stride;
            var total = long.Max(0, ((outputs - 1) * stride) + reach - length);
            var (less, more) = (total / 2, total - (total / 2));
            return IsLower ? (more, less) : (less, more);
        }

        public override string ToString() => IsLower ? "same, lower" : "same";
    }

    private sealed record GivenPadding(Shape Before, Shape After) : Padding
    {
        internal override int? Axes => Before.Rank;

        internal override (long Before, long After) Along(int axis, int length, int stride, long reach) => (Before[axis], After[axis]);

        public override string ToString() =>
            Before == After ? SpatialAxes.Times(Before) : $"{SpatialAxes.Times(Before)} before, {SpatialAxes.Times(After)} after";
    }
}
