using FunctionalNet.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <content>Images at another resolution.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// Images larger by whole factors, each element repeated: <c>[batch, spatial..., channels]</c> with each of one to three spatial axes so many times as long.
    /// The gradient of an element is the sum over its repetitions.
    /// </summary>
    /// <param name="factors">The factor along each spatial axis.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers, or one is 0.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(UpsampleNearest([2]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 2, 1], 1f, 3)).Reshape([4])); // f32[4] [1, 1, 3, 3]
    /// </code>
    /// </example>
    public static Layer<T> UpsampleNearest(Shape factors) => Resampled(
        "UpsampleNearest", nameof(factors), factors, (length, axis) => length * factors[axis], (x, output) => Picked(x, axis => Nearest(x.Shape, output, axis)));

    /// <summary>
    /// Images larger by whole factors, linear between their elements: <c>[batch, spatial..., channels]</c> with each of one to three spatial axes so many times
    /// as long. Bilinear along two axes, trilinear along three. Output i of an axis is at <c>(i + ½)/factor − ½</c>, or at the outermost element if that
    /// is beyond it: PyTorch's <c>align_corners=False</c>, ONNX's <c>half_pixel</c>.
    /// </summary>
    /// <param name="factors">The factor along each spatial axis.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers, or one is 0.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(UpsampleLinear([2]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 2, 1], 1f, 3)).Reshape([4])); // f32[4] [1.0, 1.5, 2.5, 3.0]
    /// </code>
    /// </example>
    public static Layer<T> UpsampleLinear(Shape factors) =>
        Resampled("UpsampleLinear", nameof(factors), factors, (length, axis) => length * factors[axis], Interpolated);

    /// <summary>
    /// Images of a given size, each element the nearest: <c>[batch, spatial..., channels] -> [batch, lengths..., channels]</c> with one to three spatial axes.
    /// Output i of an axis takes the element nearest to <c>(i + ½) input/length − ½</c>, the former of two: ONNX's <c>half_pixel</c> and <c>round_prefer_floor</c>.
    /// </summary>
    /// <param name="lengths">The length of the output along each spatial axis.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers, or one is 0.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(ResizeNearest([3]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 2, 1], 1f, 3)).Reshape([3])); // f32[3] [1, 1, 3]
    /// </code>
    /// </example>
    public static Layer<T> ResizeNearest(Shape lengths) => Resampled(
        "ResizeNearest", nameof(lengths), lengths, (_, axis) => lengths[axis], (x, output) => Picked(x, axis => Nearest(x.Shape, output, axis)));

    /// <summary>
    /// Images of a given size, linear between elements: <c>[batch, spatial..., channels] -> [batch, lengths..., channels]</c> with one to three spatial axes.
    /// Output i of an axis is at <c>(i + ½) input/length − ½</c>, or at the outermost element if that is beyond it. Nothing is smoothed before, so an image is
    /// made much smaller by <see cref="AdaptiveAveragePool"/>.
    /// </summary>
    /// <param name="lengths">The length of the output along each spatial axis.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers, or one is 0.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(ResizeLinear([3]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 2, 1], 1f, 3)).Reshape([3])); // f32[3] [1, 2, 3]
    /// </code>
    /// </example>
    public static Layer<T> ResizeLinear(Shape lengths) => Resampled("ResizeLinear", nameof(lengths), lengths, (_, axis) => lengths[axis], Interpolated);

    private static Layer<T> Resampled(
        string kind, string name, Shape numbers, Func<int, int, int> lengthOf, Func<Tensor<T>, Shape, (Tensor<T>, Func<Tensor<T>, Tensor<T>>)> resample)
    {
        SpatialAxes.Require(numbers, name);
        return Layer.Lift<T>(
            kind, new($"({SpatialAxes.Times(numbers)})", (name, numbers)),
            shape => SpatialAxes.Expect(shape, numbers.Rank).Bind(NotEmpty).Map(OutputShape), x => resample(x, OutputShape(x.Shape))).RowByRow();

        Shape OutputShape(Shape input) => [input[0], .. numbers.Select((_, axis) => lengthOf(input[axis + 1], axis)), input[^1]];
    }

    private static PickedAxis Nearest(Shape input, Shape output, int axis)
    {
        var (from, to) = (input[axis + 1], output[axis + 1]);
        return PickedAxis.Of(from, [.. Enumerable.Range(0, to).Select(NearestTo)]);

        // The last element whose right-hand edge, (i + 1)/from of the whole, is not before the centre of the output.
        int NearestTo(int i) => (int)((((((2L * i) + 1) * from) + (2L * to) - 1) / (2L * to)) - 1);
    }

    /// <summary>Interpolated along one axis after the other, the innermost first, while there is least of it.</summary>
    private static (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) Interpolated(Tensor<T> x, Shape output)
    {
        var (y, pullback) = (x, (Func<Tensor<T>, Tensor<T>>)(dy => dy));
        for (var axis = x.Shape.Rank - 2; axis > 0; axis--)
        {
            if (output[axis] == x.Shape[axis])
                continue;
            var after = pullback;
            (y, var along) = InterpolatedAlong(y, axis, output[axis]);
            pullback = dy => after(along(dy));
        }

        return (y, pullback);
    }

    private static (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) InterpolatedAlong(Tensor<T> x, int axis, int length)
    {
        var (interpolation, shape) = (Interpolation<T>.To(length, x.Shape[axis]), x.Shape);
        var (outer, inner) = (shape[..axis].Size, shape[(axis + 1)..].Size);
        Shape resized = [.. shape[..axis], length, .. shape[(axis + 1)..]];
        var y = Tensor<T>.Allocate(resized.Size);
        interpolation.Interpolate(x.Span, outer, inner, y);
        return (Tensor<T>.Freeze(resized, y), dy =>
        {
            var dx = Tensor<T>.Allocate(shape.Size);
            interpolation.GiveBack(dy.Span, outer, inner, dx);
            return Tensor<T>.Freeze(shape, dx);
        }
        );
    }
}
