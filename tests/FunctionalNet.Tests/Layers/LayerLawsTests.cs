namespace FunctionalNet.Tests.Layers;

public sealed class LayerLawsTests
{
    public static TheoryData<string> LawfulLayers => [.. LayerCases.All.Select(@case => @case.ToString())];

    [Theory]
    [MemberData(nameof(LawfulLayers))]
    public void Every_layer_keeps_the_laws(string name)
    {
        var @case = LayerCases.All.Single(candidate => candidate.ToString() == name);
        Assert.Empty(Broken(@case.Layer, @case.Input(Key.Seed(7))));
    }

    [Fact]
    public void A_pullback_that_forgets_is_caught() =>
        Assert.Contains(Broken(Quadratic((x, dy) => x * x * dy * dy)), law => law.Contains("backward is additive", StringComparison.Ordinal));

    [Fact]
    public void A_gradient_of_another_shape_is_caught() =>
        Assert.Contains(
            Broken(Quadratic((_, dy) => dy.Reshape([dy.Shape.Size]))),
            law => law.Contains("names and shapes", StringComparison.Ordinal));

    [Fact]
    public void A_wrong_inferred_shape_is_caught() =>
        Assert.Contains(
            Broken(Layer.Lift<double>("Wrong", shape => Shape.Create([.. shape, 1]), x => (x, dy => dy))),
            law => law.Contains("OutputShape", StringComparison.Ordinal));

    [Fact]
    public void A_layer_that_remembers_is_caught()
    {
        var calls = 0;
        var remembers = Layer.Lift<double>("Remembers", x => (x * ++calls, dy => dy * calls));
        Assert.Contains(Broken(remembers), law => law.Contains("same arguments", StringComparison.Ordinal));
    }

    private static Layer<double> Quadratic(Func<Tensor<double>, Tensor<double>, Tensor<double>> pullback) =>
        Layer.Lift<double>("Quadratic", x => (x * x, dy => pullback(x, dy)));

    private static IReadOnlyList<string> Broken(Layer<double> layer, Tensor<double>? input = null) =>
        LayerLaws.Check(layer, input ?? Draw.Normal(Key.Seed(8), [2, 3]), Key.Seed(9)).Match(
            Succ: _ => [], Fail: errors => errors.Select(error => error.Message).ToList());
}
