using static FunctionalNet.Nodes<double>;

namespace FunctionalNet.Tests.Chapter;

public sealed class NodeTests
{
    private static readonly Differentiable<double, double> SigmoidOfNodes =
        MultiplyBy(-1) >> Exp >> AddConstant(1) >> Reciprocal;

    public static TheoryData<double> Points => [-300, -40, -5, -1, -0.1, 0, 0.1, 1, 5, 40, 700];

    [Theory]
    [MemberData(nameof(Points))]
    public void Sigmoid_built_of_nodes_agrees_with_the_closed_form_to_the_last_bits(double x)
    {
        var (composed, composedPullback) = SigmoidOfNodes(x);
        var (closed, closedPullback) = Sigmoid(x);
        AssertNear(closed, composed, scale: closed);
        // In y (1 − y), 1 − y is known to the last bits of 1.
        AssertNear(closedPullback(1), composedPullback(1), scale: closed);
    }

    [Fact]
    public void Sigmoid_built_of_nodes_loses_the_gradient_where_the_closed_form_keeps_it()
    {
        // The composed graph squares y = 1e-304, which underflows.
        Assert.Equal(0, SigmoidOfNodes(-700).Pullback(1));
        Assert.Equal(Sigmoid(-700).Value, Sigmoid(-700).Pullback(1));
    }

    [Fact]
    public void Sigmoid_is_stable_for_large_inputs_of_either_sign()
    {
        Assert.Equal([0, 1, 0, 1], new[] { -1e4, 1e4, double.NegativeInfinity, double.PositiveInfinity }.Select(x => Sigmoid(x).Value));
        Assert.True(Sigmoid(-700).Value is > 9.8e-305 and < 9.9e-305);
        Assert.All(new[] { -1e4, 1e4 }, x => Assert.Equal(0, Sigmoid(x).Pullback(1)));
        Assert.True(double.IsNaN(Sigmoid(double.NaN).Value));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Tanh_built_of_nodes_agrees_with_the_closed_form_to_the_last_bits_of_one(double x)
    {
        var tanhOfNodes = MultiplyBy(2) >> Sigmoid >> MultiplyBy(2) >> AddConstant(-1);
        AssertNear(Tanh(x).Value, tanhOfNodes(x).Value, scale: 1);
        AssertNear(Tanh(x).Pullback(1), tanhOfNodes(x).Pullback(1), scale: 1);
    }

    [Fact]
    public void Relu_blocks_the_gradient_at_zero_and_below()
    {
        var (values, pullback) = TensorNodes<double>.Relu(Tensor.Vector(-2.0, -0.0, 0.0, double.Epsilon, 3.0));
        Assert.Equal(Tensor.Vector(0.0, 0, 0, double.Epsilon, 3), values);
        Assert.Equal(Tensor.Vector(0.0, 0, 0, 1, 1), pullback(Tensor.Ones<double>([5])));
        Assert.Equal((0.0, 0.0), (Relu(0).Value, Relu(0).Pullback(5)));
    }

    [Fact]
    public void Relu_does_not_hide_a_NaN() => Assert.True(double.IsNaN(Relu(double.NaN).Value));

    [Fact]
    public void The_pullback_of_Relu_does_not_write_into_its_argument()
    {
        var gradient = Tensor.Vector(1.0, 2, 3);
        var (_, pullback) = TensorNodes<double>.Relu(Tensor.Vector(-1.0, 0, 1));
        Assert.Equal(Tensor.Vector(0.0, 0, 3), pullback(gradient));
        Assert.Equal(Tensor.Vector(1.0, 2, 3), gradient);
    }

    [Theory]
    [InlineData(0.7, 1.3)]
    [InlineData(-0.7, 1.3)]
    [InlineData(2.5, -0.4)]
    public void Nodes_over_numbers_and_over_tensors_agree_to_the_bit(double x, double dy)
    {
        AssertAgree(Negate, TensorNodes<double>.Negate);
        AssertAgree(Square, TensorNodes<double>.Square);
        AssertAgree(Reciprocal, TensorNodes<double>.Reciprocal);
        AssertAgree(Exp, TensorNodes<double>.Exp);
        AssertAgree(Log, TensorNodes<double>.Log);
        AssertAgree(Relu, TensorNodes<double>.Relu);
        AssertAgree(Sigmoid, TensorNodes<double>.Sigmoid);
        AssertAgree(Tanh, TensorNodes<double>.Tanh);
        AssertAgree(AddConstant(3), TensorNodes<double>.AddConstant(3));
        AssertAgree(MultiplyBy(3), TensorNodes<double>.MultiplyBy(3));

        void AssertAgree(Differentiable<double, double> node, Differentiable<Tensor<double>, Tensor<double>> tensorNode)
        {
            var ((y, pullback), (ys, pullbacks)) = (node(x), tensorNode(Tensor.Full([7], x)));
            Assert.Equal(Tensor.Full([7], y), ys);
            Assert.Equal(Tensor.Full([7], pullback(dy)), pullbacks(Tensor.Full([7], dy)));
        }
    }

    [Theory]
    [InlineData(0.7, 1.3)]
    [InlineData(-0.7, -2.9)]
    public void Nodes_of_two_numbers_and_of_two_tensors_agree_to_the_bit(double x, double y)
    {
        AssertAgree(Add, TensorNodes<double>.Add);
        AssertAgree(Subtract, TensorNodes<double>.Subtract);
        AssertAgree(Multiply, TensorNodes<double>.Multiply);
        AssertAgree(Divide, TensorNodes<double>.Divide);

        void AssertAgree(
            Differentiable<(double, double), double> node,
            Differentiable<(Tensor<double>, Tensor<double>), Tensor<double>> tensorNode)
        {
            var ((z, pullback), (zs, pullbacks)) = (node((x, y)), tensorNode((x, y)));
            Assert.Equal(z, zs.ToScalar());
            var (dx, dy) = pullbacks(0.3);
            Assert.Equal(pullback(0.3), (dx.ToScalar(), dy.ToScalar()));
        }
    }

    private static void AssertNear(double expected, double actual, double scale) =>
        Assert.True(
            double.Abs(expected - actual) <= 4 * (double.BitIncrement(scale) - scale),
            $"{actual:R} is more than 4 units in the last place of {scale:R} from {expected:R}");
}
