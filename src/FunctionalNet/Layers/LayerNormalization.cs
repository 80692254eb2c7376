using System.Collections.Immutable;
using FunctionalNet.Numerics;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Normalization over the innermost axes, of each row by itself: the same in training and in inference.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// <c>y = gain (x − mean)/√(variance + ε) + bias</c> with mean and variance over the innermost axes, which have the given shape: <c>[..., shape] -> [..., shape]</c>.
    /// With <c>x̂ = (x − mean)/√(variance + ε)</c>, <c>g = gain dy</c> and means over the same n numbers, <c>dx = (g − Σg/n − x̂ Σ(g x̂)/n)/√(variance + ε)</c>;
    /// <c>dgain = Σ dy x̂</c> and <c>dbias = Σ dy</c> over all others.
    /// </summary>
    /// <remarks>Ba, Kiros and Hinton, "Layer normalization", 2016. The variance is that of the population.</remarks>
    /// <param name="shape">The lengths of the axes that are normalized over, such as <c>[features]</c>; gain and bias have this shape.</param>
    /// <param name="epsilon">ε, which keeps the quotient finite.</param>
    /// <param name="affine">Whether there are gains and biases.</param>
    /// <param name="gains">Draws the gain; <see cref="Initializers.Ones"/> if not given.</param>
    /// <param name="biases">Draws the bias; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentException">The shape has no axis, or one of length 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is out of its range.</exception>
    /// <example>
    /// <code>
    /// var y = LayerNormalization([3]).Predict(LayerNormalization([3]).Initialize(Key.Seed(0)), Tensor.Create([2, 3], 1f, 2, 3, 10, 20, 30));
    /// Console.WriteLine(y);
    /// // f32[2,3]
    /// // [[-1.2247,  0.0000,  1.2247],
    /// //  [-1.2247,  0.0000,  1.2247]]
    /// </code>
    /// </example>
    public static Layer<T> LayerNormalization(
        Shape shape, double epsilon = 1e-5, bool affine = true, Initializer<T>? gains = null, Initializer<T>? biases = null) =>
        OfRows("LayerNormalization", shape, epsilon, affine, isCentred: true, GainAndBias(RequireAxes(shape), affine, gains, biases));

    /// <summary>
    /// <c>y = gain x/√(Σx²/n + ε)</c> with the mean square over the innermost axes, which have the given shape: <c>[..., shape] -> [..., shape]</c>. With
    /// <c>x̂ = x/√(Σx²/n + ε)</c> and <c>g = gain dy</c>, <c>dx = (g − x̂ Σ(g x̂)/n)/√(Σx²/n + ε)</c>; <c>dgain = Σ dy x̂</c>.
    /// </summary>
    /// <remarks>Zhang and Sennrich, "Root mean square layer normalization", 2019.</remarks>
    /// <param name="shape">The lengths of the axes that are normalized over, such as <c>[features]</c>; the gain has this shape.</param>
    /// <param name="epsilon">ε, which keeps the quotient finite.</param>
    /// <param name="affine">Whether there is a gain.</param>
    /// <param name="gains">Draws the gain; <see cref="Initializers.Ones"/> if not given.</param>
    /// <exception cref="ArgumentException">The shape has no axis, or one of length 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is out of its range.</exception>
    /// <example>
    /// <code>
    /// var y = RmsNormalization([4]).Predict(RmsNormalization([4]).Initialize(Key.Seed(0)), Tensor.Vector(3f, -3, 1, 1));
    /// Console.WriteLine(y); // f32[4] [ 1.3416, -1.3416,  0.4472,  0.4472]
    /// </code>
    /// </example>
    public static Layer<T> RmsNormalization(Shape shape, double epsilon = 1e-5, bool affine = true, Initializer<T>? gains = null) =>
        OfRows("RmsNormalization", shape, epsilon, affine, isCentred: false, [.. GainAndBias(RequireAxes(shape), affine, gains, biases: null).Take(1)]);

    private static Layer<T> OfRows(string kind, Shape shape, double epsilon, bool affine, bool isCentred, ImmutableArray<ParameterSpec<T>> parameters)
    {
        RequireEpsilon(epsilon);
        var expected = Invariant($"expected [..., {string.Join(", ", shape)}]");
        return Layer.Define(
            kind,
            new($"({shape})", (nameof(shape), shape), (nameof(epsilon), epsilon), (nameof(affine), affine)),
            parameters,
            input => input.Rank >= shape.Rank && input[^shape.Rank..] == shape ? input : Error.New($"{expected}, got {input}"),
            (own, x, _) => NormalizeRows(own, x, shape.Size, shape.Size, isCentred, epsilon));
    }

    /// <summary>Rows of a length, with a gain and a bias for each place of a line of one row or several.</summary>
    private static ForwardPass<T> NormalizeRows(Parameters<T> parameters, Tensor<T> x, int length, int line, bool isCentred, double epsilon)
    {
        var y = Tensor<T>.Allocate(x.Shape.Size);
        var rows = RowNormalization<T>.Normalize(x.Span, length, line, isCentred, T.CreateChecked(epsilon), GainOf(parameters), BiasOf(parameters), y);
        return (Tensor<T>.Freeze(x.Shape, y), dy => new(() => OfGainAndBias(parameters, rows.Sums(x.Span, dy.Span)), () =>
        {
            var dx = Tensor<T>.Allocate(x.Shape.Size);
            rows.Gradient(x.Span, dy.Span, GainOf(parameters), dx);
            return Tensor<T>.Freeze(x.Shape, dx);
        }
        ));
    }

    private static Shape RequireAxes(Shape shape) => Require.NotNull(shape).Rank > 0 && shape.Size > 0
        ? shape
        : throw new ArgumentException($"expected the lengths of the axes to normalize over, got {shape}", nameof(shape));
}
