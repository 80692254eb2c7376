using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>Parameters of one network train on in another: with a part frozen or no longer frozen, or in another order.</summary>
public sealed class FineTuningTests
{
    private static readonly Layer<double> Encoder = (Affine(3, 4) >> Tanh).Named("encoder");

    private static readonly Layer<double> Head = Affine(4, 2).Named("head");

    private static readonly Parameters<double> Pretrained = (Encoder >> Head).Initialize(Key.Seed(0));

    private static readonly Batches<Batch<double>> Drawn = Batches.ShuffledEpochs(
        new Dataset<double>(Key.Seed(1).Normal<double>([8, 3]), [0, 1, 0, 1, 1, 0, 1, 0]), 4, Key.Seed(2));

    private static readonly Objective<Batch<double>, double> Frozen = (Frozen(Encoder) >> Head).Objective(Losses.SoftmaxCrossEntropy);

    private static readonly Objective<Batch<double>, double> Whole = (Encoder >> Head).Objective(Losses.SoftmaxCrossEntropy);

    public static TheoryData<string> Kinds => [.. Optimizer.Keys];

    private static Dictionary<string, Optimizer<double>> Optimizer => new()
    {
        ["Sgd"] = Optimizers.Sgd(0.1),
        ["Adam"] = Optimizers.Adam(0.1),
        ["Accumulated"] = Optimizers.Accumulate(2, Optimizers.Lookahead(Optimizers.Momentum(0.1, 0.9))),
        ["By role"] = Optimizers.Partition((ParameterRole.Weight, Optimizers.Adam(0.1)), (ParameterRole.BiasOrGain, Optimizers.Momentum(0.1, 0.9))),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_part_is_frozen(string kind)
    {
        var run = Train.Run(Frozen, Optimizer[kind], Drawn, Pretrained, Key.Seed(3));
        var trained = run.ElementAt(6).Parameters;
        Assert.Equal(Pretrained["encoder/Affine1/W"], trained["encoder/Affine1/W"]);
        Assert.NotEqual(Pretrained["head/W"], trained["head/W"]);
        var folded = Drawn.Take(6).Aggregate(Train.Start(Pretrained, Optimizer[kind], Key.Seed(3)), Train.Step(Frozen, Optimizer[kind]));
        Assert.Equal(trained.Fingerprint(), folded.Parameters.Fingerprint());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_trained_again(string kind)
    {
        var frozen = Train.Run(Frozen, Optimizer[kind], Drawn, Pretrained, Key.Seed(3));
        var whole = (frozen with { Objective = Whole, Initial = frozen.ElementAt(2) }).With(Optimizer[kind]);
        Assert.NotEqual(Pretrained["encoder/Affine1/W"], whole.ElementAt(4).Parameters["encoder/Affine1/W"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_order_of_parameters_changes_no_bit(string kind)
    {
        var turned = Parameters<double>.Create([.. Pretrained.Reverse()]);
        var (plain, other) = (
            Train.Run(Whole, Optimizer[kind], Drawn, Pretrained, Key.Seed(3)).ElementAt(6),
            Drawn.Take(6).Aggregate(Train.Start(turned, Optimizer[kind], Key.Seed(3)), Train.Step(Whole, Optimizer[kind])));
        Assert.Equal(plain.Parameters.Fingerprint(), other.Parameters.Fingerprint());
        Assert.Equal(plain.Parameters.Fingerprint(), Train.Run(Whole, Optimizer[kind], Drawn, turned, Key.Seed(3)).ElementAt(6).Parameters.Fingerprint());
    }

    [Fact]
    public void A_state_that_lacks_what_is_trained_now_is_refused()
    {
        var frozen = Train.Run(Frozen, Optimizers.Adam(0.1), Drawn, Pretrained, Key.Seed(3));
        var refusal = Assert.Throws<ArgumentException>(() => (frozen with { Objective = Whole, Initial = frozen.ElementAt(2) }).ElementAt(1)).Message;
        Assert.StartsWith("Adam(0.1): expected the mean of ScaleByAdam for the parameters encoder/Affine1/W [3, 4] weight, ", refusal, StringComparison.Ordinal);
        Assert.EndsWith("; run.With(optimizer) begins with a new state", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_part_of_joined_parameters_has_no_gradient()
    {
        var (generator, critic) = (Affine(2, 3), Affine(3, 1));
        var all = Parameters<double>.Join(("generator", generator.Initialize(Key.Seed(0))), ("critic", critic.Initialize(Key.Seed(1))));
        var noise = Key.Seed(2).Normal<double>([4, 2]);
        Differentiable<Parameters<double>, double> fooled = parameters =>
        {
            var (image, toGenerator) = (ParametersNodes<double>.Under("generator") >> generator.OnInput(noise, Mode.Inference))(parameters);
            var (score, toImage) = (Frozen(critic).WithParameters(parameters.Under("critic"), Mode.Inference) >> TensorNodes<double>.Sum)(image);
            var (_, toCritic) = (ParametersNodes<double>.Under("critic") >> Frozen(critic).OnInput(image, Mode.Inference) >> TensorNodes<double>.Sum)(parameters);
            return (score, dy => toGenerator(toImage(dy)) + toCritic(dy));
        };
        var gradient = fooled(all).Pullback(1);
        Assert.Equal(Tensor.Zeros<double>([3, 1]), gradient["critic/Affine1/W"]);
        Assert.NotEqual(Tensor.Zeros<double>([2, 3]), gradient["generator/Affine1/W"]);
    }

    [Fact]
    public void An_objective_that_would_lose_statistics_is_refused()
    {
        var counting = Layer.Define<double>(
            "Counting", "", [new("count", [], ParameterRole.Statistic, Initializers.Zeros)], shape => shape,
            (parameters, x, _) => new(x, dy => new(parameters.Trained, () => dy), parameters.With("count", parameters["count"] + 1)));
        var network = Affine(3, 2) >> counting;
        var objective = Objective.Define<Batch<double>, double>("plain", (batch, mode) => network.OnInput(batch.Inputs, mode) >> TensorNodes<double>.Sum);
        var step = Train.Step(objective, Optimizers.Sgd(0.1));
        Failure.Says(
            "plain: expected an objective that gives the next statistics, since Counting1/count is one: define it by parameters, batch and mode",
            () => step(Train.Start(network, Optimizers.Sgd(0.1), Key.Seed(0)), Drawn[0]));
        var half = Objective.Define<Batch<double>, double>("half", (parameters, batch, mode) =>
            new(0, _ => parameters.Trained, counting.Initialize(Key.Seed(0))));
        Failure.Says(
            "half: expected all parameters with the next statistics, Affine1/W, Affine1/b, Counting1/count, got Counting1/count: parameters.With(part, statistics)",
            () => Train.Step(half, Optimizers.Sgd(0.1))(Train.Start(network, Optimizers.Sgd(0.1), Key.Seed(0)), Drawn[0]));
    }
}
