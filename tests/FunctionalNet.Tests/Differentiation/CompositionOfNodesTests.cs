using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;
using TN = FunctionalNet.TensorNodes<double>;

namespace FunctionalNet.Tests.Differentiation;

public sealed class CompositionOfNodesTests
{
    [Fact]
    public void A_parameter_that_is_not_trained_is_read_and_gets_no_gradient()
    {
        var parameters = (Frozen(Affine(2, 3)) >> Affine(3, 1)).Initialize(Key.Seed(0));
        var (value, pullback) = ParametersNodes<double>.At("Affine1/W")(parameters);
        Assert.Equal(parameters["Affine1/W"], value);
        var gradient = pullback(Tensor.Ones<double>(value.Shape));
        Assert.Equal(parameters.Trained.Layout, gradient.Layout);
        Assert.All(gradient, part => Assert.Equal(Tensor.Zeros<double>(part.Value.Shape), part.Value));
    }

    [Fact]
    public void A_parameter_that_does_not_exist_is_refused_by_name() => Failure.Says(
        "no parameter is called Affine1/V; there are Affine1/W, Affine1/b",
        () => ParametersNodes<double>.At("Affine1/V")(Affine(2, 3).Initialize(Key.Seed(0))));

    [Fact]
    public void The_gradients_of_a_fork_add_up_from_the_first_on()
    {
        double[] shares = [1e16, -1e16, 1];
        var fork = Differentiable.Fork([.. shares.Select(share => TN.MultiplyBy(share))]);
        var (values, pullback) = fork(Tensor.Vector(1.0));
        Assert.Equal(shares, values.Select(value => value[0]));
        Assert.Equal(1, pullback([.. shares.Select(_ => Tensor.Vector(1.0))])[0]);
    }

    [Fact]
    public void A_fork_without_functions_is_refused() => Failure.Says(
        "expected functions of one input, got none (Parameter 'functions')",
        () => Differentiable.Fork(ImmutableArray<Differentiable<Tensor<double>, Tensor<double>>>.Empty));

    [Fact]
    public void What_is_bound_is_in_its_place()
    {
        var (two, eight) = (Tensor.Vector(2.0), Tensor.Vector(8.0));
        Assert.Equal(Tensor.Vector(4.0), TN.Divide.WithFirst(eight)(two).Value);
        Assert.Equal(Tensor.Vector(4.0), TN.Divide.WithSecond(two)(eight).Value);
    }
}
