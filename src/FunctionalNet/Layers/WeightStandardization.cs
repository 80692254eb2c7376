using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Normalization of weights in the place of outputs.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// A layer with <c>Ŵ = (W − mean)/√(variance + ε)</c> in the place of its weights W, with mean and variance of all weights of an output, <c>[..., outputs]</c>. The
    /// gradient goes through them: with n weights of an output, <c>dW = (dŴ − ΣdŴ/n − Ŵ Σ(dŴ Ŵ)/n)/√(variance + ε)</c>. Shapes and parameters are those of the layer.
    /// </summary>
    /// <remarks>
    /// Qiao, Wang, Liu, Shen and Yuille, "Micro-batch training with batch-channel normalization and weight standardization", 2019: before a
    /// <see cref="GroupNormalization"/>, where batches are small.
    /// </remarks>
    /// <param name="layer">A single layer with weights W, such as a <see cref="Convolution"/> or an <see cref="Affine"/>.</param>
    /// <param name="epsilon">ε, which keeps the quotient finite.</param>
    /// <exception cref="ArgumentException">The layer is not a single one, or has no weights W of two axes or more.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is out of its range.</exception>
    /// <example>
    /// <code>
    /// var block = WeightStandardization(Convolution(16, 32, [3, 3])) >> GroupNormalization(8, 32) >> Relu;
    /// Console.WriteLine(block.Layout[0]); // WeightStandardization1/W [3, 3, 16, 32] weight
    /// </code>
    /// </example>
    public static Layer<T> WeightStandardization(Layer<T> layer, double epsilon = 1e-5)
    {
        RequireEpsilon(epsilon);
        return Require.NotNull(layer) is Layer<T>.Leaf leaf && leaf.Specs.Any(spec => spec is { Name: "W", Role: ParameterRole.Weight, Shape.Rank: > 1 })
            ? Layer.Define(
                "WeightStandardization",
                new($"({leaf})", [.. leaf.Arguments.Values, ("weight epsilon", epsilon)]),
                leaf.Specs,
                leaf.ShapeRule,
                (parameters, x, mode) => WithStandardizedWeights(leaf, parameters, x, mode, T.CreateChecked(epsilon)))
            : throw new ArgumentException($"expected a single layer with weights W, such as a Convolution, got {layer}");
    }

    private static ForwardPass<T> WithStandardizedWeights(Layer<T>.Leaf layer, Parameters<T> parameters, Tensor<T> x, Mode mode, T epsilon)
    {
        var w = parameters["W"];
        var standardization = ColumnNormalization<T>.Of(w.Span, w.Shape[^1], group: 1, epsilon);
        var standardized = Tensor<T>.Allocate(w.Shape.Size);
        standardization.Normalize(w.Span, gain: [], bias: [], standardized);
        var pass = layer.Function(parameters.With("W", Tensor<T>.Freeze(w.Shape, standardized)), x, mode);
        return new(
            pass.Output,
            dy =>
            {
                var gradients = pass.Backward(dy);
                return new(() => gradients.Parameters.With("W", OfWeights(gradients.Parameters["W"])), () => gradients.Input);
            },
            pass.Statistics?.With("W", w));

        Tensor<T> OfWeights(Tensor<T> gradient)
        {
            var ((bias, gain), dw) = (SumsOfColumns(standardization, w, gradient), Tensor<T>.Allocate(w.Shape.Size));
            standardization.Gradient(w.Span, gradient.Span, gain: [], bias, gain, dw);
            return Tensor<T>.Freeze(w.Shape, dw);
        }
    }
}
