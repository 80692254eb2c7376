using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>The transpose of a convolution.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// The transpose of a convolution, <c>[batch, spatial..., inputs] -> [batch, spatial..., outputs]</c>, which enlarges images where that with the
    /// same window, stride and padding would shrink them: <c>Y(i·stride − before + t·dilation, n) = b(n) + Σ X(i, c)·W(t, c, n)</c> over all i, t
    /// and c that lead to the same place. There are <c>(length − 1)·stride + (window − 1)·dilation + 1 − before − after + extra</c> outputs along
    /// an axis, and with <see cref="Padding.Same"/> <c>length·stride</c>.
    /// </summary>
    /// <remarks>
    /// Elsewhere "fractionally strided convolution" or "deconvolution", which it does not undo. With groups, W is
    /// <c>[window..., inputs/groups, outputs]</c>, as for <see cref="Convolution"/>. Zeiler et al., "Deconvolutional networks", 2010; Dumoulin and
    /// Visin, "A guide to convolution arithmetic for deep learning", 2016.
    /// </remarks>
    /// <param name="inputs">The number of channels of the input.</param>
    /// <param name="outputs">The number of channels of the output.</param>
    /// <param name="window">The length of the window along each spatial axis.</param>
    /// <param name="stride">The factor by which images grow along each axis; 1 if not given.</param>
    /// <param name="padding">What is cut off around the output; none if not given.</param>
    /// <param name="dilation">The distance of two taps along each axis; 1 if not given.</param>
    /// <param name="extra">
    /// Places to add at the end of each axis; none if not given. Several lengths become the same under a convolution with a stride, and this says which
    /// of them to go back to: "output padding" elsewhere.
    /// </param>
    /// <param name="groups">The number of parts that the channels are divided into.</param>
    /// <param name="hasBias">Whether there is a bias b.</param>
    /// <param name="weights">Draws <c>W</c>; <see cref="Initializers.GlorotUniform"/> if not given.</param>
    /// <param name="biases">Draws <c>b [outputs]</c>; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentException">
    /// A number is not positive, the groups do not divide the channels, or stride, padding, dilation or extra do not have the axes of the window.
    /// </exception>
    /// <example>
    /// <code>
    /// var enlarge = TransposedConvolution(8, 4, [4, 4], stride: [2, 2], padding: Padding.Of([1, 1]));
    /// Console.WriteLine(enlarge.OutputShape([10, 7, 7, 8])); // [10, 14, 14, 4]
    /// </code>
    /// </example>
    public static Layer<T> TransposedConvolution(
        int inputs,
        int outputs,
        Shape window,
        Shape? stride = null,
        Padding? padding = null,
        Shape? dilation = null,
        Shape? extra = null,
        int groups = 1,
        bool hasBias = true,
        Initializer<T>? weights = null,
        Initializer<T>? biases = null)
    {
        RequireGroups(inputs, outputs, groups);
        var spatial = TransposedWindow.Of(SpatialWindow.OfConvolution(window, stride, padding, dilation), extra);
        return Layer.Define<T>(
            "TransposedConvolution",
            ConvolutionArguments(inputs, outputs, spatial.Text, groups, hasBias, spatial.Values),
            ConvolutionParameters(inputs, outputs, window, groups, hasBias, weights, biases),
            shape => spatial.OutputShape(shape, inputs, outputs),
            (parameters, input, _) => RunTransposed(
                parameters, input, hasBias, CorrelationShape.Of(input.Shape[0], outputs, inputs, groups, spatial.Along(input.Shape))),
            // The weight is used at each place of the input.
            multiplyAdds: (input, _) => (long)input[..^1].Size * window.Size * (inputs / groups) * outputs);
    }

    /// <summary>The shape is that of the convolution, from the output to the input.</summary>
    private static (Tensor<T> Output, Backward<T> Backward) RunTransposed(
        Parameters<T> parameters, Tensor<T> input, bool hasBias, CorrelationShape shape)
    {
        var w = parameters["W"];
        Shape outputShape = [input.Shape[0], .. shape.SourceLengths(input.Shape.Rank - 2), shape.SourceChannels];
        var y = Tensor<T>.Allocate(outputShape.Size);
        foreach (var part in shape.Transposed())
            Correlation.Apply(part, input.Span, w.Span, areTransposed: false, hasBias ? parameters["b"].Span : [], y);
        return (Tensor<T>.Freeze(outputShape, y), Backward);

        Gradients<T> Backward(Tensor<T> gradient) => new(
            () => WithGradients(parameters, WeightGradient(shape, input, gradient).Reshape(w.Shape), gradient, hasBias, rows: null),
            () =>
            {
                var dx = Tensor<T>.Allocate(input.Shape.Size);
                Correlation.Apply(shape, gradient.Span, w.Span, areTransposed: true, [], dx);
                return Tensor<T>.Freeze(input.Shape, dx);
            });
    }

    /// <summary>The gradient has rows and columns of weights exchanged, in each group.</summary>
    private static Tensor<T> WeightGradient(CorrelationShape shape, Tensor<T> input, Tensor<T> gradient)
    {
        Shape exchanged = [shape.Window, shape.GroupSource, shape.Groups, shape.GroupResult];
        var dw = Tensor<T>.Allocate(exchanged.Size);
        CorrelationGradient.Of(shape, gradient.Span, input.Span, dw);
        return Tensor<T>.Freeze(exchanged, dw).Permute(0, 3, 2, 1);
    }
}
