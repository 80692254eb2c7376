using LanguageExt.Common;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>Statistics come out of the forward pass; gradients have none.</summary>
public sealed class StatisticsTests
{
    // Subtracts a moving mean of what it has seen.
    private static readonly Layer<double> Centre = Layer.Define<double>(
        "Centre",
        "",
        [new("gain", [], ParameterRole.BiasOrGain, Initializers.Ones), new("mean", [], ParameterRole.Statistic, Initializers.Zeros)],
        shape => shape.Rank == 2 ? shape : Error.New($"expected [batch, in], got {shape}"),
        (parameters, x, mode) =>
        {
            var centred = x - parameters["mean"];
            return new(
                centred * parameters["gain"],
                dy => new(parameters.Trained.WithValues((centred * dy).Sum()), () => dy * parameters["gain"]),
                mode is Mode.TrainingMode ? parameters.With("mean", (parameters["mean"] + x.Mean()) / 2) : null);
        });

    private static readonly Layer<double> Network = (Centre >> Affine(2, 2)).Named("first") >> Centre;

    private static readonly Batch<double> Batch = new(Tensor.Full<double>([3, 2], 4), [0, 1, 1]);

    [Theory]
    [InlineData("Sgd(0.1)")]
    [InlineData("Momentum(0.1, 0.9)")]
    [InlineData("Sgd(0.1) >> ReduceOnPlateau(factor 0.1, patience 10)")]
    [InlineData("AdamW(0.1, 0.1)")]
    [InlineData("Lookahead(Sgd(0.1), 5, 0.5)")]
    [InlineData("Partition(weight: Sgd(0.1), bias or gain: Sgd(0.2))")]
    public void A_training_step_puts_them_back(string name)
    {
        var optimizer = new[]
        {
            Optimizers.Sgd(0.1), Optimizers.Momentum(0.1, 0.9), Optimizers.Sgd(0.1) >> Optimizers.ReduceOnPlateau(5), Optimizers.AdamW(0.1, 0.1),
            Optimizers.Lookahead(Optimizers.Sgd(0.1)), Optimizers.Partition((ParameterRole.Weight, Optimizers.Sgd(0.1)), (ParameterRole.BiasOrGain, Optimizers.Sgd(0.2))),
        }.Single(candidate => candidate.Description == name);
        var step = Train.Step(Network, Losses.SoftmaxCrossEntropy, optimizer);
        var start = Train.Start(Network, optimizer, Key.Seed(0));
        var (once, twice) = (step(start, Batch), step(step(start, Batch), Batch));
        Assert.Equal((2, 3), (once.Parameters["first/Centre1/mean"].ToScalar(), twice.Parameters["first/Centre1/mean"].ToScalar()));
        Assert.NotEqual(0, once.Parameters["Centre1/mean"].ToScalar());
        Assert.Same(start.Parameters.Layout, twice.Parameters.Layout);
    }

    [Fact]
    public void Nothing_that_is_done_with_gradients_touches_them()
    {
        var clipping = Optimizer.Define<double>("Clipped", (updates, _) => Updates.Of(updates.Values.Map(g => (g + g) * -0.001)));
        var trained = Train.Step(Network, Losses.SoftmaxCrossEntropy, clipping)(Train.Start(Network, clipping, Key.Seed(0)), Batch);
        Assert.Equal(2, trained.Parameters["first/Centre1/mean"].ToScalar());
    }

    [Fact]
    public void A_gradient_has_those_of_trained_parameters_only()
    {
        var gradient = Network.Gradient(Losses.SoftmaxCrossEntropy, Network.Initialize(Key.Seed(0)), Batch);
        Assert.Equal(
            ["first/Centre1/gain", "first/Affine1/W", "first/Affine1/b", "Centre1/gain"], gradient.Select(parameter => parameter.Path));
    }

    [Fact]
    public void Inference_changes_none() =>
        Assert.Null(Network.Forward(Network.Initialize(Key.Seed(0)), Batch.Inputs, Mode.Inference).Statistics);

    [Fact]
    public void Layers_with_statistics_keep_the_laws() =>
        Assert.True(LayerLaws.Check(Network, Draw.Normal(Key.Seed(0), [3, 2]), Key.Seed(1)).IsSuccess);

    [Fact]
    public void Their_gradients_are_checked_like_others() => Assert.True(GradientCheck.Of(
        Network.AsDifferentiable(Mode.Inference), (Network.Initialize(Key.Seed(0)), Draw.Normal(Key.Seed(1), [3, 2])), Key.Seed(2)).IsWithin(1e-7));

    [Fact]
    public void Gradients_and_statistics_that_are_not_the_layer_s_own_name_it()
    {
        Layer<double> Wrong(Func<Parameters<double>, Parameters<double>> gradients, Func<Parameters<double>, Parameters<double>> statistics) =>
            Layer.Define<double>(
                "Wrong", "", [new("gain", [], ParameterRole.BiasOrGain, Initializers.Ones), new("mean", [], ParameterRole.Statistic, Initializers.Zeros)], shape => shape,
                (parameters, x, _) => new(x, dy => new(gradients(parameters), () => dy), statistics(parameters)));
        void Says(string message, Layer<double> layer) =>
            Failure.Says(message, () => layer.Gradient(Losses.SoftmaxCrossEntropy, layer.Initialize(Key.Seed(0)), Batch));
        Says(
            "Wrong1: expected the gradients of Wrong1/gain [] bias or gain from its backward closure, "
            + "got Wrong1/gain [] bias or gain, Wrong1/mean [] statistic",
            Wrong(parameters => parameters, parameters => parameters));
        var only = Affine(2, 2) >> Layer.Define<double>(
            "Only", "", [new("mean", [], ParameterRole.Statistic, Initializers.Zeros)], shape => shape,
            (parameters, x, _) => (x, dy => new(parameters.WithValues(x.Mean()), () => dy)));
        Says("Only1: expected the gradients of none from its backward closure, got Only1/mean [] statistic", only);
        Says(
            "Wrong1: expected its parameters with the next statistics, Wrong1/gain [] bias or gain, Wrong1/mean [] statistic, got none",
            Wrong(parameters => parameters.Trained, _ => Parameters<double>.Empty));
    }
}
