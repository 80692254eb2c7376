using System.Runtime.InteropServices;
using LanguageExt.Common;

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

    private const string ShapeLaw = " in Inference: the output has the shape that OutputShape infers";
    private const string GradientsLaw = " in Inference: gradients have the names and shapes of what they are gradients of";

    public static TheoryData<string, Layer<double>> Throwing => new()
    {
        { ": initialize threw NotSupportedException: no", Throws(draw: () => throw new NotSupportedException("no")) },
        { $"{ShapeLaw}: the shape rule threw NotSupportedException: no", Throws(outputShape: _ => throw new NotSupportedException("no")) },
        { $"{ShapeLaw}: the shape rule threw ArgumentException: Throwing1: expected [7]; the input of the network is [2, 3]", Throws(outputShape: _ => Error.New("expected [7]")) },
        { $"{ShapeLaw}: forward threw NotSupportedException: no", Throws(forward: _ => throw new NotSupportedException("no")) },
        { $"{GradientsLaw}: backward threw NotSupportedException: no", Throws(backward: () => throw new NotSupportedException("no")) },
        {
            $"{GradientsLaw}: the gradient of the input threw NotSupportedException: no",
            Throws(inputGradient: () => throw new NotSupportedException("no"))
        },
    };

    [Theory]
    [MemberData(nameof(Throwing))]
    public void What_a_layer_throws_is_an_error_that_says_where(string error, Layer<double> layer) =>
        Assert.Contains($"Throwing{error}", Broken(layer));

    [Fact]
    public void What_is_thrown_in_one_mode_leaves_the_other_to_be_checked() => Assert.Equal(
        ["the output has the shape that OutputShape infers: forward threw InvalidOperationException: too early"],
        Broken(Throws(forward: mode => _ = mode == Mode.Inference ? 0 : throw new InvalidOperationException("too early")))
            .Select(error => error.Split("): ")[1]));

    [Fact]
    public void What_is_thrown_by_a_second_call_is_an_error_of_the_laws_that_call_twice() => Assert.Contains(
        "Wrong in Inference: backward gives the same when it is called again: "
            + "the gradient of the input threw InvalidOperationException: used up",
        Broken(Wrong(x =>
        {
            var calls = 0;
            return (x, dy => calls++ == 0 ? dy : throw new InvalidOperationException("used up"));
        })));

    [Fact]
    public void A_layer_that_gives_nothing_is_an_error_too() => Assert.All(
        [Wrong(_ => (null!, dy => dy)), Wrong(x => (x, _ => null!)), Throws(backward: () => null!)],
        layer => Assert.NotEmpty(Broken(layer)));

    [Fact]
    public void A_layer_and_an_input_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => LayerLaws.Check(null!, Tensor.Vector(1.0), Key.Seed(0)));
        Assert.Throws<ArgumentNullException>(() => LayerLaws.Check(Layers<double>.Relu, null!, Key.Seed(0)));
    }

    [Theory]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void An_input_that_is_not_finite_is_reported_as_that(double number, string name) => Assert.All(
        [Layers<double>.Affine(3, 2), Layers<double>.Sigmoid, Layers<double>.Softmax, Layers<double>.Relu],
        layer =>
        {
            var broken = Broken(layer, Tensor.Create([2, 3], [1, 2, 3, 4, number, 6]));
            Assert.Equal(2, broken.Count);
            Assert.Equal($"{layer} in Inference: the input is not finite: {name} at [1, 1], {Untold}", broken[0]);
        });

    public static TheoryData<string, Layer<double>> NotFinite => new()
    {
        { "the output is not finite: -inf at [0, 1]", Layer.Lift("Wrong", TensorNodes<double>.Log) },
        { "the gradient of the input is not finite: inf at [0, 1]", Wrong(x => (x.Map(double.Sqrt), dy => dy / (2 * x.Map(double.Sqrt)))) },
        { "Wrong1/gain is not finite: nan at [0]", WithGain(double.NaN, double.NaN) },
        { "the gradient of Wrong1/gain is not finite: inf at [0]", WithGain(1, double.PositiveInfinity) },
    };

    private const string Untold = "so it cannot be told whether backward is linear";

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void A_number_that_is_not_finite_is_reported_where_it_is_born(string what, Layer<double> layer)
    {
        var broken = Broken(layer, Tensor.Create([1, 2], [1.0, 0]));
        Assert.Equal($"Wrong in Inference: {what}, {Untold}", broken[0]);
        Assert.Equal(2, broken.Count);
    }

    [Fact]
    public void Laws_that_hold_for_any_number_are_checked_where_one_is_not_finite() => Assert.All(
        ["the same arguments give the same output", "the input is not finite"],
        said => Assert.Contains(
            Broken(Remembering(), Tensor.Vector(1, double.NaN)), error => error.Contains(said, StringComparison.Ordinal)));

    [Fact]
    public void A_layer_that_takes_only_some_inputs_is_lawful_where_it_takes_them() => Assert.Empty(Broken(
        Wrong(x => x.Data.All(number => number >= 2) ? (x, dy => dy) : throw new ArgumentException("at least 2")), Tensor.Vector(2.0, 3)));

    private static Layer<double> Throws(
        Action? draw = null,
        Func<Shape, LanguageExt.Fin<Shape>>? outputShape = null,
        Action<Mode>? forward = null,
        Func<Gradients<double>>? backward = null,
        Func<Tensor<double>>? inputGradient = null) => Layer.Define<double>(
            "Throwing",
            "",
            [new("W", [1], ParameterRole.Weight, new("Drawn", (_, shape) =>
            {
                draw?.Invoke();
                return Tensor.Zeros<double>(shape);
            }))],
            outputShape ?? (shape => shape),
            (parameters, x, mode) =>
            {
                forward?.Invoke(mode);
                return (x, dy => backward is null ? new(parameters, inputGradient ?? (() => dy)) : backward());
            });

    private static Layer<double> WithGain(double gain, double gradient) => Layer.Define<double>(
        "Wrong",
        "",
        [new("gain", [1], ParameterRole.BiasOrGain, Layers<double>.Initializers.Constant(gain))],
        shape => shape,
        (parameters, x, _) => (x, dy => new(parameters.WithValues(Tensor.Vector(gradient)), () => dy)));

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
        [new("W", [1], ParameterRole.Weight, Layers<double>.Initializers.Zeros)],
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
