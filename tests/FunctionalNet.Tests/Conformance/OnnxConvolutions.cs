using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>The convolutions of ONNX, whose images are channels first and whose weights are <c>[outputs, inputs, window...]</c>.</summary>
/// <typeparam name="T">The type of the case's numbers.</typeparam>
internal static class OnnxConvolutions<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Tensor<T> Run(OnnxCase @case, Tensor<T> x)
    {
        var (w, groups) = (@case.Input(1)!.AsTensor<T>(), @case.Integer("group", 1));
        var isTransposed = @case.Op == "ConvTranspose";
        var (layer, weights) = isTransposed ? Transposed(@case, x, w, groups) : (Convolution(@case, w, groups), ChannelsLast(w));
        var parameters = layer.Initialize(Key.Seed(0)).With("layer/W", weights);
        if (@case.Input(2) is { } bias)
            parameters = parameters.With("layer/b", bias.AsTensor<T>());
        return ChannelsFirst(layer.Predict(parameters, Images(x)));
    }

    private static Layer<T> Convolution(OnnxCase @case, Tensor<T> w, int groups) => Layers<T>.Convolution(
        w.Shape[1] * groups, w.Shape[0], w.Shape[2..], Of(@case, "strides"), PaddingOf(@case), Of(@case, "dilations"), groups,
        hasBias: @case.Input(2) is not null).Named("layer");

    /// <summary>Their weights are <c>[inputs, outputs of a group, window...]</c>.</summary>
    private static (Layer<T> Layer, Tensor<T> Weights) Transposed(OnnxCase @case, Tensor<T> x, Tensor<T> w, int groups)
    {
        var (window, outputs) = (w.Shape[2..], w.Shape[1] * groups);
        var (padding, extra) = @case.List("output_shape", int.MaxValue) is { } lengths
            ? ForOutputs(@case, x, window, lengths)
            : (PaddingOf(@case), Of(@case, "output_padding"));
        var layer = Layers<T>.TransposedConvolution(
            w.Shape[0], outputs, window, Of(@case, "strides"), padding, Of(@case, "dilations"), extra, groups,
            hasBias: @case.Input(2) is not null);
        var inGroups = w.Reshape([groups, w.Shape[0] / groups, .. w.Shape[1..]]);
        var windowFirst = inGroups.Permute([.. Enumerable.Range(3, window.Rank), 1, 0, 2]);
        return (layer.Named("layer"), windowFirst.Reshape([.. window, w.Shape[0] / groups, outputs]));
    }

    /// <summary>The padding that gives these lengths, or the places to add.</summary>
    private static (Padding? Padding, Shape? Extra) ForOutputs(OnnxCase @case, Tensor<T> x, Shape window, int[] lengths)
    {
        var (strides, dilations, extra) = (Of(@case, "strides"), Of(@case, "dilations"), Of(@case, "output_padding"));
        var totals = Enumerable.Range(0, window.Rank).Select(axis =>
            ((x.Shape[axis + 2] - 1) * (strides?[axis] ?? 1)) + ((window[axis] - 1) * (dilations?[axis] ?? 1)) + 1 + (extra?[axis] ?? 0)
                - lengths[^window.Rank..][axis]).ToArray();
        if (totals.All(total => total <= 0))
            return (null, Shape.Create([.. totals.Select((total, axis) => (extra?[axis] ?? 0) - total)]));
        var isUpper = @case.Text("auto_pad", "NOTSET") == "SAME_UPPER";
        var less = Shape.Create([.. totals.Select(total => total / 2)]);
        var more = Shape.Create([.. totals.Select(total => total - (total / 2))]);
        return (isUpper ? Padding.Of(less, more) : Padding.Of(more, less), extra);
    }

    private static Padding? PaddingOf(OnnxCase @case) => @case.Text("auto_pad", "NOTSET") switch
    {
        "SAME_UPPER" => Padding.Same,
        "SAME_LOWER" => Padding.SameLower,
        _ => @case.List("pads", int.MaxValue) is { } pads
            ? Padding.Of(Shape.Create(pads.AsSpan(0, pads.Length / 2)), Shape.Create(pads.AsSpan(pads.Length / 2)))
            : null,
    };

    private static Shape? Of(OnnxCase @case, string name) => @case.List(name, int.MaxValue) is { } numbers ? Shape.Create(numbers) : null;

    private static Tensor<T> ChannelsLast(Tensor<T> weights) => weights.Permute([.. Enumerable.Range(2, weights.Shape.Rank - 2), 1, 0]);

    private static Tensor<T> Images(Tensor<T> x) => x.Permute([0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);

    private static Tensor<T> ChannelsFirst(Tensor<T> x) => x.Permute([0, x.Shape.Rank - 1, .. Enumerable.Range(1, x.Shape.Rank - 2)]);
}
