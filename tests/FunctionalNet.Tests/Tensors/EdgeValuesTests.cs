using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Tensors;

public sealed class EdgeValuesTestsInSinglePrecision : EdgeValuesTests<float>;

public sealed class EdgeValuesTestsInDoublePrecision : EdgeValuesTests<double>;

/// <summary>What functions and activations are at zeros, infinities, NaN, the smallest numbers and ±10 000.</summary>
public abstract class EdgeValuesTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Half = T.CreateChecked(0.5);
    private static readonly T Far = T.CreateChecked(1e4);
    private static readonly T Tiny = T.Epsilon;
    private static readonly T Ln2 = T.CreateChecked(0.6931471805599453);
    private static readonly (T Zero, T MinusZero, T One, T Infinity, T NaN) N = (T.Zero, T.NegativeZero, T.One, T.PositiveInfinity, T.NaN);

    private static readonly Tensor<T> Edges = Tensor.Vector(-N.Infinity, -Far, -Tiny, N.MinusZero, N.Zero, Tiny, Far, N.Infinity, N.NaN);

    private static readonly ImmutableArray<(string Name, Differentiable<Tensor<T>, Tensor<T>> Function, T[] Values)> Functions =
    [
        ("Abs", TensorNodes<T>.Abs, [N.Infinity, Far, Tiny, N.Zero, N.Zero, Tiny, Far, N.Infinity, N.NaN]),
        ("Sign", x => (x.Sign(), dy => dy), [-N.One, -N.One, -N.One, N.MinusZero, N.Zero, N.One, N.One, N.One, N.NaN]),
        ("Sqrt", TensorNodes<T>.Sqrt, [N.NaN, N.NaN, N.NaN, N.MinusZero, N.Zero, T.Sqrt(Tiny), T.CreateChecked(100), N.Infinity, N.NaN]),
        ("ReciprocalSqrt", TensorNodes<T>.ReciprocalSqrt, [N.NaN, N.NaN, N.NaN, -N.Infinity, N.Infinity, N.One / T.Sqrt(Tiny), T.CreateChecked(0.01), N.Zero, N.NaN]),
        ("Erf", TensorNodes<T>.Erf, [-N.One, -N.One, -Tiny, N.MinusZero, N.Zero, Tiny, N.One, N.One, N.NaN]),
        ("Clip", TensorNodes<T>.Clip(-Half, Half), [-Half, -Half, -Tiny, N.MinusZero, N.Zero, Tiny, Half, Half, N.NaN]),
        ("LeakyRelu", TensorNodes<T>.LeakyRelu(Half), [-N.Infinity, -Far * Half, N.MinusZero, N.MinusZero, N.Zero, Tiny, Far, N.Infinity, N.NaN]),
        ("ThresholdedRelu", TensorNodes<T>.ThresholdedRelu(N.One), [N.Zero, N.Zero, N.Zero, N.Zero, N.Zero, N.Zero, Far, N.Infinity, N.NaN]),
        ("Elu", TensorNodes<T>.Elu(N.One), [-N.One, -N.One, N.MinusZero, N.MinusZero, N.Zero, Tiny, Far, N.Infinity, N.NaN]),
        ("Celu", TensorNodes<T>.Celu(N.One), [-N.One, -N.One, N.MinusZero, N.MinusZero, N.Zero, Tiny, Far, N.Infinity, N.NaN]),
        ("Gelu", TensorNodes<T>.Gelu, [N.MinusZero, N.MinusZero, N.MinusZero, N.MinusZero, N.Zero, N.Zero, Far, N.Infinity, N.NaN]),
        ("GeluTanh", TensorNodes<T>.GeluTanh, [N.MinusZero, N.MinusZero, N.MinusZero, N.MinusZero, N.Zero, N.Zero, Far, N.Infinity, N.NaN]),
        ("Silu", TensorNodes<T>.Silu, [N.MinusZero, N.MinusZero, N.MinusZero, N.MinusZero, N.Zero, N.Zero, Far, N.Infinity, N.NaN]),
        ("Mish", TensorNodes<T>.Mish, [N.MinusZero, N.MinusZero, -Tiny, N.MinusZero, N.Zero, Tiny, Far, N.Infinity, N.NaN]),
        ("Softplus", TensorNodes<T>.Softplus, [N.Zero, N.Zero, Ln2, Ln2, Ln2, Ln2, Far, N.Infinity, N.NaN]),
        ("Softsign", TensorNodes<T>.Softsign, [-N.One, -Far / (N.One + Far), -Tiny, N.MinusZero, N.Zero, Tiny, Far / (N.One + Far), N.One, N.NaN]),
        ("HardSigmoid", TensorNodes<T>.HardSigmoid(Half, Half), [N.Zero, N.Zero, Half, Half, Half, Half, N.One, N.One, N.NaN]),
        ("HardSwish", TensorNodes<T>.HardSwish, [N.MinusZero, N.MinusZero, N.MinusZero, N.MinusZero, N.Zero, N.Zero, Far, N.Infinity, N.NaN]),
    ];

    // Where the gradient is finite, in the order of the edges.
    private static readonly ImmutableArray<(string Name, Differentiable<Tensor<T>, Tensor<T>> Function, double[] Slopes)> Gradients =
    [
        ("Elu", TensorNodes<T>.Elu(N.One), [0, 0, 1, 1, 1, 1, 1, 1, double.NaN]),
        ("Gelu", TensorNodes<T>.Gelu, [0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, double.NaN]),
        ("GeluTanh", TensorNodes<T>.GeluTanh, [0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, double.NaN]),
        ("Silu", TensorNodes<T>.Silu, [0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, double.NaN]),
        ("Mish", TensorNodes<T>.Mish, [0, 0, 0.6, 0.6, 0.6, 0.6, 1, 1, double.NaN]),
        ("Softplus", TensorNodes<T>.Softplus, [0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, double.NaN]),
        ("Softsign", TensorNodes<T>.Softsign, [0, 1 / (10001.0 * 10001), 1, 1, 1, 1, 1 / (10001.0 * 10001), 0, double.NaN]),
        ("HardSwish", TensorNodes<T>.HardSwish, [0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, double.NaN]),
        ("Erf", TensorNodes<T>.Erf, [0, 0, 1.1283791670955126, 1.1283791670955126, 1.1283791670955126, 1.1283791670955126, 0, 0, double.NaN]),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(function => function.Name)];

    public static TheoryData<string> SmoothNames => [.. Gradients.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_has_the_stated_value_at_every_edge(string name)
    {
        var (_, function, values) = Functions.Single(candidate => candidate.Name == name);
        Exact.Equal(Tensor.Vector<T>(values), function(Edges).Value, $"{name} of {Edges}");
    }

    [Theory]
    [MemberData(nameof(SmoothNames))]
    public void A_gradient_saturates_without_overflow(string name)
    {
        var (_, function, slopes) = Gradients.Single(candidate => candidate.Name == name);
        var gradient = function(Edges).Pullback(Tensor.Ones<T>(Edges.Shape));
        for (var i = 0; i < slopes.Length; i++)
            Assert.Equal(slopes[i], double.CreateChecked(gradient[i]), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Empty_tensors_and_single_numbers_keep_their_shape(string name)
    {
        var (_, function, _) = Functions.Single(candidate => candidate.Name == name);
        Assert.All(new Shape[] { [0], [2, 0], [], [1, 1] }, shape =>
        {
            var (value, pullback) = function(Tensor.Ones<T>(shape));
            Assert.Equal((shape, shape), (value.Shape, pullback(value).Shape));
        });
    }

    [Fact]
    public void Powers_are_those_of_IEEE_754()
    {
        double[] numbers = [0, -0.0, 1, -1, 2, -2, 0.5, 3, -3, 1e4, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var x in numbers)
        {
            foreach (var y in numbers)
            {
                var (expected, actual) = (T.CreateTruncating(Math.Pow(x, y)), Tensor.Scalar(T.CreateChecked(x)).Power(T.CreateChecked(y)).ToScalar());
                var isNear = T.IsFinite(expected) && T.Abs(actual - expected) <= T.Abs(expected) * T.CreateChecked(1e-12);
                Assert.True(isNear || Exact.Same(expected, actual), $"{x:g17} to the {y:g17}th: expected {expected:g17}, got {actual:g17}");
            }
        }
    }

    [Fact]
    public void Reductions_over_nothing_have_the_stated_values()
    {
        var empty = Tensor.Zeros<T>([2, 0]);
        Exact.Equal(Tensor.Full([2], N.Zero), empty.SumOver(1), "the sum");
        Exact.Equal(Tensor.Full([2], N.One), empty.ProductOver([1]), "the product");
        Exact.Equal(Tensor.Full([2, 1], -N.Infinity), empty.MaxOver(1, keepAxes: true), "the largest");
        Exact.Equal(Tensor.Full([2], N.Infinity), empty.MinOver(1), "the smallest");
        Exact.Equal(Tensor.Full([2], N.NaN), empty.MeanOver(1), "the mean");
        Exact.Equal(Tensor.Full([2], N.NaN), empty.VarianceOver([1]), "the variance");
        Exact.Equal(Tensor.Full([2], N.Zero), empty.NormOver([1]), "the norm");
        Exact.Equal(Tensor.Full([2], -N.Infinity), empty.LogSumExpOver([1]), "the logarithm of the sum of powers");
        Assert.Equal([0], empty.SumOver(0).Shape);
        Failure.Says("expected an axis with entries, got axis 1 of [2, 0]", () => empty.ArgMax(1));
    }

    [Fact]
    public void Softmax_over_the_innermost_axis_has_the_bits_of_softmax()
    {
        var x = Key.Seed(1).Normal<T>([7, 13]) * Far;
        Exact.Equal(TensorNodes<T>.Softmax(x).Value, TensorNodes<T>.SoftmaxOver(-1)(x).Value, "softmax");
        Assert.True(TensorNodes<T>.LogSoftmaxOver(0)(x).Value.IsFinite);
    }

    [Fact]
    public void LogSumExp_neither_overflows_nor_loses_infinities()
    {
        Exact.Equal(Tensor.Scalar(Far + Ln2), Tensor.Vector(Far, Far).LogSumExpOver([]), "of 10 000, twice");
        Exact.Equal(Tensor.Scalar(-N.Infinity), Tensor.Vector(-N.Infinity, -N.Infinity).LogSumExpOver([]), "of −∞");
        Exact.Equal(Tensor.Scalar(N.Infinity), Tensor.Vector(N.Infinity, N.One).LogSumExpOver([]), "of ∞");
    }
}
