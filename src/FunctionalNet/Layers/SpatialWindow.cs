using System.Collections.Immutable;
using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>A window that goes over images <c>[batch, spatial..., channels]</c> of one to three spatial axes: that of a convolution or of pooling.</summary>
/// <remarks>Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.</remarks>
internal sealed record SpatialWindow
{
    // Prints nothing, since it is what one expects.
    private readonly Shape usualStride;

    private SpatialWindow(Shape window, Shape? stride, Shape usualStride, Padding? padding, Shape? dilation, bool ceil)
    {
        Window = window;
        Stride = PerAxis(stride ?? usualStride, nameof(stride));
        Dilation = PerAxis(dilation ?? Ones(window), nameof(dilation));
        Padding = padding ?? Padding.Valid;
        Ceil = ceil;
        this.usualStride = usualStride;
        if (Padding.Axes is { } axes && axes != Axes)
            throw new ArgumentException(Invariant($"padding: expected numbers for the {Axes} axes of the window {window}, got {padding}"));
    }

    /// <summary>The length of the window along each axis.</summary>
    public Shape Window { get; }

    /// <summary>The distance of two windows along each axis.</summary>
    public Shape Stride { get; }

    /// <summary>The distance of two elements of a window along each axis.</summary>
    public Shape Dilation { get; }

    /// <summary>How far windows go beyond the edges.</summary>
    public Padding Padding { get; }

    /// <summary>
    /// Whether a last window that is not full counts too, unless it begins in the padding after the input: PyTorch's and ONNX's "ceil mode".
    /// </summary>
    public bool Ceil { get; }

    /// <summary>The number of spatial axes.</summary>
    public int Axes => Window.Rank;

    /// <summary>Whether the output at a place depends on the input at the same place only.</summary>
    public bool IsPoint => Window.All(length => length == 1) && Stride.All(step => step == 1) && (Padding.IsSame || Padding == Padding.Valid);

    /// <summary>The window of a convolution, which goes on by 1 if nothing else is said.</summary>
    /// <exception cref="ArgumentException">There are not one to three axes, or a number is missing or 0.</exception>
    public static SpatialWindow OfConvolution(Shape window, Shape? stride, Padding? padding, Shape? dilation) =>
        new(SpatialAxes.Require(window, nameof(window)), stride, Ones(window), padding, dilation, ceil: false);

    /// <summary>The window of pooling, which goes on by its own length if nothing else is said.</summary>
    /// <inheritdoc cref="OfConvolution"/>
    public static SpatialWindow OfPooling(Shape window, Shape? stride, Padding? padding, Shape? dilation, bool ceil) =>
        new(SpatialAxes.Require(window, nameof(window)), stride, window, padding, dilation, ceil);

    /// <summary>What is not as usual: <c>3×3, stride 2×2, dilation 2×2, padding same</c>.</summary>
    public string Text
    {
        get
        {
            (bool IsUsual, string Text)[] parts =
            [
                (false, SpatialAxes.Times(Window)),
                (Stride == usualStride, $"stride {SpatialAxes.Times(Stride)}"),
                (Dilation == Ones(Window), $"dilation {SpatialAxes.Times(Dilation)}"),
                (Padding == Padding.Valid, $"padding {Padding}"),
                (!Ceil, "ceil"),
            ];
            return string.Join(", ", parts.Where(part => !part.IsUsual).Select(part => part.Text));
        }
    }

    /// <summary>The values for <see cref="LayerArguments"/>.</summary>
    public ImmutableArray<(string Name, object Value)> Values =>
        [("window", Window), ("stride", Stride), ("dilation", Dilation), ("padding", Padding.ToString()), ("ceil", Ceil)];

    /// <summary>The shape of the output; it has the input's channels unless others are given.</summary>
    public Fin<Shape> OutputShape(Shape input, (int Inputs, int Outputs)? channels = null) =>
        from images in SpatialAxes.Expect(input, Axes, channels?.Inputs)
        from output in Enumerable.Range(0, Axes).All(axis => input[axis + 1] >= LeastLength(axis))
            ? Fin<Shape>.Succ([input[0], .. Along(input).Select(axis => axis.Output), channels?.Outputs ?? input[^1]])
            : Error.New($"expected {LeastLayout(channels?.Inputs)}, got {input}")
        select output;

    /// <summary>The same for pooling, which needs an element of the input in each window.</summary>
    public Fin<Shape> PooledShape(Shape input) => OutputShape(input).Bind(output => Along(input).All(axis => axis.SeesInput)
        ? Fin<Shape>.Succ(output)
        : Error.New($"expected padding {Padding} that leaves an element of the input to each window, got {input}"));

    /// <summary>The window's way along each spatial axis of an input that fits.</summary>
    public ImmutableArray<WindowAxis> Along(Shape input) => [.. Enumerable.Range(0, Axes).Select(axis => Along(axis, input[axis + 1]))];

    /// <summary>The places of padding before and after an axis of this length.</summary>
    public (long Before, long After) PaddingAlong(int axis, int length) => Padding.Along(axis, length, Stride[axis], Reach(axis));

    private WindowAxis Along(int axis, int length)
    {
        var (stride, reach) = (Stride[axis], Reach(axis));
        var (before, after) = PaddingAlong(axis, length);
        var room = before + length + after - reach;
        var output = ((room + (Ceil ? stride - 1 : 0)) / stride) + 1;
        if (Ceil && (output - 1) * stride >= before + length)
            output--;
        return new(length, Within(output), Window[axis], stride, Dilation[axis], Within(before), Within(after));
    }

    /// <summary>The length that a window needs to be within the input and its padding at least once.</summary>
    private long LeastLength(int axis)
    {
        var (before, after) = Padding.Along(axis, 1, Stride[axis], Reach(axis));
        return long.Max(1, Reach(axis) - before - after - (Ceil ? Stride[axis] - 1 : 0));
    }

    private string LeastLayout(int? channels) => SpatialAxes.Layout(
        SpatialAxes.NamesOf(Axes).Select((name, axis) => LeastLength(axis) is var least && least > 1 ? Invariant($"{name} ≥ {least}") : name),
        channels is { } count ? Invariant($"{count}") : "channels");

    /// <summary>The number of places from the first element of a window to the last.</summary>
    public long Reach(int axis) => ((long)(Window[axis] - 1) * Dilation[axis]) + 1;

    private Shape PerAxis(Shape lengths, string name) => lengths.Rank == Window.Rank && !lengths.Contains(0)
        ? lengths
        : throw new ArgumentException(Invariant($"{name}: expected {Axes} numbers of 1 or more, one for each axis of the window {Window}, got {lengths}"));

    private static Shape Ones(Shape window) => Shape.Create([.. Enumerable.Repeat(1, window.Rank)]);

    // Shapes as long are refused where they are made.
    private static int Within(long length) => (int)long.Min(length, int.MaxValue);
}
