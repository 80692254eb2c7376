using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Pooling by windows: the largest or the mean of each.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// The largest number of each window, for each channel: <c>[batch, spatial..., channels] -> [batch, outputs..., channels]</c> with one to three spatial
    /// axes, each <c>⌊(length + padding − dilation (window − 1) − 1)/stride⌋ + 1</c> long. Its gradient goes to the largest, of equals to the first in
    /// row-major order. Padding counts as −∞. A NaN in a window is its result.
    /// </summary>
    /// <remarks>
    /// Ranzato, Huang, Boureau and LeCun, "Unsupervised learning of invariant feature hierarchies with applications to object recognition", 2007.
    /// </remarks>
    /// <param name="window">The length of the window along each spatial axis.</param>
    /// <param name="stride">The distance of two windows along each axis; the window if not given, so that windows do not overlap.</param>
    /// <param name="padding">How far windows go beyond the edges; <see cref="Padding.Valid"/> if not given.</param>
    /// <param name="dilation">The distance of two elements of a window along each axis; 1 if not given.</param>
    /// <param name="ceil">
    /// Whether a last window that is not full counts too: the length is rounded up, but no window begins in the padding after the input.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The window has not one to three axes, others of the arguments have not as many, or a number is 0. When it is run: an input has another number of
    /// axes, is too small for a window, or is so small that a window has only padding.
    /// </exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(MaxPool([2, 2]).OutputShape([100, 28, 28, 16])); // [100, 14, 14, 16]
    /// Console.WriteLine(MaxPool([2]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 4, 1], 1f, 3, 2, 0)).Reshape([2])); // f32[2] [3, 2]
    /// </code>
    /// </example>
    public static Layer<T> MaxPool(Shape window, Shape? stride = null, Padding? padding = null, Shape? dilation = null, bool ceil = false)
    {
        var way = SpatialWindow.OfPooling(window, stride, padding, dilation, ceil);
        return Layer.Lift<T>(
            "MaxPool", new($"({way.Text})", way.Values), way.PooledShape,
            x => PooledMax(x, [.. way.Along(x.Shape).Select(axis => PooledAxis.Of(axis))])).RowByRow();
    }

    /// <summary>
    /// The mean of each window, for each channel: <c>[batch, spatial..., channels] -> [batch, outputs..., channels]</c> with one to three spatial axes, each
    /// <c>⌊(length + padding − dilation (window − 1) − 1)/stride⌋ + 1</c> long. Each element of a window gets an equal part of its gradient.
    /// </summary>
    /// <remarks>LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998: "sub-sampling".</remarks>
    /// <param name="window">The length of the window along each spatial axis.</param>
    /// <param name="stride">The distance of two windows along each axis; the window if not given, so that windows do not overlap.</param>
    /// <param name="padding">How far windows go beyond the edges; <see cref="Padding.Valid"/> if not given.</param>
    /// <param name="dilation">The distance of two elements of a window along each axis; 1 if not given.</param>
    /// <param name="ceil">
    /// Whether a last window that is not full counts too: the length is rounded up, but no window begins in the padding after the input.
    /// </param>
    /// <param name="countPadding">
    /// Whether padding counts as zeros: the divisor is then that of all places of a window within the input and its padding, otherwise that of those
    /// within the input. ONNX and Keras do not count it either if nothing is said; PyTorch's <c>count_include_pad</c> does.
    /// </param>
    /// <inheritdoc cref="MaxPool(Shape, Shape, Padding, Shape, bool)"/>
    /// <example>
    /// <code>
    /// Console.WriteLine(AveragePool([2, 2]).OutputShape([100, 28, 28, 16])); // [100, 14, 14, 16]
    /// Console.WriteLine(AveragePool([2]).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 4, 1], 1f, 3, 2, 0)).Reshape([2])); // f32[2] [2, 1]
    /// </code>
    /// </example>
    public static Layer<T> AveragePool(
        Shape window, Shape? stride = null, Padding? padding = null, Shape? dilation = null, bool ceil = false, bool countPadding = false)
    {
        var way = SpatialWindow.OfPooling(window, stride, padding, dilation, ceil);
        var text = $"({way.Text}{(countPadding ? ", padding counts" : "")})";
        return Layer.Lift<T>(
            "AveragePool", new(text, [.. way.Values, (nameof(countPadding), countPadding)]), way.PooledShape,
            x => PooledMean(x, [.. way.Along(x.Shape).Select(axis => PooledAxis.Of(axis, countPadding))])).RowByRow();
    }

    private static (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) PooledMax(Tensor<T> x, ReadOnlySpan<PooledAxis> axes)
    {
        var pooling = Pooling.Along(x.Shape[0], axes, x.Shape[^1]);
        var largest = Tensor<T>.Allocate(PooledShape(x, axes).Size);
        pooling.Max(x.Span, largest);
        var y = Tensor<T>.Freeze(PooledShape(x, axes), largest);
        return (y, dy =>
        {
            var dx = Tensor<T>.Allocate(x.Shape.Size);
            pooling.MaxGradient(x.Span, y.Span, dy.Span, dx);
            return Tensor<T>.Freeze(x.Shape, dx);
        }
        );
    }

    private static (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) PooledMean(Tensor<T> x, ReadOnlySpan<PooledAxis> axes)
    {
        var (pooling, shape) = (Pooling.Along(x.Shape[0], axes, x.Shape[^1]), x.Shape);
        var means = Tensor<T>.Allocate(PooledShape(x, axes).Size);
        pooling.Mean(x.Span, means);
        return (Tensor<T>.Freeze(PooledShape(x, axes), means), dy =>
        {
            var dx = Tensor<T>.Allocate(shape.Size);
            pooling.MeanGradient(dy.Span, dx);
            return Tensor<T>.Freeze(shape, dx);
        }
        );
    }

    private static Shape PooledShape(Tensor<T> x, ReadOnlySpan<PooledAxis> axes)
    {
        Span<int> lengths = [.. x.Shape];
        for (var axis = 0; axis < axes.Length; axis++)
            lengths[axis + 1] = axes[axis].Parts.Length;
        return Shape.Create(lengths);
    }
}
