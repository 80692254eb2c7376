using System.Runtime.InteropServices;

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

    public static TheoryData<string, Layer<double>> Lawbreakers => new()
    {
        { "the output has the shape that OutputShape infers", Wrong(shape => [.. shape, 1], x => (x, dy => dy)) },
        { "gradients have the names and shapes", Wrong(x => (x, dy => dy.Reshape([dy.Shape.Size]))) },
        { "Identity >> layer is the layer", Remembering() },
        { "layer >> Identity is the layer", Remembering() },
        { "(a >> layer) >> b is a >> (layer >> b)", Remembering() },
        { "the same arguments give the same output", Remembering() },
        { "backward gives the same when it is called again", Forgetting() },
        { "backward is homogeneous", Wrong(x => (x * x, dy => x * x * dy * dy)) },
        { "backward is additive", Wrong(x => (x * x, dy => x * dy.Map(double.Abs))) },
        { "parameters, input and gradient are as they were", Wrong(x => (Overwritten(x), dy => dy)) },
        { "parameters, input and gradient are as they were", Wrong(x => (x, Overwritten)) },
        { "parameters, input and gradient are as they were", OverwritingParameters() },
    };

    [Theory]
    [MemberData(nameof(Lawbreakers))]
    public void A_layer_that_breaks_a_law_is_caught(string law, Layer<double> layer) =>
        Assert.Contains(Broken(layer), broken => broken.Contains(law, StringComparison.Ordinal));

    [Fact]
    public void The_error_names_the_layer_the_mode_and_the_law() => Assert.Contains(
        "Wrong in Inference: backward is additive: u + v is carried to the sum",
        Broken(Wrong(x => (x, dy => dy.Map(double.Abs)))));

    private static Layer<double> Wrong(Differentiable<Tensor<double>, Tensor<double>> function) => Layer.Lift("Wrong", function);

    private static Layer<double> Wrong(Func<Shape, Shape> outputShape, Differentiable<Tensor<double>, Tensor<double>> function) =>
        Layer.Lift("Wrong", shape => outputShape(shape), function);

    /// <summary>How often it was run is in its output.</summary>
    private static Layer<double> Remembering()
    {
        var calls = 0;
        return Wrong(x => (x * ++calls, dy => dy * calls));
    }

    /// <summary>How often it was run backwards is in its gradients.</summary>
    private static Layer<double> Forgetting()
    {
        var calls = 0;
        return Wrong(x => (x, dy => dy / ++calls));
    }

    private static Layer<double> OverwritingParameters() => Layer.Define<double>(
        "Overwriting",
        "",
        [new("W", [1], ParameterRole.Weight, Layers<double>.Zeros)],
        shape => shape,
        (parameters, x, _) => (x, dy => new(parameters.WithValues(Overwritten(parameters["W"])), () => dy)));

    private static Tensor<double> Overwritten(Tensor<double> tensor)
    {
        ImmutableCollectionsMarshal.AsArray(tensor.Data)![0] = 9;
        return tensor;
    }

    private static IReadOnlyList<string> Broken(Layer<double> layer, Tensor<double>? input = null) =>
        LayerLaws.Check(layer, input ?? Draw.Normal(Key.Seed(8), [2, 3]), Key.Seed(9)).Match(
            Succ: _ => [], Fail: errors => errors.Select(error => error.Message).ToList());
}
