using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Pooling to a given size, or of whole images.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// The mean of each part of images that are divided into so many parts along each spatial axis, for each channel:
    /// <c>[batch, spatial..., channels] -> [batch, outputs..., channels]</c>. Part i of an axis is from <c>⌊i length/outputs⌋</c> to before
    /// <c>⌈(i + 1) length/outputs⌉</c>. Each element of a part gets an equal part of its gradient.
    /// </summary>
    /// <remarks>He, Zhang, Ren and Sun, "Spatial pyramid pooling in deep convolutional networks for visual recognition", 2014; the bounds are PyTorch's.</remarks>
    /// <param name="outputs">The number of parts along each spatial axis, one to three of them.</param>
    /// <exception cref="ArgumentException">There are not one to three numbers, or one is 0.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(AdaptiveAveragePool([3]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 4, 1], 1f, 3, 2, 0)).Reshape([3])); // f32[3] [2.0, 2.5, 1.0]
    /// </code>
    /// </example>
    public static Layer<T> AdaptiveAveragePool(Shape outputs)
    {
        SpatialAxes.Require(outputs, nameof(outputs));
        return Layer.Lift<T>(
            "AdaptiveAveragePool", new($"({SpatialAxes.Times(outputs)})", (nameof(outputs), outputs)), shape => PartedShape(shape, outputs),
            x => PooledMean(x, PartsOf(x, outputs))).RowByRow();
    }

    /// <summary>
    /// The largest number of each part of images that are divided into so many parts along each spatial axis, for each channel:
    /// <c>[batch, spatial..., channels] -> [batch, outputs..., channels]</c>. Part i of an axis is from <c>⌊i length/outputs⌋</c> to before
    /// <c>⌈(i + 1) length/outputs⌉</c>. The gradient goes to the largest, of equals to the first in row-major order.
    /// </summary>
    /// <inheritdoc cref="AdaptiveAveragePool(Shape)"/>
    /// <example>
    /// <code>
    /// Console.WriteLine(AdaptiveMaxPool([3]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 4, 1], 1f, 3, 2, 0)).Reshape([3])); // f32[3] [3, 3, 2]
    /// </code>
    /// </example>
    public static Layer<T> AdaptiveMaxPool(Shape outputs)
    {
        SpatialAxes.Require(outputs, nameof(outputs));
        return Layer.Lift<T>(
            "AdaptiveMaxPool", new($"({SpatialAxes.Times(outputs)})", (nameof(outputs), outputs)), shape => PartedShape(shape, outputs),
            x => PooledMax(x, PartsOf(x, outputs))).RowByRow();
    }

    /// <summary>
    /// The mean of each channel: <c>[batch, spatial..., channels] -> [batch, channels]</c> with one to three spatial axes. <c>dx = dy/n</c> for each of the n
    /// elements of a channel.
    /// </summary>
    /// <remarks>Lin, Chen and Yan, "Network in network", 2013.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(GlobalAveragePool.OutputShape([100, 7, 7, 512])); // [100, 512]
    /// </code>
    /// </example>
    public static Layer<T> GlobalAveragePool { get; } = Layer.Lift<T>("GlobalAveragePool", ChannelsShape, x =>
    {
        var (y, pullback) = TensorNodes<T>.MeanOver([1])(x.Reshape([x.Shape[0], x.Shape[1..^1].Size, x.Shape[^1]]));
        return (y, dy => pullback(dy).Reshape(x.Shape));
    }).RowByRow();

    /// <summary>
    /// The largest number of each channel: <c>[batch, spatial..., channels] -> [batch, channels]</c> with one to three spatial axes. The gradient goes to
    /// the largest, of equals to the first in row-major order.
    /// </summary>
    /// <remarks>Oquab, Bottou, Laptev and Sivic, "Is object localization for free?", 2015.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(GlobalMaxPool.OutputShape([100, 7, 7, 512])); // [100, 512]
    /// </code>
    /// </example>
    public static Layer<T> GlobalMaxPool { get; } = Layer.Lift<T>("GlobalMaxPool", ChannelsShape, x =>
    {
        var (y, pullback) = PooledMax(x, PartsOf(x, Shape.Create([.. x.Shape[1..^1].Select(_ => 1)])));
        return (y.Reshape([x.Shape[0], x.Shape[^1]]), dy => pullback(dy.Reshape(y.Shape)));
    }).RowByRow();

    private static PooledAxis[] PartsOf(Tensor<T> x, Shape outputs) => [.. outputs.Select((count, axis) => PooledAxis.Adaptive(x.Shape[axis + 1], count))];

    private static Fin<Shape> PartedShape(Shape input, Shape outputs) =>
        from images in SpatialAxes.Expect(input, outputs.Rank)
        from filled in NotEmpty(images)
        select Shape.Create([input[0], .. outputs, input[^1]]);

    private static Fin<Shape> ChannelsShape(Shape input) =>
        from images in SpatialAxes.Expect(input)
        from filled in NotEmpty(images)
        select Shape.Create(input[0], input[^1]);

    /// <summary>The shape, if there is something to pool.</summary>
    private static Fin<Shape> NotEmpty(Shape images) => images[1..^1].Size > 0
        ? images
        : Error.New($"expected {SpatialAxes.Layout(images.Rank - 2)} with spatial axes of 1 or more, got {images}");
}
