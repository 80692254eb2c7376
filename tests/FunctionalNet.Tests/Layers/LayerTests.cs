using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

public sealed class LayerTests
{
    private static readonly Layer<double> Network = Affine(4, 3) >> Relu >> Affine(3, 2);

    private static readonly Layer<double> Noise = Layer.Define<double>("Noise", "", [], shape => shape, (_, x, mode) => (
        mode is Mode.TrainingMode(var key) ? x + key.Normal<double>(x.Shape) : x, dy => new(Parameters<double>.Empty, () => dy)));

    [Fact]
    public void A_network_prints_as_it_is_written() => Assert.Equal("Affine(4→3) >> Relu >> Affine(3→2)", $"{Network}");

    [Fact]
    public void A_named_layer_prints_its_name() =>
        Assert.Equal(
            "encoder: (Affine(4→3) >> Relu) >> head: Affine(3→2)",
            $"{(Affine(4, 3) >> Relu).Named("encoder") >> Affine(3, 2).Named("head")}");

    [Fact]
    public void Parameters_are_named_by_kind_and_number_along_the_composition() =>
        Assert.Equal(["Affine1/W", "Affine1/b", "Affine2/W", "Affine2/b"], Network.ParameterSpecs.Select(spec => spec.Name));

    [Fact]
    public void A_given_name_takes_the_place_of_kind_and_number() =>
        Assert.Equal(
            ["encoder/Affine1/W", "encoder/Affine1/b", "Affine1/W", "Affine1/b", "head/W", "head/b"],
            ((Affine(4, 3) >> Relu).Named("encoder") >> Affine(3, 3) >> Affine(3, 2).Named("head")).ParameterSpecs.Select(spec => spec.Name));

    [Fact]
    public void A_name_changes_no_bit()
    {
        var named = (Affine(4, 3) >> Relu).Named("encoder") >> Affine(3, 2).Named("head");
        var (parameters, namedParameters) = (Network.Initialize(Key.Seed(1)), named.Initialize(Key.Seed(1)));
        Assert.Equal(parameters.Fingerprint(), namedParameters.Fingerprint());
        var x = Draw.Normal(Key.Seed(2), [5, 4]);
        Assert.Equal(Network.Predict(parameters, x), named.Predict(namedParameters, x));
    }

    [Fact]
    public void A_name_changes_no_bit_in_training()
    {
        var plain = Affine(4, 3) >> Noise >> Affine(3, 3) >> Noise >> Noise;
        var named = Affine(4, 3) >> (Noise >> (Affine(3, 3) >> Noise).Named("inner")).Named("outer").Named("outermost") >> Noise;
        var batch = new Batch<double>(Draw.Normal(Key.Seed(2), [5, 4]), [0, 1, 2, 0, 1]);
        Assert.Equal(Trained(plain), Trained(named));

        string Trained(Layer<double> network) => Enumerable.Repeat(batch, 3).Aggregate(
            Train.Start(network, Optimizers.Sgd(0.1), Key.Seed(3)), Train.Step(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1))).Parameters.Fingerprint();
    }

    [Fact]
    public void A_second_name_goes_before_the_first()
    {
        Assert.Equal(["y/x/W", "y/x/b"], Affine(4, 3).Named("x").Named("y").ParameterSpecs.Select(spec => spec.Name));
        Assert.Equal("y: (x: Affine(4→3))", $"{Affine(4, 3).Named("x").Named("y")}");
        Assert.Equal("y/x/Affine1/W", (Affine(4, 3) >> Relu).Named("x").Named("y").ParameterSpecs[0].Name);
    }

    [Fact]
    public void Layers_built_alike_are_equal()
    {
        var (first, next) = (Affine(4, 3), Affine(3, 2));
        Assert.Equal(Affine(4, 3, Initializers.Normal(0.1)), Affine(4, 3, Initializers.Normal(0.1)));
        Assert.NotEqual(Affine(4, 3, Initializers.Normal(0.1)), Affine(4, 3, Initializers.Normal(0.2)));
        Assert.NotEqual(Affine(4, 3), Affine(4, 4));
        Assert.NotEqual(Layer.Lift("F", TensorNodes<double>.Square), Layer.Lift("F", TensorNodes<double>.Negate));
        Assert.Equal((first >> next).Named("x"), (first >> next).Named("x"));
        Assert.Equal((first >> next).Named("x").GetHashCode(), (first >> next).Named("x").GetHashCode());
        Assert.Equal((first.Named("a") >> next).Named("x").Named("y"), (first.Named("a") >> next).Named("x").Named("y"));
        Assert.NotEqual((first >> next).Named("x"), (first >> next).Named("z"));
        Assert.Equal((first >> next).Named("x"), (first >> Affine(3, 2)).Named("x"));
        Assert.NotEqual((first >> next).Named("x"), (first >> Affine(3, 3)).Named("x"));
    }

    [Fact]
    public void Kinds_that_end_with_a_digit_are_numbered_apart()
    {
        var conv = Layer.Define<double>("Conv", "", [new("W", [], ParameterRole.Weight, Initializers.Zeros)], shape => shape, (p, x, _) => (x, null!));
        var conv1 = Layer.Define<double>("Conv1", "", [new("W", [], ParameterRole.Weight, Initializers.Zeros)], shape => shape, (p, x, _) => (x, null!));
        var names = (Enumerable.Repeat(conv, 11).Aggregate((below, layer) => below >> layer) >> conv1 >> conv1).ParameterSpecs.Select(spec => spec.Name);
        Assert.Equal(["Conv10/W", "Conv11/W", "Conv1_1/W", "Conv1_2/W"], names.Skip(9));
    }

    [Fact]
    public void Two_layers_of_one_name_are_refused() =>
        Failure.Says(
            "two layers of x: Affine(2→2) >> x: Affine(2→2) are called \"x\"", () => Affine(2, 2).Named("x") >> Affine(2, 2).Named("x"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    public void A_name_that_is_no_name_is_refused(string name) =>
        Failure.Says($"the name of a layer: expected a name that is not empty and has no slash, got \"{name}\"", () => Relu.Named(name));

    [Fact]
    public void The_output_shape_is_inferred_without_a_run()
    {
        Assert.Equal([100, 2], Network.OutputShape([100, 4]));
        Assert.Equal([2], Network.OutputShape([4]));
        Assert.Equal([7, 12], Flatten.OutputShape([7, 3, 4]));
    }

    [Fact]
    public void An_input_that_does_not_fit_names_the_layer_by_its_path()
    {
        var mistaken = Affine(4, 3) >> Relu >> Affine(2, 2);
        const string message = "Affine2: expected [..., 2], got [5, 3]; Affine1 before it gives [5, 3]";
        Failure.Says(message, () => mistaken.OutputShape([5, 4]));
        Failure.Says(message, () => mistaken.Forward(mistaken.Initialize(Key.Seed(0)), Tensor.Ones<double>([5, 4]), Mode.Inference));
    }

    [Fact]
    public void The_path_goes_through_named_layers()
    {
        var mistaken = Relu >> (Relu >> (Affine(4, 3) >> Affine(2, 2)).Named("inner")).Named("outer");
        const string message = "outer/inner/Affine2: expected [..., 2], got [5, 3]; outer/inner/Affine1 before it gives [5, 3]";
        Failure.Says(message, () => mistaken.OutputShape([5, 4]));
        Failure.Says(message, () => mistaken.Forward(mistaken.Initialize(Key.Seed(0)), Tensor.Ones<double>([5, 4]), Mode.Inference));
    }

    [Fact]
    public void Parameters_that_do_not_fit_are_refused()
    {
        var x = Tensor.Ones<double>([5, 4]);
        Failure.Says(
            "Affine(4→3) >> Relu >> Affine(3→2): expected 4 parameter tensors, Affine1/W, Affine1/b, Affine2/W, Affine2/b, got 2, Affine1/W, Affine1/b",
            () => Network.Forward(Affine(4, 3).Initialize(Key.Seed(0)), x, Mode.Inference));
        Failure.Says(
            "Affine(4→3) >> Relu >> Affine(3→2): expected the parameter Affine2/W [3, 2] weight, got Affine2/W [3, 7] weight",
            () => Network.Forward((Affine(4, 3) >> Affine(3, 7)).Initialize(Key.Seed(0)), x, Mode.Inference));
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused()
    {
        var (_, backward) = Network.Forward(Network.Initialize(Key.Seed(0)), Tensor.Ones<double>([5, 4]), Mode.Inference);
        Failure.Says(
            "Affine(4→3) >> Relu >> Affine(3→2): expected the gradient of the output [5, 2], got [5, 3]",
            () => backward(Tensor.Ones<double>([5, 3])));
    }

    [Fact]
    public void An_initializer_that_draws_another_shape_is_refused() =>
        Failure.Says(
            "Affine1/W: expected [4, 3] from its initializer One, got [1]",
            () => Affine(4, 3, new("One", (_, _) => Tensor.Ones<double>([1]))).Initialize(Key.Seed(0)));

    [Fact]
    public void The_gradient_of_the_first_input_is_not_computed_unless_it_is_asked_for()
    {
        var asked = 0;
        var watched = Layer.Lift<double>("Watched", x => (x, dy => ++asked > 0 ? dy : x));
        var network = watched >> Affine(4, 3);
        var (_, backward) = network.Forward(network.Initialize(Key.Seed(0)), Tensor.Ones<double>([5, 4]), Mode.Inference);
        var gradients = backward(Tensor.Ones<double>([5, 3]));
        Assert.Equal(0, asked);
        _ = gradients.Parameters;
        Assert.Equal(0, asked);
        Assert.Same(gradients.Input, gradients.Input);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void The_order_of_parameters_changes_no_gradient()
    {
        var square = Affine(3, 3) >> Tanh >> Affine(3, 3);
        var (parameters, batch) = (square.Initialize(Key.Seed(0)), new Batch<double>(Draw.Normal(Key.Seed(1), [2, 3]), [0, 2]));
        // Each layer's own are in order: loaded from a file, layers may not be.
        var turned = Parameters<double>.Create(parameters[2], parameters[3], parameters[0], parameters[1]);
        var (wanted, found) = (
            square.Gradient(Losses.SoftmaxCrossEntropy, parameters, batch), square.Gradient(Losses.SoftmaxCrossEntropy, turned, batch));
        Assert.All(wanted, gradient => Assert.Equal(gradient.Value, found[gradient.Path]));
    }

    [Fact]
    public void The_gradients_of_parameters_are_not_computed_unless_they_are_asked_for()
    {
        var asked = 0;
        var watched = Layer.Define<double>(
            "Watched", "", [new("g", [], ParameterRole.BiasOrGain, Initializers.Ones)], shape => shape,
            (parameters, x, _) => (x, dy => new(() => parameters.Map(g => g * ++asked), () => dy)));
        var network = watched >> Affine(4, 3) >> watched;
        var (_, backward) = network.Forward(network.Initialize(Key.Seed(0)), Tensor.Ones<double>([5, 4]), Mode.Inference);
        var gradients = backward(Tensor.Ones<double>([5, 3]));
        _ = gradients.Input;
        Assert.Equal(0, asked);
        Assert.Same(gradients.Parameters, gradients.Parameters);
        Assert.Equal(2, asked);
    }

    [Fact]
    public void A_chain_is_as_long_as_it_likes()
    {
        const int length = 70_000;
        var chain = Enumerable.Repeat(Scale, length).Aggregate((below, layer) => below >> layer);
        var (output, backward) = chain.Forward(chain.Initialize(Key.Seed(0)), Tensor.Ones<double>([1]), Mode.Inference);
        var gradients = backward(output);
        Assert.Equal(1, gradients.Input.ToScalar());
        Assert.Equal(length, gradients.Parameters.Values.Sum(gradient => gradient.ToScalar()));
    }

    private static Layer<double> Scale { get; } = Layer.Define<double>(
        "Scale", "", [new("g", [1], ParameterRole.BiasOrGain, Initializers.Ones)], shape => shape, (parameters, x, _) =>
            (x * parameters["g"], dy => new(() => parameters.WithValues(x * dy), () => dy * parameters["g"])));

    [Fact]
    public void A_composite_hands_each_of_its_layers_a_key_of_its_own()
    {
        var noise = Noise;
        var zeros = Tensor.Zeros<double>([3]);
        Tensor<double> Run(Layer<double> layer, Mode mode) => layer.Forward(Parameters<double>.Empty, zeros, mode).Output;

        var training = Mode.Training(Key.Seed(1));
        Assert.Equal(zeros, Run(noise >> noise, Mode.Inference));
        Assert.Equal(Run(noise >> noise, training), Run(noise >> noise, training));
        Assert.NotEqual(Run(noise, training) + Run(noise, training), Run(noise >> noise, training));
        Assert.NotEqual(Run(noise, training), Run(noise, Mode.Training(Key.Seed(2))));
    }
}
