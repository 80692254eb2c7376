using System.Collections.Immutable;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Convolutions.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// The convolution, <c>[batch, spatial..., inputs] -> [batch, spatial..., outputs]</c>, over one to three spatial axes:
    /// <c>Y(o, n) = b(n) + Σ X(o·stride − before + t·dilation, c)·W(t, c, n)</c> over the taps t of the window and the channels c. Outside of the
    /// image, X is 0. There are <c>⌊(length + before + after − (window − 1)·dilation − 1)/stride⌋ + 1</c> outputs along an axis.
    /// </summary>
    /// <remarks>
    /// Strictly a correlation, as everywhere in the field: the window is not flipped. With groups, the channels are divided into that many parts,
    /// and outputs see the inputs of their own part only; W is <c>[window..., inputs/groups, outputs]</c>. LeCun et al., "Gradient-based learning
    /// applied to document recognition", 1998; Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016. Windows of 3×3 that
    /// go on by 1, over 16 channels or more, are computed with fewer products by Winograd's algorithm, where a number that is not finite spreads to
    /// neighbouring pixels too: Lavin and Gray, "Fast algorithms for convolutional neural networks", 2016.
    /// </remarks>
    /// <param name="inputs">The number of channels of the input.</param>
    /// <param name="outputs">The number of channels of the output.</param>
    /// <param name="window">The length of the window along each spatial axis: <c>[5, 5]</c>.</param>
    /// <param name="stride">The step of the window along each axis; 1 if not given.</param>
    /// <param name="padding">The zeros around the image; <see cref="Padding.Valid"/>, which is none, if not given.</param>
    /// <param name="dilation">The distance of two taps along each axis; 1 if not given.</param>
    /// <param name="groups">The number of parts that the channels are divided into.</param>
    /// <param name="hasBias">Whether there is a bias b. Before a normalization it has no effect.</param>
    /// <param name="weights">Draws <c>W</c>; <see cref="Initializers.GlorotUniform"/> if not given.</param>
    /// <param name="biases">Draws <c>b [outputs]</c>; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentException">
    /// A number is not positive, the groups do not divide the channels, or stride, padding or dilation do not have the axes of the window.
    /// </exception>
    /// <example>
    /// <code>
    /// var network = Convolution(1, 30, [5, 5]) >> Relu >> Convolution(30, 8, [3, 3], stride: [2, 2], padding: Padding.Same);
    /// Console.WriteLine(network.OutputShape([100, 28, 28, 1])); // [100, 12, 12, 8]
    /// </code>
    /// </example>
    public static Layer<T> Convolution(
        int inputs,
        int outputs,
        Shape window,
        Shape? stride = null,
        Padding? padding = null,
        Shape? dilation = null,
        int groups = 1,
        bool hasBias = true,
        Initializer<T>? weights = null,
        Initializer<T>? biases = null)
    {
        RequireGroups(inputs, outputs, groups);
        var spatial = SpatialWindow.OfConvolution(window, stride, padding, dilation);
        return Layer.Define<T>(
            "Convolution",
            ConvolutionArguments(inputs, outputs, spatial.Text, groups, hasBias, spatial.Values),
            ConvolutionParameters(inputs, outputs, window, groups, hasBias, weights, biases),
            shape => spatial.OutputShape(shape, (inputs, outputs)),
            (parameters, input, _) => Convolve(parameters, input, rows: null))
            .Sharded((parameters, input, rows) => Convolve(parameters, input, rows));

        (Tensor<T>, Backward<T>) Convolve(Parameters<T> parameters, Tensor<T> input, RowCut? rows) => spatial.IsPoint && groups == 1
            ? RunPointwise(parameters, input, hasBias, rows)
            : RunConvolution(parameters, input, hasBias, CorrelationShape.Of(input.Shape[0], inputs, outputs, groups, spatial.Along(input.Shape)), rows);
    }

    /// <summary>
    /// A <see cref="Convolution"/> of each channel on its own, <c>[batch, spatial..., channels] -> [batch, spatial..., channels·multiplier]</c>:
    /// <c>Y(o, c·m + j) = b + Σ X(o·stride − before + t·dilation, c)·W(t, 0, c·m + j)</c>, with m the multiplier. As many groups as channels.
    /// </summary>
    /// <remarks>With a convolution of window 1 after it, a "separable" convolution. Chollet, "Xception", 2017; Howard et al., "MobileNets", 2017.</remarks>
    /// <param name="channels">The number of channels of the input.</param>
    /// <param name="window">The length of the window along each spatial axis.</param>
    /// <param name="stride">The step of the window along each axis; 1 if not given.</param>
    /// <param name="padding">The zeros around the image; none if not given.</param>
    /// <param name="dilation">The distance of two taps along each axis; 1 if not given.</param>
    /// <param name="multiplier">The number of outputs for each channel.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="weights">Draws <c>W [window..., 1, channels·multiplier]</c>; <see cref="Initializers.GlorotUniform"/> if not given.</param>
    /// <param name="biases">Draws <c>b</c>; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentException">A number is not positive, or stride, padding or dilation do not have the axes of the window.</exception>
    /// <example>
    /// <code>
    /// var block = DepthwiseConvolution(16, [3, 3], padding: Padding.Same) >> Relu >> Convolution(16, 32, [1, 1]);
    /// Console.WriteLine(block.OutputShape([8, 14, 14, 16])); // [8, 14, 14, 32]
    /// </code>
    /// </example>
    public static Layer<T> DepthwiseConvolution(
        int channels,
        Shape window,
        Shape? stride = null,
        Padding? padding = null,
        Shape? dilation = null,
        int multiplier = 1,
        bool hasBias = true,
        Initializer<T>? weights = null,
        Initializer<T>? biases = null)
    {
        Require.Positive(channels);
        Require.Positive(multiplier);
        return Convolution(channels, checked(channels * multiplier), window, stride, padding, dilation, channels, hasBias, weights, biases);
    }

    private static (Tensor<T> Output, Backward<T> Backward) RunConvolution(
        Parameters<T> parameters, Tensor<T> input, bool hasBias, CorrelationShape shape, RowCut? rows)
    {
        var w = parameters["W"];
        Shape outputShape = [input.Shape[0], .. shape.ResultLengths(input.Shape.Rank - 2), shape.ResultChannels];
        var y = Tensor<T>.Allocate(outputShape.Size);
        Correlation.Apply(shape, input.Span, w.Span, areTransposed: false, hasBias ? parameters["b"].Span : [], y);
        return (Tensor<T>.Freeze(outputShape, y), Backward);

        Gradients<T> Backward(Tensor<T> gradient) => new(
            () =>
            {
                var dw = rows is null
                    ? GradientOfWeights(shape, w.Shape, input, gradient)
                    : rows.Sum(w.Shape, shard => GradientOfWeights(shape, w.Shape, input.Window(shard), gradient.Window(shard)));
                return WithGradients(parameters, dw, gradient, hasBias, rows);
            },
            () =>
            {
                var dx = Tensor<T>.Allocate(input.Shape.Size);
                foreach (var part in shape.Transposed())
                    Correlation.Apply(part, gradient.Span, w.Span, areTransposed: true, [], dx);
                return Tensor<T>.Freeze(input.Shape, dx);
            });
    }

    private static Tensor<T> GradientOfWeights(CorrelationShape shape, Shape weights, Tensor<T> input, Tensor<T> gradient)
    {
        var dw = Tensor<T>.Allocate(weights.Size);
        CorrelationGradient.Of(shape with { Batch = input.Shape[0] }, input.Span, gradient.Span, dw);
        return Tensor<T>.Freeze(weights, dw);
    }

    /// <summary>A convolution whose window is a point is an affine layer over channels.</summary>
    private static (Tensor<T> Output, Backward<T> Backward) RunPointwise(Parameters<T> parameters, Tensor<T> input, bool hasBias, RowCut? rows)
    {
        var w = parameters["W"];
        var matrix = w.Reshape(w.Shape[^2..]);
        var x = input.Reshape([input.Shape[..^1].Size, matrix.Shape[0]]);
        Shape outputShape = [.. input.Shape[..^1], matrix.Shape[1]];
        return ((hasBias ? ProductPlusRow(x, matrix, parameters["b"]) : x.MatMul(matrix)).Reshape(outputShape), Backward);

        Gradients<T> Backward(Tensor<T> gradient)
        {
            var dy = gradient.Reshape([x.Shape[0], matrix.Shape[1]]);
            return new(
                () => WithGradients(
                    parameters, TransposedProduct(x, dy, rows?.Times(input.Shape[1..^1].Size)).Reshape(w.Shape), gradient, hasBias, rows),
                () => dy.MatMulTransposed(matrix).Reshape(input.Shape));
        }
    }

    private static Parameters<T> WithGradients(Parameters<T> parameters, Tensor<T> weights, Tensor<T> gradient, bool hasBias, RowCut? rows) => hasBias
        ? parameters.WithValues(weights, SumOfRows(gradient, rows))
        : parameters.WithValues(weights);

    private static ImmutableArray<ParameterSpec<T>> ConvolutionParameters(
        int inputs, int outputs, Shape window, int groups, bool hasBias, Initializer<T>? weights, Initializer<T>? biases)
    {
        var w = new ParameterSpec<T>(
            "W", [.. window, inputs / groups, outputs], ParameterRole.Weight, weights ?? Initializers.GlorotUniform);
        return hasBias ? [w, new("b", [outputs], ParameterRole.BiasOrGain, biases ?? Initializers.Zeros)] : [w];
    }

    private static LayerArguments ConvolutionArguments(
        int inputs, int outputs, string window, int groups, bool hasBias, ImmutableArray<(string Name, object Value)> values)
    {
        var (grouped, bias) = (groups == 1 ? "" : Invariant($", {groups} groups"), hasBias ? "" : ", no bias");
        return new(
            Invariant($"({inputs}→{outputs}, {window}{grouped}{bias})"),
            [("inputs", inputs), ("outputs", outputs), .. values, ("groups", groups), ("bias", hasBias)]);
    }

    private static void RequireGroups(int inputs, int outputs, int groups)
    {
        Require.Positive(inputs);
        Require.Positive(outputs);
        Require.Positive(groups);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException(Invariant($"groups: expected a divisor of {inputs} inputs and of {outputs} outputs, got {groups}"));
    }
}
