using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using static FunctionalNet.Nodes<double>;

namespace FunctionalNet.Tests.Differentiation;

public sealed class GradientCheckTests
{
    private static readonly Tensor<double> Point = Tensor.Matrix(new[,] { { 1.0, 2 }, { 3, 4 } });

    // Correct except for the number in row 1, column 0, whose gradient is twice too large.
    private static readonly Differentiable<Tensor<double>, double> Mistaken = x =>
        ((x * x).Sum(), dy => 2 * x * dy * Tensor.Matrix(new[,] { { 1.0, 1 }, { 2, 1 } }));

    [Fact]
    public void The_numerical_gradient_has_the_structure_of_the_input()
    {
        var ((x, y), tensor) = NumericalGradient.Of(
            input => (input.Numbers.X * input.Numbers.Y) + input.Tensor.Sum(), (Numbers: (X: 2.0, Y: 3.0), Tensor: Point));
        Assert.Equal(3, x, 1e-9);
        Assert.Equal(2, y, 1e-9);
        Assert.All(tensor.Data, element => Assert.Equal(1, element, 1e-9));
    }

    [Fact]
    public void A_tuple_may_have_any_number_of_items()
    {
        var eight = NumericalGradient.Of(x => x.Item8 * x.Item1, (2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0));
        Assert.Equal((3, 2), (double.Round(eight.Item1, 9), double.Round(eight.Item8, 9)));
        var ones = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, Point);
        var sixteen = NumericalGradient.Of(x => x.Item7 + x.Item14 + x.Item15 + x.Item16.Sum(), ones);
        Assert.Equal([0, 1, 1], new[] { sixteen.Item1, sixteen.Item14, sixteen.Item15 }.Select(x => double.Round(x, 9)));
        Assert.All(sixteen.Item16.Data, element => Assert.Equal(1, element, 1e-9));
    }

    [Fact]
    public void A_tuple_may_be_a_class_and_have_one_item_or_none()
    {
        var ofClass = NumericalGradient.Of(x => x.Item1 * x.Rest.Item1, Tuple.Create(2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0));
        Assert.Equal((3, 2), (double.Round(ofClass.Item1, 9), double.Round(ofClass.Rest.Item1, 9)));
        var (one, none) = NumericalGradient.Of(x => x.Item1.Item1 * 2, (ValueTuple.Create(1.0), ValueTuple.Create()));
        Assert.Equal(2, one.Item1, 1e-9);
        Assert.Equal(ValueTuple.Create(), none);
    }

    [Fact]
    public void The_numerical_gradient_of_a_differentiable_does_not_ask_its_pullback()
    {
        Differentiable<double, double> broken = x => (x * x, _ => throw new InvalidOperationException("the pullback was called"));
        Assert.Equal(6, NumericalGradient.Of(broken, 3.0), 1e-9);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1e-4, "-0.0001")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void A_step_that_is_not_positive_and_finite_is_refused(double step, string text)
    {
        Func<object>[] mistakes =
        [
            () => NumericalGradient.Of(x => x * x, 3.0, step),
            () => NumericalGradient.Of(Square, 3.0, step),
            () => NumericalGradient.Of(Square, 3.0, 1.0, step),
            () => NumericalGradient.Of(_ => 0, Parameters<double>.Empty, step),
        ];
        Assert.All(mistakes, mistake => Failure.Says($"expected a positive and finite step, got {text} (Parameter 'step')", mistake));
    }

    [Theory]
    [InlineData(1e20, 1e-4, "0.0001 is lost in the rounding of 1e+20")]
    [InlineData(3, 1e-17, "1e-17 is lost in the rounding of 3")]
    [InlineData(-1, 1e-16, "1e-16 is lost in the rounding of -1")]
    public void A_step_that_is_lost_in_rounding_is_refused(double at, double step, string message)
    {
        Failure.Says($"the step {message} (Parameter 'step')", () => NumericalGradient.Of(Square, at, step));
        Failure.Says(
            $"the step {message} (Parameter 'step')",
            () => NumericalGradient.Of(x => x.Item2.Sum(), (0.0, Tensor.Vector(0, at)), step));
    }

    [Theory]
    [InlineData(1e8)]
    [InlineData(-1e8)]
    [InlineData(1e-8)]
    [InlineData(0)]
    public void The_step_is_the_one_that_rounding_makes_of_it(double at) =>
        Assert.Equal(2.5, NumericalGradient.Of(MultiplyBy(2.5), at), 1e-3);

    [Fact]
    public void Where_a_number_is_infinite_no_step_leads_away() =>
        Assert.Equal((0, 1), NumericalGradient.Of(x => double.Max(x.Item1, x.Item2), (double.NegativeInfinity, 2.0), 0.5));

    [Fact]
    public void A_cotangent_of_another_structure_is_refused() => Failure.Says(
        "expected a cotangent with the structure of the output ([2, 3]), got ([3])",
        () => NumericalGradient.Of(TensorNodes<double>.Square, Tensor.Zeros<double>([2, 3]), Tensor.Zeros<double>([3])));

    [Fact]
    public void The_worst_number_is_reported_by_path_with_both_values_and_the_relative_error()
    {
        var numerical = NumericalGradient.Of(Mistaken, Point);
        var report = GradientCheck.Compare(Mistaken.ValueAndGradient(Point).Gradient, numerical);
        Assert.NotNull(report.Worst);
        Assert.Equal("[1, 0]", report.Worst.Path);
        Assert.Equal(12, report.Worst.Analytic);
        Assert.Equal(6, report.Worst.Numerical, 1e-8);
        Assert.Equal(0.5, report.Worst.RelativeError, 1e-8);
        Assert.False(report.IsWithin(0.49));
        Assert.True(report.IsWithin(0.51));
        Assert.Equal(6.0 / 4, report.Tensors.Single().MeanDifference, 1e-8);
        Assert.StartsWith("worst of 4 gradients: [1, 0]: analytic 12, numerical ", $"{report}", StringComparison.Ordinal);
        Assert.EndsWith(", relative error 5.0e-01", $"{report}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_pullback_fails_the_check() =>
        Assert.False(GradientCheck.Of(Mistaken, Point, Key.Seed(0)).IsWithin(1e-2));

    [Fact]
    public void A_path_goes_through_tuples_and_parameters()
    {
        var parameters = Parameters<double>.Create(
            new Parameter<double>("Affine1/W", ParameterRole.Weight, Point),
            new Parameter<double>("mean", ParameterRole.Statistic, 0.0));
        var report = GradientCheck.Compare((1.0, parameters), (1.0, parameters.With("Affine1/W", Point + 1)));
        Assert.Equal(["Item1", "Item2.Affine1/W"], report.Tensors.Select(tensor => tensor.Path));
        Assert.Equal("Item2.Affine1/W[0, 0]", report.Worst?.Path);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Numbers_that_are_not_finite_disagree(double analytic, double numerical) =>
        Assert.False(GradientCheck.Compare(Tensor.Vector(0, analytic), Tensor.Vector(0, numerical)).IsWithin(1e9));

    [Fact]
    public void Small_gradients_are_compared_on_the_scale_of_the_largest()
    {
        // A millionth of the largest, with an error as large: differences do not resolve it.
        Assert.True(GradientCheck.Compare(Tensor.Vector(1, 2e-6), Tensor.Vector(1, 1e-6)).IsWithin(1.1e-3));
        Assert.False(GradientCheck.Compare(Tensor.Vector(1, 2e-2), Tensor.Vector(1, 1e-2)).IsWithin(0.4));
    }

    [Fact]
    public void A_gradient_of_another_structure_is_refused() => Assert.Equal(
        "expected a gradient with the structure of the input ([3]), got ([2])",
        Assert.Throws<ArgumentException>(() => GradientCheck.Compare(Tensor.Vector(1.0, 2), Tensor.Vector(1.0, 2, 3))).Message);

    public static TheoryData<object?, string> NotMadeOfDoubles => new()
    {
        { "text", "String" },
        { Tensor.Zeros<float>([2]), "Tensor<Single>" },
        { (1.0, ImmutableArray.Create<(int, float)>((1, 2))), "ImmutableArray<ValueTuple<Int32, Single>>" },
        { new[] { Tensor.Zeros<double>([2]) }, "Tensor<Double>[]" },
        { new Targets<double>.Values(Tensor.Zeros<double>([2])), "Values<Double>" },
        { (1.0, new Pair()), "Pair" },
        { null, "null" },
    };

    [Theory]
    [MemberData(nameof(NotMadeOfDoubles))]
    public void Other_types_than_doubles_are_refused(object? structure, string name) => Assert.Equal(
        $"a numerical gradient takes double, Tensor<double>, Parameters<double> or tuples of these, got {name}",
        Assert.Throws<ArgumentException>(() => NumericalGradient.Of(_ => 0, structure)).Message);

    [Fact]
    public void Reports_compare_by_what_they_say()
    {
        var numerical = NumericalGradient.Of(Mistaken, Point);
        Assert.Equal(GradientCheck.Compare(Point, numerical), GradientCheck.Compare(Point, numerical));
        Assert.Equal(GradientCheck.Compare(Point, numerical).GetHashCode(), GradientCheck.Compare(Point, numerical).GetHashCode());
        Assert.NotEqual(GradientCheck.Compare(Point, numerical), GradientCheck.Compare(Point + 1, numerical));
    }

    [Fact]
    public void Nothing_to_compare_says_so() =>
        Assert.Equal("no numbers to compare", $"{GradientCheck.Compare(Parameters<double>.Empty, Parameters<double>.Empty)}");

    [Fact]
    public void The_chain_of_the_chapter_is_right() =>
        Assert.True(GradientCheck.Of(Add >> Square, (2.0, 3.0), Key.Seed(0)).IsWithin(1e-10));

    // Has items like a tuple, but no known constructor.
    private sealed class Pair : ITuple
    {
        public int Length => 2;

        public object? this[int index] => 1.0;
    }
}
