using System.Collections.Immutable;
using FunctionalNet.Tests.Layers;
using static FunctionalNet.Layers<double>;
using TN = FunctionalNet.TensorNodes<double>;

namespace FunctionalNet.Tests.Differentiation;

/// <summary>The gradient check tells an error from rounding, at every scale.</summary>
public sealed class GradientCheckRoundingTests
{
    private const double Tolerance = 1e-7;

    public static TheoryData<string> Cases => [.. CancellingCases.All.Select(@case => @case.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_gradient_that_cancels_is_right(string name)
    {
        var @case = CancellingCases.All.Single(candidate => candidate.ToString() == name);
        Assert.All(Enumerable.Range(0, 5), i => AssertRight(
            @case.Layer.AsDifferentiable(Mode.Inference),
            (@case.Layer.Initialize(Key.Seed(1).Fold(i)), @case.Input(Key.Seed(2).Fold(i))),
            Key.Seed(3).Fold(i)));
    }

    public static TheoryData<double> Logits => [0, 5, 10, 15, 20, 25, 28, 30, 32, 33, 35, 36, 37, 40, 100, 740, 1000, 1e8];

    [Theory]
    [MemberData(nameof(Logits))]
    public void A_loss_of_next_to_nothing_has_a_right_gradient(double logit) => Assert.All(Enumerable.Range(0, 50), i =>
    {
        var logits = Tensor.Vector(logit, 0, 0);
        AssertRight(Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0)), logits, Key.Seed(i));
        AssertRight(Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0)), logits + Draw.Normal(Key.Seed(i), [3]), Key.Seed(i));
        AssertRight(Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(1)), logits, Key.Seed(i));
    });

    [Fact]
    public void Last_digits_that_lie_on_a_polynomial_by_chance_are_no_slope() => AssertRight(
        Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0)),
        Tensor.Vector(25.0, 0, 0) + Draw.Normal(Key.Seed(99).Fold(111), [3]),
        Key.Seed(111));

    [Fact]
    public void A_network_that_has_learned_all_there_is_has_a_right_gradient()
    {
        var network = Affine(2, 4) >> Tanh >> Affine(4, 2);
        var inputs = Tensor.Matrix(new[,] { { 0.0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        var batch = new Batch<double>(inputs, ImmutableArray.Create(0, 1, 1, 0));
        var objective = network.Objective(Losses.SoftmaxCrossEntropy, batch, Mode.Inference);
        var parameters = Enumerable.Range(0, 10_000).Aggregate(network.Initialize(Key.Seed(0)), (at, _) =>
            at.Zip(objective.ValueAndGradient(at).Gradient, (value, gradient) => value - (gradient * 3)));
        Assert.InRange(objective(parameters).Value, 0, 3e-5);
        Assert.All(Enumerable.Range(0, 20), i => AssertRight(objective, parameters, Key.Seed(i)));
    }

    public static TheoryData<string> Functions => [.. Spoilable.Keys];

    private static readonly Dictionary<string, (Layer<double> Layer, Tensor<double> Input)> Spoilable = new()
    {
        ["Affine"] = (Affine(3, 2), Draw.Normal(Key.Seed(1), [4, 3])),
        ["Affine on small numbers"] = (Affine(3, 2), Draw.Normal(Key.Seed(1), [4, 3]) * 1e-8),
        ["Affine on large numbers"] = (Affine(3, 2), Draw.Normal(Key.Seed(1), [4, 3]) * 1e8),
        ["Square of small numbers"] = (Layer.Lift("Square", TN.Square), Draw.AwayFromZero(Key.Seed(1), [3]) * 1e-6),
        ["Square of large numbers"] = (Layer.Lift("Square", TN.Square), Draw.AwayFromZero(Key.Seed(1), [3]) * 1e8),
        ["Log of small numbers"] = (Layer.Lift("Log", TN.Log), Draw.Positive(Key.Seed(1), [3]) * 1e-8),
        ["Log of large numbers"] = (Layer.Lift("Log", TN.Log), Draw.Positive(Key.Seed(1), [3]) * 1e8),
        ["Reciprocal of small numbers"] = (Layer.Lift("Reciprocal", TN.Reciprocal), Draw.AwayFromZero(Key.Seed(1), [3]) * 1e-8),
        ["Relu near 0"] = (Relu, Draw.AwayFromZero(Key.Seed(1), [4, 3]) * 1e-4),
        ["small outputs"] = (Layer.Lift("Times", TN.MultiplyBy(1e-8)), Draw.Normal(Key.Seed(1), [3])),
        ["large outputs"] = (Layer.Lift("Times", TN.MultiplyBy(1e8)), Draw.Normal(Key.Seed(1), [3])),
        ["almost certain Softmax"] = (Softmax, Tensor.Create([1, 3], [8.0, 0, 0])),
        ["network"] = (Affine(3, 4) >> Sigmoid >> Affine(4, 2) >> Softmax, Draw.Normal(Key.Seed(1), [5, 3])),
        ["network with kinks"] = (Affine(3, 4) >> Relu >> Affine(4, 2), Draw.Normal(Key.Seed(1), [5, 3])),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void An_error_of_a_millionth_in_any_one_number_is_found(string name)
    {
        var (layer, input) = Spoilable[name];
        var (function, at) = (layer.AsDifferentiable(Mode.Inference), (layer.Initialize(Key.Seed(2)), input));
        var key = Key.Seed(3);
        AssertRight(function, at, key);
        var sizes = layer.ParameterSpecs.Select(spec => spec.Shape.Size).Append(input.Shape.Size);
        var places = sizes.SelectMany((size, tensor) => Enumerable.Range(0, size).Select(element => (Tensor: tensor, Element: element)));
        var missed = places.Where(place => GradientCheck.Of(Spoiled(function, place.Tensor, place.Element), at, key).IsWithin(Tolerance));
        Assert.All(missed, place => Assert.False(IsResolved(place.Tensor, place.Element), $"{place} is missed"));

        // Not the gradient of a dead unit, not much smaller than the others, and large enough by the documentation.
        bool IsResolved(int tensor, int element)
        {
            var (value, pullback) = function(at);
            var cotangent = key.Fold(0).Normal<double>(value.Shape);
            var (parameters, x) = pullback(cotangent);
            var (gradient, point) = tensor == parameters.Count ? (x, input) : (parameters[tensor].Value, at.Item1[tensor].Value);
            var size = (value * cotangent).Data.Sum(double.Abs) / double.Max(1, double.Abs(point.Data[element]));
            return double.Abs(gradient.Data[element]) > double.Max(1e-5 * size, 0.01 * gradient.Data.Max(double.Abs));
        }
    }

    [Fact]
    public void An_undecidable_gradient_is_reported_as_uncertain()
    {
        var loss = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0));
        var certain = GradientCheck.Of(loss, Tensor.Vector(1.0, 0, 0), Key.Seed(0)).Worst!;
        Assert.InRange(certain.Uncertainty, 1e-15, 1e-11 * double.Abs(certain.Analytic));
        var uncertain = GradientCheck.Of(loss, Tensor.Vector(40.0, 0, 0), Key.Seed(0)).Worst!;
        Assert.InRange(uncertain.Uncertainty, double.Abs(uncertain.Analytic), 1e-12);
        Assert.Contains(" ± ", $"{uncertain}", StringComparison.Ordinal);
        Assert.False(GradientCheck.Of(Spoiled(loss, by: 1e-10), Tensor.Vector(40.0, 0, 0), Key.Seed(0)).IsWithin(Tolerance));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-2)]
    [InlineData(1e-4)]
    [InlineData(1e-6)]
    [InlineData(1e-8)]
    public void A_kink_nearby_does_no_harm(double distance)
    {
        AssertRight(TN.Relu, Tensor.Vector(distance, -distance), Key.Seed(0));
        AssertRight(TN.AddConstant(1e3) >> TN.AddConstant(-1e3) >> TN.Relu, Tensor.Vector(1.0, -1) * distance, Key.Seed(0));
    }

    [Fact]
    public void A_kink_at_the_point_itself_cannot_be_checked() =>
        Assert.False(GradientCheck.Of(TN.Relu, Tensor.Vector(0.0, 1), Key.Seed(0)).IsWithin(0.1));

    [Theory]
    [InlineData(1)]
    [InlineData(1e-3)]
    [InlineData(1e-8)]
    public void The_end_of_what_a_function_takes_may_be_near(double distance)
    {
        AssertRight(Nodes<double>.Log, distance, Key.Seed(0));
        AssertRight(x => x > 0 ? Nodes<double>.Log(x) : throw new ArgumentException("of positive numbers"), distance, Key.Seed(0));
    }

    [Fact]
    public void A_logit_of_minus_infinity_has_the_gradient_0() => AssertRight(
        Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0)), Tensor.Vector(1, double.NegativeInfinity, 0), Key.Seed(0));

    [Fact]
    public void Rounding_to_half_precision_is_an_error()
    {
        static double Rounded(double x) => (double)(Half)x;
        Assert.False(GradientCheck.Of<double, double>(x => (x * x, dy => Rounded(2 * x * dy)), 0.7, Key.Seed(0)).IsWithin(Tolerance));
        Assert.False(GradientCheck.Of<double, double>(x => (Rounded(x * x), dy => 2 * x * dy * 1.5), 0.7, Key.Seed(0)).IsWithin(Tolerance));
    }

    [Fact]
    public void Without_a_function_a_tensor_of_rounding_errors_is_compared_on_the_scale_of_all()
    {
        static (Tensor<double>, double) With(double number) => (Tensor.Vector(1.0, 2), number);
        Assert.True(GradientCheck.Compare(With(1e-16), With(-3e-13)).IsWithin(Tolerance));
        Assert.False(GradientCheck.Compare(With(1e-4), With(1.1e-4)).IsWithin(0.01));
    }

    private static void AssertRight<TIn, TOut>(Differentiable<TIn, TOut> function, TIn at, Key key)
    {
        var report = GradientCheck.Of(function, at, key);
        Assert.True(report.IsWithin(Tolerance), $"{report}");
    }

    /// <summary>The function with an error of a millionth in one number of one tensor of the gradient; the input comes last.</summary>
    private static Differentiable<(Parameters<double>, Tensor<double>), Tensor<double>> Spoiled(
        Differentiable<(Parameters<double> Parameters, Tensor<double> Input), Tensor<double>> function, int tensor, int element)
    {
        return at =>
        {
            var (value, pullback) = function(at);
            return (value, dy => Spoil(pullback(dy)));
        };

        (Parameters<double>, Tensor<double>) Spoil((Parameters<double> Parameters, Tensor<double> Input) gradient) => (
            gradient.Parameters.WithValues([.. gradient.Parameters.Select((own, i) => i == tensor ? SpoilTensor(own.Value) : own.Value)]),
            tensor == gradient.Parameters.Count ? SpoilTensor(gradient.Input) : gradient.Input);

        Tensor<double> SpoilTensor(Tensor<double> x) => new(x.Shape, x.Data.SetItem(element, x.Data[element] * (1 + 1e-6)));
    }

    private static Differentiable<Tensor<double>, double> Spoiled(Differentiable<Tensor<double>, double> function, double by) => at =>
    {
        var (value, pullback) = function(at);
        return (value, dy => pullback(dy) + by);
    };
}
