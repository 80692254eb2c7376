using LanguageExt.Common;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>A layer of one's own: what is refused at its definition, and what when it does not keep its word in a run.</summary>
public sealed class LayerDefinitionTests
{
    private static readonly Batch<double> Batch = new(Draw.Normal(Key.Seed(0), [2, 4]), [0, 1]);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    public void A_kind_or_a_parameter_without_a_proper_name_is_refused(string name)
    {
        Failure.Says($"the kind of a layer: expected a name that is not empty and has no slash, got \"{name}\"", () => Layer.Lift<double>(name, x => (x, dy => dy)));
        Failure.Says($"the name of a parameter of Own: expected a name that is not empty and has no slash, got \"{name}\"", () => Own(Gain(name)));
    }

    [Fact]
    public void Two_parameters_of_one_name_are_refused() =>
        Failure.Says("two parameters of Own are called g", () => Own(Gain("g"), Gain("g")));

    [Fact]
    public void An_initializer_that_refuses_is_named_with_its_parameter() => Failure.Says(
        "block/Own1/g: its initializer HeNormal refused: expected a weight [..., in, out], which has fans, got [2]",
        () => (Relu >> Own(Gain("g") with { Initializer = Initializers.HeNormal })).Named("block").Initialize(Key.Seed(0)));

    [Fact]
    public void A_rule_may_be_written_as_a_shape()
    {
        var sums = Layer.Lift<double>("Sums", shape => [shape[0], 1], x => (x.SumTo([x.Shape[0], 1]), dy => dy.BroadcastTo(x.Shape)));
        Assert.Equal([5, 1], sums.OutputShape([5, 3]));
        Failure.Says("Sums1: [] has no axis 0 (Parameter 'axis'); the input of the network is []", () => sums.OutputShape([]));
        var pairs = Layer.Lift<double>(
            "Pairs", shape => shape is [_, 2] ? shape : Error.New($"expected [batch, 2], got {shape}"), x => (x, dy => dy));
        Failure.Says("Pairs1: expected [batch, 2], got [3]; the input of the network is [3]", () => pairs.OutputShape([3]));
    }

    [Fact]
    public void An_output_that_was_not_announced_names_the_layer()
    {
        // A gain for three features, which broadcasts a single one to three.
        var network = (Affine(4, 1) >> LayerCases.Scale(3)).Named("block");
        Failure.Says(
            "block/Scale1: expected the output [2, 1] that its shape rule announced for [2, 1], got [2, 3]",
            () => network.Predict(network.Initialize(Key.Seed(0)), Batch.Inputs));
    }

    [Theory]
    [InlineData("block/Own1: expected the gradients of block/Own1/g [2] bias or gain from its backward closure, got none", 0)]
    [InlineData("block/Own1: expected the gradients of block/Own1/g [2] bias or gain from its backward closure, got h [2] weight", 1)]
    [InlineData("block/Own1: expected the gradients of block/Own1/g [2] bias or gain from its backward closure, got block/Own1/g [2] bias or gain, h [2] weight", 2)]
    public void Gradients_that_are_not_those_of_the_parameters_name_the_layer(string message, int wrong)
    {
        var other = Parameters<double>.Create(new Parameter<double>("h", ParameterRole.Weight, Tensor.Vector(1.0, 2)));
        var own = Own((parameters, x, dy) => new(
            wrong switch { 0 => Parameters<double>.Empty, 1 => other, _ => Parameters<double>.Create([.. parameters, .. other]) }, () => dy),
            Gain("g"));
        var network = (Affine(4, 2) >> own).Named("block");
        Failure.Says(message, () => network.Gradient(Losses.SoftmaxCrossEntropy, network.Initialize(Key.Seed(0)), Batch));
    }

    [Fact]
    public void A_gradient_of_the_input_of_another_shape_names_the_layer()
    {
        var own = Own((parameters, x, dy) => new(parameters, () => dy.Reshape([dy.Shape.Size])), Gain("g"));
        var network = Affine(4, 2) >> Tanh >> own;
        const string message = "Own1: expected the gradient of its input [2, 2] from its backward closure, got [4]";
        Failure.Says(message, () => network.Gradient(Losses.SoftmaxCrossEntropy, network.Initialize(Key.Seed(0)), Batch));
        var parameters = own.Initialize(Key.Seed(0));
        var (output, backward) = own.Forward(parameters, Tensor.Zeros<double>([2, 2]), Mode.Inference);
        Failure.Says(message, () => backward(output).Input);
    }

    private static ParameterSpec<double> Gain(string name) => new(name, [2], ParameterRole.BiasOrGain, Initializers.Ones);

    private static Layer<double> Own(params ReadOnlySpan<ParameterSpec<double>> parameters) =>
        Own((own, _, dy) => new(own, () => dy), parameters);

    private static Layer<double> Own(
        Func<Parameters<double>, Tensor<double>, Tensor<double>, Gradients<double>> backward,
        params ReadOnlySpan<ParameterSpec<double>> parameters) => Layer.Define<double>(
        "Own", "", [.. parameters], shape => shape, (own, x, _) => (x, dy => backward(own, x, dy)));
}
