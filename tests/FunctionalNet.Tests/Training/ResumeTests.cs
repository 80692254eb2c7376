using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>To go on from a state by the fold: with the batches that come next, and not with the first ones again.</summary>
public sealed class ResumeTests
{
    private static readonly Layer<double> Network = Affine(2, 2);

    private static readonly Batches<Batch<double>> Batches = FunctionalNet.Batches.ShuffledEpochs(
        new Dataset<double>(Draw.Normal(Key.Seed(0), [20, 2]), Key.Seed(1).Integers(20, 2)), 4, Key.Seed(2));

    private static readonly Func<TrainingState<double>, Batch<double>, TrainingState<double>> Step =
        Train.Step(Network, Losses.SoftmaxCrossEntropy, Optimizers.Momentum(0.1, 0.9));

    private static readonly TrainingState<double> Initial = Train.Start(Network, Optimizers.Momentum(0.1, 0.9), Key.Seed(3));

    private static readonly TrainingState<double> Half = Batches.Take(10).Aggregate(Initial, Step);

    [Fact]
    public void It_goes_on_with_the_batches_that_come_next() =>
        Assert.Equal(Batches.Take(20).Aggregate(Initial, Step), Batches.From(Half.Step).Take(10).Aggregate(Half, Step));

    [Fact]
    public void The_first_batches_again_are_refused()
    {
        const string message = "expected a batch that comes after those that the state at step 10 has learnt from, got number 0: "
            + "take batches.From(10) to train on, or start again by Train.Start(state.Parameters, ...)";
        Failure.Says(message, () => Batches.Take(10).Aggregate(Half, Step));
        Failure.Says(message, () => Train.Scan(Batches, Half, Step).ElementAt(1));
    }

    [Fact]
    public void One_batch_may_be_learnt_again_and_again()
    {
        Assert.Equal(10, Enumerable.Repeat(Batches[3], 10).Aggregate(Initial, Step).Step);
        var unnumbered = new Batch<double>(Batches[0].Inputs, Batches[0].Targets);
        Assert.Equal(11, Step(Half, unnumbered).Step);
        Assert.Equal(Batches[0], unnumbered);
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused()
    {
        var run = Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Momentum(0.1, 0.9), Batches, Key.Seed(3));
        Failure.Says(
            "Sgd(0.1): expected the state of Scale, got that of Scale >> Trace; run.With(optimizer) begins with a new state",
            () => (run with { Initial = Half, Optimizer = Optimizers.Sgd(0.1) }).ElementAt(1));
        Assert.Equal(11, (run with { Initial = Half }).With(Optimizers.Sgd(0.1)).ElementAt(1).Step);
    }

    [Fact]
    public void What_is_missing_is_named_at_once()
    {
        void Refused(string name, Func<object> run) => Assert.Equal(name, Assert.Throws<ArgumentNullException>(run).ParamName, ignoreCase: true);
        Refused("network", () => Train.Run(null!, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Batches, Key.Seed(0)));
        Refused("loss", () => Train.Run(Network, null!, Optimizers.Sgd(0.1), Batches, Key.Seed(0)));
        Refused("optimizer", () => Train.Run(Network, Losses.SoftmaxCrossEntropy, null!, Batches, Key.Seed(0)));
        Refused("batches", () => Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), null!, Key.Seed(0)));
        Refused("batches", () => Train.Scan(null!, Initial, Step));
        Refused("loss", () => Train.Step(Network, null!, Optimizers.Sgd(0.1)));
        var run = Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Batches, Key.Seed(0));
        Refused("objective", () => run with { Objective = null! });
    }
}
