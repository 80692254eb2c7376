using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Images continued beyond their edges, as layers: before a convolution that pads by something other than zeros, or to a size.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// Zeros around images: <c>[batch, spatial..., channels]</c> with so many more places before and after each of one to three spatial axes. The gradient is
    /// cropped.
    /// </summary>
    /// <param name="each">The number of places both before and after each axis.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(ZeroPad([2, 2]).OutputShape([100, 28, 28, 1])); // [100, 32, 32, 1]
    /// </code>
    /// </example>
    public static Layer<T> ZeroPad(Shape each) => ZeroPad(Require.NotNull(each), each);

    /// <param name="before">The number of places before each axis.</param>
    /// <param name="after">The number of places after each axis.</param>
    /// <inheritdoc cref="ZeroPad(Shape)"/>
    /// <example>
    /// <code>
    /// Console.WriteLine(ZeroPad(before: [0, 1], after: [0, 2]).OutputShape([100, 28, 28, 1])); // [100, 28, 31, 1]
    /// </code>
    /// </example>
    public static Layer<T> ZeroPad(Shape before, Shape after) =>
        Padded("ZeroPad", before, after, _ => int.MaxValue, (i, length) => (uint)i < (uint)length ? i : PickedAxis.Nothing);

    /// <summary>
    /// Images continued by their mirror image, the edge itself once: <c>a b c</c> becomes <c>c b a b c b a</c>. So many more places before and after each of
    /// one to three spatial axes, fewer than its length. The gradient adds up over all places that an element was continued to.
    /// </summary>
    /// <param name="each">The number of places both before and after each axis.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(ReflectPad([2]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 3, 1], 1f, 2, 3)).Reshape([7])); // f32[7] [3, 2, 1, 2, 3, 2, 1]
    /// </code>
    /// </example>
    public static Layer<T> ReflectPad(Shape each) => ReflectPad(Require.NotNull(each), each);

    /// <param name="before">The number of places before each axis.</param>
    /// <param name="after">The number of places after each axis.</param>
    /// <inheritdoc cref="ReflectPad(Shape)"/>
    /// <example>
    /// <code>
    /// Console.WriteLine(ReflectPad(before: [0, 1], after: [0, 2]).OutputShape([100, 28, 28, 1])); // [100, 28, 31, 1]
    /// </code>
    /// </example>
    public static Layer<T> ReflectPad(Shape before, Shape after) =>
        Padded("ReflectPad", before, after, length => length - 1, (i, length) => i < 0 ? -i : i < length ? i : (2 * (length - 1)) - i);

    /// <summary>
    /// Images continued by their edges: <c>a b c</c> becomes <c>a a a b c c c</c>. So many more places before and after each of one to three spatial axes.
    /// The gradient adds up over all places that an element was continued to.
    /// </summary>
    /// <param name="each">The number of places both before and after each axis.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(EdgePad([2]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 3, 1], 1f, 2, 3)).Reshape([7])); // f32[7] [1, 1, 1, 2, 3, 3, 3]
    /// </code>
    /// </example>
    public static Layer<T> EdgePad(Shape each) => EdgePad(Require.NotNull(each), each);

    /// <param name="before">The number of places before each axis.</param>
    /// <param name="after">The number of places after each axis.</param>
    /// <inheritdoc cref="EdgePad(Shape)"/>
    /// <example>
    /// <code>
    /// Console.WriteLine(EdgePad(before: [0, 1], after: [0, 2]).OutputShape([100, 28, 28, 1])); // [100, 28, 31, 1]
    /// </code>
    /// </example>
    public static Layer<T> EdgePad(Shape before, Shape after) =>
        Padded("EdgePad", before, after, length => length == 0 ? 0 : int.MaxValue, (i, length) => int.Clamp(i, 0, length - 1));

    /// <summary>Images whose place i along an axis, from before its beginning on, takes an element of it.</summary>
    private static Layer<T> Padded(string kind, Shape before, Shape after, Func<int, int> mostFor, Func<int, int, int> sourceOf)
    {
        SpatialAxes.Require(before, nameof(before), allowZero: true);
        SpatialAxes.Require(after, nameof(after), allowZero: true);
        var padding = Padding.Of(before, after);
        return Layer.Lift<T>(
            kind, new($"({padding})", (nameof(before), before), (nameof(after), after)), PaddedShape, x => Picked(x, axis => PickedAxis.Of(
                x.Shape[axis + 1],
                [.. Enumerable.Range(-before[axis], before[axis] + x.Shape[axis + 1] + after[axis]).Select(i => sourceOf(i, x.Shape[axis + 1]))]))).RowByRow();

        Fin<Shape> PaddedShape(Shape input) =>
            from images in SpatialAxes.Expect(input, before.Rank)
            from output in before.Concat(after).Where((width, i) => width > mostFor(images[(i % before.Rank) + 1])).Any()
                ? Error.New($"expected {SpatialAxes.Layout(before.Rank)} with enough to continue by {padding}, got {images}")
                : Fin<Shape>.Succ([images[0], .. before.Select((width, axis) => width + images[axis + 1] + after[axis]), images[^1]])
            select output;
    }

    private static (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) Picked(Tensor<T> x, Func<int, PickedAxis> axisOf)
    {
        PickedAxis[] axes = [.. Enumerable.Range(0, x.Shape.Rank - 2).Select(axisOf)];
        var (picking, shape) = (Picking.Along(x.Shape[0], axes, x.Shape[^1]), x.Shape);
        Shape picked = [shape[0], .. axes.Select(axis => axis.Output), shape[^1]];
        var y = Tensor<T>.Allocate(picked.Size);
        picking.Take(x.Span, y);
        return (Tensor<T>.Freeze(picked, y), dy =>
        {
            var dx = Tensor<T>.Allocate(shape.Size);
            picking.GiveBack(dy.Span, dx);
            return Tensor<T>.Freeze(shape, dx);
        }
        );
    }
}
