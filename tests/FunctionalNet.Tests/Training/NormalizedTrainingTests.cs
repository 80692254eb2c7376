using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>Networks with statistics and randomness in training: whatever is done with parameters, statistics come along.</summary>
public sealed class NormalizedTrainingTests : IDisposable
{
    private static readonly Layer<double> Body = (Affine(3, 4) >> BatchNormalization(4) >> Tanh >> Dropout(0.25)).Named("body");

    private static readonly Layer<double> Network = Body >> Affine(4, 2).Named("head");

    private static readonly Batches<Batch<double>> Drawn = Batches.ShuffledEpochs(
        new Dataset<double>((Key.Seed(0).Normal<double>([24, 3]) * 2) + 1, Key.Seed(1).Integers(24, 2)), 8, Key.Seed(2));

    private const string Mean = "body/BatchNormalization1/mean";
    private const string Variance = "body/BatchNormalization1/variance";
    private const string Gain = "body/BatchNormalization1/gain";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_step_puts_back_the_statistics_of_its_batch()
    {
        var states = Run(Network).Take(3).ToList();
        var affine = Drawn[0].Inputs.MatMul(states[0].Parameters["body/Affine1/W"]) + states[0].Parameters["body/Affine1/b"];
        Assert.True((states[1].Parameters[Mean] - (affine.MeanOver(0) * 0.1)).Abs().Max() < 1e-13);
        Assert.True((states[1].Parameters[Variance] - ((affine.VarianceOver([0]) * 0.1) + 0.9)).Abs().Max() < 1e-13);
        Assert.NotEqual(states[1].Parameters[Mean], states[2].Parameters[Mean]);
    }

    [Fact]
    public void A_run_is_the_same_each_time_and_as_a_fold()
    {
        var run = Run(Network);
        Assert.Equal(run.ElementAt(7), run.ElementAt(7));
        var folded = Drawn.Take(7).Aggregate(run.Initial, Train.Step(Network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.05)));
        Assert.Equal(run.ElementAt(7).Parameters.Fingerprint(), folded.Parameters.Fingerprint());
    }

    [Fact]
    public void What_is_frozen_keeps_statistics_gains_and_bits_of_inference()
    {
        var trained = Run(Network).ElementAt(5).Parameters;
        var tuned = Train.Run(
            (Frozen(Body) >> Affine(4, 2).Named("head")).Objective(Losses.SoftmaxCrossEntropy), Optimizers.Adam(0.05), Drawn, trained, Key.Seed(3)).ElementAt(5).Parameters;
        Assert.Equal(trained.Under("body"), tuned.Under("body"));
        Assert.NotEqual(trained["head/W"], tuned["head/W"]);
    }

    [Fact]
    public void Accumulation_updates_statistics_at_every_batch_and_gains_at_every_second()
    {
        var states = Run(Network, Optimizers.Accumulate(2, Optimizers.Sgd(0.1))).Take(3).ToList();
        Assert.Equal(states[0].Parameters[Gain], states[1].Parameters[Gain]);
        Assert.NotEqual(states[0].Parameters[Mean], states[1].Parameters[Mean]);
        Assert.NotEqual(states[1].Parameters[Gain], states[2].Parameters[Gain]);
        Assert.NotEqual(states[1].Parameters[Mean], states[2].Parameters[Mean]);
    }

    [Fact]
    public void A_run_from_the_disk_goes_on_to_the_same_bits()
    {
        var run = Run(Network);
        _ = run.Take(5).SavedTo(folder.Path, run, every: 2).Last();
        var resumed = run.ResumedFrom(folder.Path).ThrowIfFail().Run;
        Assert.Equal(4, resumed.Initial.Step);
        Assert.Equal(run.ElementAt(9).Parameters.Fingerprint(), resumed.ElementAt(5).Parameters.Fingerprint());
    }

    [Fact]
    public void Shared_gains_add_up_their_gradients_and_share_statistics()
    {
        var tied = Affine(3, 4) >> Shared("norm", BatchNormalization(4)) >> Tanh >> Shared("norm", BatchNormalization(4)) >> Affine(4, 2);
        var trained = Run(tied).ElementAt(4).Parameters;
        Assert.Equal(["norm/gain", "norm/bias", "norm/mean", "norm/variance"], trained.Layout.Select(slot => slot.Path).Where(path => path.StartsWith("norm/", StringComparison.Ordinal)));
        Assert.NotEqual(Tensor.Ones<double>([4]), trained["norm/variance"]);
        Assert.True(GradientCheck.Of(tied.AsDifferentiable(Mode.Training(Key.Seed(5))), (trained, Drawn[0].Inputs), Key.Seed(6)).IsWithin(1e-6));
    }

    [Fact]
    public void Decay_leaves_gains_biases_and_statistics_alone()
    {
        var start = Network.Initialize(Key.Seed(3));
        var still = Objective.Define<Batch<double>, double>("still", (parameters, _, _) => new(0, _ => parameters.Trained.Map(p => p * 0), parameters));
        var decayed = Train.Run(still, Optimizers.DecayWeights(0.5) >> Optimizers.Sgd(1), Drawn, start, Key.Seed(4)).ElementAt(1).Parameters;
        Assert.All(Enumerable.Zip(start, decayed), pair => Assert.Equal(pair.First.Value * (pair.First.Role == ParameterRole.Weight ? 0.5 : 1), pair.Second.Value));
    }

    [Fact]
    public void An_average_of_parameters_has_the_average_of_statistics()
    {
        var last = Run(Network).Take(4).WithAverage(0).Last();
        Assert.Equal(last.State.Parameters, last.Average.IfNone(() => throw new InvalidOperationException("there is no average")));
    }

    [Fact]
    public void An_evaluation_uses_the_statistics_and_drops_nothing()
    {
        var parameters = Run(Network).ElementAt(5).Parameters;
        var whole = Network.Predict(parameters, Drawn[0].Inputs);
        Assert.Equal(whole[..3], Network.Predict(parameters, Drawn[0].Inputs[..3]));
    }

    private static TrainingRun<Batch<double>, double> Run(Layer<double> network, Optimizer<double>? optimizer = null) =>
        Train.Run(network, Losses.SoftmaxCrossEntropy, optimizer ?? Optimizers.Adam(0.05), Drawn, Key.Seed(3));
}
