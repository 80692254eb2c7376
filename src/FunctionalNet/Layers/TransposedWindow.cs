using System.Collections.Immutable;
using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The window of a transposed convolution: that of the convolution that leads back, and places to add at the end of each axis.</summary>
internal sealed record TransposedWindow
{
    private readonly SpatialWindow convolution;
    private readonly Shape extra;

    private TransposedWindow(SpatialWindow convolution, Shape extra) => (this.convolution, this.extra) = (convolution, extra);

    /// <exception cref="ArgumentException">There are not as many extra places as axes.</exception>
    public static TransposedWindow Of(SpatialWindow convolution, Shape? extra) => extra is null || extra.Rank == convolution.Axes
        ? new(convolution, extra ?? Shape.Create([.. Enumerable.Repeat(0, convolution.Axes)]))
        : throw new ArgumentException(Invariant($"extra: expected {convolution.Axes} numbers, one for each axis of the window {convolution.Window}, got {extra}"));

    /// <summary>What is not as usual.</summary>
    public string Text => extra.All(places => places == 0) ? convolution.Text : $"{convolution.Text}, extra {SpatialAxes.Times(extra)}";

    /// <summary>The values for <see cref="LayerArguments"/>.</summary>
    public ImmutableArray<(string Name, object Value)> Values => [.. convolution.Values, ("extra", extra)];

    /// <summary>The shape of the output.</summary>
    public Fin<Shape> OutputShape(Shape input, int inputs, int outputs) =>
        from images in SpatialAxes.Expect(input, convolution.Axes, inputs)
        from lengths in Enumerable.Range(0, convolution.Axes).All(axis => LengthAlong(axis, images[axis + 1]) > 0)
            ? Fin<Shape>.Succ([images[0], .. Along(images).Select(axis => axis.Input), outputs])
            : Error.New($"expected images from which padding leaves something, got {input}")
        select lengths;

    /// <summary>The way of the convolution along each axis, from the output of this to its input.</summary>
    public ImmutableArray<WindowAxis> Along(Shape input) => [.. Enumerable.Range(0, convolution.Axes).Select(axis =>
    {
        var length = (int)LengthAlong(axis, input[axis + 1]);
        var (before, after) = convolution.PaddingAlong(axis, length);
        return new WindowAxis(
            length, input[axis + 1], convolution.Window[axis], convolution.Stride[axis], convolution.Dilation[axis], (int)before, (int)after);
    })];

    private long LengthAlong(int axis, int length)
    {
        var enlarged = ((long)(length - 1) * convolution.Stride[axis]) + convolution.Reach(axis);
        var (before, after) = convolution.PaddingAlong(axis, length);
        return extra[axis] + (convolution.Padding.IsSame ? (long)length * convolution.Stride[axis] : enlarged - before - after);
    }
}
