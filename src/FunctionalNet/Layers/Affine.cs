using FunctionalNet.Numerics;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>The affine layer.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// <c>Y = X·W + b</c>, <c>[batch, in] -> [batch, out]</c>; a single <c>[in] -> [out]</c> and further leading axes work
    /// too. <c>dX = dY·Wᵀ</c>, <c>dW = Xᵀ·dY</c>, <c>db = Σ dY</c> over the batch.
    /// </summary>
    /// <remarks>The chapter's affine layer; elsewhere "dense", "linear" or "fully connected".</remarks>
    /// <param name="inputs">The length of an input.</param>
    /// <param name="outputs">The length of an output.</param>
    /// <param name="weights">Draws <c>W [in, out]</c>; <see cref="Initializers.GlorotUniform"/> if not given.</param>
    /// <param name="biases">Draws <c>b [out]</c>; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive.</exception>
    /// <example>
    /// <code>
    /// var network = Affine(784, 50, Initializers.HeNormal) >> Relu >> Affine(50, 10);
    /// Console.WriteLine(network.OutputShape([100, 784])); // [100, 10]
    /// </code>
    /// </example>
    public static Layer<T> Affine(int inputs, int outputs, Initializer<T>? weights = null, Initializer<T>? biases = null)
    {
        Require.Positive(inputs);
        Require.Positive(outputs);
        return Layer.Define<T>(
            "Affine",
            new(Invariant($"({inputs}→{outputs})"), ("inputs", inputs), ("outputs", outputs)),
            [
                new("W", [inputs, outputs], ParameterRole.Weight, weights ?? Initializers.GlorotUniform),
                new("b", [outputs], ParameterRole.BiasOrGain, biases ?? Initializers.Zeros),
            ],
            shape => shape.Rank > 0 && shape[^1] == inputs
                ? Shape.Create([.. shape[..^1], outputs])
                : Error.New(Invariant($"expected [..., {inputs}], got {shape}")),
            (parameters, input, _) => RunAffine(parameters, input))
            .Sharded((parameters, input, rows) => RunAffine(parameters, input, rows.Times(input.Shape[1..^1].Size)));
    }

    private static (Tensor<T> Output, Backward<T> Backward) RunAffine(Parameters<T> parameters, Tensor<T> input, RowCut? rows = null)
    {
        var (w, b) = (parameters["W"], parameters["b"]);
        var x = input.Reshape([input.Shape[..^1].Size, w.Shape[0]]);
        Shape outputShape = [.. input.Shape[..^1], w.Shape[1]];
        return (ProductPlusRow(x, w, b).Reshape(outputShape), Backward);

        Gradients<T> Backward(Tensor<T> gradient)
        {
            var dy = gradient.Reshape([x.Shape[0], w.Shape[1]]);
            return new(
                () => parameters.WithValues(TransposedProduct(x, dy, rows), SumOfRows(dy, rows)),
                () => dy.MatMulTransposed(w).Reshape(input.Shape));
        }
    }

    /// <summary><c>Xᵀ·dY</c>, over all rows, or summed over those of shards.</summary>
    private static Tensor<T> TransposedProduct(Tensor<T> x, Tensor<T> dy, RowCut? rows) => rows is null ? x.TransposedMatMul(dy) : rows.TransposedProduct(x, dy);

    /// <summary>The sum of all rows <c>[..., channels] -> [channels]</c>, or of those of shards.</summary>
    private static Tensor<T> SumOfRows(Tensor<T> dy, RowCut? rows)
    {
        var channels = dy.Shape[^1..];
        return rows is null ? dy.SumTo(channels) : rows.Sum(channels, shard => dy.Window(shard).SumTo(channels));
    }

    /// <summary><c>X·W + b</c>: the bias is added where the product was written, before anyone sees it.</summary>
    private static Tensor<T> ProductPlusRow(Tensor<T> x, Tensor<T> w, Tensor<T> b)
    {
        Shape shape = [x.Shape[0], w.Shape[1]];
        var y = Tensor<T>.Allocate(shape.Size);
        MatrixProduct.Multiply(new(x.Span, x.Shape[0], x.Shape[1]), new(w.Span, w.Shape[0], w.Shape[1]), y.AsSpan());
        Elementwise.ZipRows(y, b.Span, y, default(Add<T>));
        return Tensor<T>.Freeze(shape, y);
    }
}
