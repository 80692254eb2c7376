using static FunctionalNet.Differentiable;
using static FunctionalNet.Nodes<double>;

namespace FunctionalNet.Tests.Differentiation;

/// <summary>Compositions of any depth do not overflow the stack.</summary>
public sealed class DeepCompositionTests
{
    private const int Depth = 70_000;

    [Fact]
    public void Functions_compose_from_the_left() =>
        Assert.Equal((Depth, 1), Chain((composed, next) => composed >> next).ValueAndGradient(0.0));

    [Fact]
    public void Functions_compose_from_the_right() =>
        Assert.Equal((Depth, 1), Chain((composed, next) => next >> composed).ValueAndGradient(0.0));

    [Fact]
    public void Branches_compose()
    {
        // Each level halves x and adds the halves.
        var halves = Fork(MultiplyBy(0.5), MultiplyBy(0.5)) >> Add;
        var (value, gradient) = Enumerable.Repeat(halves, 10_000).Aggregate((below, level) => below >> level).ValueAndGradient(3.0);
        Assert.Equal((3, 1), (value, gradient));
    }

    [Fact]
    public void An_exception_from_the_depth_arrives()
    {
        Differentiable<double, double> failing = _ => throw new InvalidOperationException("down there");
        var composed = Enumerable.Repeat(AddConstant(1), Depth).Prepend(failing).Aggregate((below, next) => below >> next);
        Assert.Equal("down there", Assert.Throws<InvalidOperationException>(() => { composed(0); }).Message);
    }

    private static Differentiable<double, double> Chain(
        Func<Differentiable<double, double>, Differentiable<double, double>, Differentiable<double, double>> compose) =>
        Enumerable.Repeat(AddConstant(1), Depth).Aggregate(compose);
}
