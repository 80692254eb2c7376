using static FunctionalNet.Differentiable;
using static FunctionalNet.Nodes<double>;

namespace FunctionalNet.Tests.Chapter;

public sealed class GraphTests
{
    // ((apple × number) + (orange × number)) × tax
    private static readonly Differentiable<(((double, double), (double, double)), double), double> Bill =
        Parallel(Parallel(Multiply, Multiply) >> Add, Identity<double>()) >> Multiply;

    [Fact]
    public void The_square_of_a_sum_by_the_chain_rule()
    {
        var (z, pullback) = (Add >> Square)((2, 3));
        Assert.Equal(25, z);
        Assert.Equal((10, 10), pullback(1));
    }

    [Fact]
    public void Two_apples_and_three_oranges_with_tax()
    {
        var (total, pullback) = Bill((((100, 2), (150, 3)), 1.1));
        Assert.Equal(715.0000000000001, total);
        var ((apple, orange), tax) = pullback(1);
        Assert.Equal((2.2, 110.00000000000001), apple);
        Assert.Equal((3.3000000000000003, 165), orange);
        Assert.Equal(650, tax);
    }

    [Fact]
    public void Two_apples_with_tax()
    {
        var (total, pullback) = (Parallel(Multiply, Identity<double>()) >> Multiply)(((100, 2), 1.1));
        Assert.Equal(220.00000000000003, total);
        Assert.Equal(((2.2, 110.00000000000001), 200), pullback(1));
    }

    [Fact]
    public void Then_and_the_operator_are_one()
    {
        var input = (0.3, -1.7);
        var (byName, byOperator) = (Add.Then(Square)(input), (Add >> Square)(input));
        Assert.Equal(byName.Value, byOperator.Value);
        Assert.Equal(byName.Pullback(0.7), byOperator.Pullback(0.7));
    }

    [Fact]
    public void Composition_is_associative_and_has_an_identity()
    {
        foreach (var composed in new[] { (Exp >> Square) >> Log, Exp >> (Square >> Log), Identity<double>() >> Exp >> Square >> Log })
        {
            var (value, gradient) = composed.ValueAndGradient(0.3);
            Assert.Equal((Exp >> Square >> Log).ValueAndGradient(0.3), (value, gradient));
        }
    }

    [Fact]
    public void Gradients_of_a_shared_input_add_up()
    {
        // x · x: either factor contributes x.
        var square = Fork(Identity<double>(), Identity<double>()) >> Multiply;
        Assert.Equal((9, 6), square.ValueAndGradient(3));
    }

    [Fact]
    public void Gradients_of_shared_inputs_of_a_pair_add_up()
    {
        // (x + y) · x y, whose gradient is (2xy + y², x² + 2xy).
        var function = Fork(Add, Multiply) >> Multiply;
        Assert.Equal((30, (21, 16)), function.ValueAndGradient((2.0, 3.0)));
    }

    [Fact]
    public void Gradients_of_shared_parameters_add_up()
    {
        var shared = Parameters<double>.Create(new Parameter<double>("x", ParameterRole.Weight, 3.0));
        Differentiable<Parameters<double>, double> read = parameters =>
            (parameters["x"].ToScalar(), dy => parameters.WithValues([dy]));
        var (value, gradient) = (Fork(read, read) >> Multiply).ValueAndGradient(shared);
        Assert.Equal(9, value);
        Assert.Equal(6, gradient["x"].ToScalar());
    }
}
