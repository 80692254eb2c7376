using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>The moving average of the parameters of a run.</summary>
public sealed class AverageTests
{
    private static readonly Dataset<double> Points = new(Key.Seed(0).Normal<double>([6, 2]), System.Collections.Immutable.ImmutableArray.Create(0, 1, 1, 0, 1, 0));

    private static readonly TrainingRun<Batch<double>, double> Run = Train.Run(
        Affine(2, 2), Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.5), Batches.ShuffledEpochs(Points, 2, Key.Seed(1)), Key.Seed(2));

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void Its_weights_fade_from_the_last_state_back_and_sum_to_one(double decay)
    {
        var states = Run.Take(8).ToList();
        var weights = Enumerable.Range(0, 8).Select(i => Math.Pow(decay, 7 - i)).ToList();
        var expected = states.Zip(weights, (state, weight) => state.Parameters.Map(p => p * (weight / weights.Sum()))).Aggregate((sum, p) => sum + p);
        var actual = AverageOf(Run.Take(8).WithAverage(decay).Last());
        Assert.All(expected.Zip(actual, (wanted, got) => wanted - got), difference => Assert.All(difference.Value.Data, error => Assert.Equal(0, error, 1e-12)));
    }

    [Fact]
    public void It_begins_at_the_first_parameters()
    {
        Assert.Equal(Run.Initial.Parameters, AverageOf(Run.WithAverage(0.99).First()));
        Assert.All(Run.Take(5).WithAverage(0), observed => Assert.Equal(observed.State.Parameters, AverageOf(observed)));
    }

    [Fact]
    public void It_stands_beside_metrics_and_checkpoints_and_is_compared()
    {
        var observed = Run.Take(5).Checkpoint(2).WithAverage(0.5).WithMetrics(("step", state => state.Step)).ToList();
        Assert.Equal(observed, Run.Take(5).WithAverage(0.5).Checkpoint(2).WithMetrics(("step", state => state.Step)));
        Assert.NotEqual(observed, Run.Take(5).WithAverage(0.6).Checkpoint(2).WithMetrics(("step", state => state.Step)));
    }

    [Fact]
    public void A_step_that_could_not_be_made_counts_for_nothing()
    {
        var diverging = (Run with { Objective = (Affine(2, 2) >> Affine(2, 2)).Objective(Losses.SoftmaxCrossEntropy), Initial = Train.Start(Affine(2, 2) >> Affine(2, 2), Optimizers.Sgd(1e300), Key.Seed(2)) }).With(Optimizers.Sgd(1e300));
        var observed = diverging.WithAverage(0.5).ToList();
        Assert.True(observed[^1].State.HasDiverged);
        Assert.Equal(observed[^2].Average, observed[^1].Average);
    }

    [Fact]
    public void Statistics_are_those_of_the_state()
    {
        var parameters = Parameters<double>.Create(
            new("mean", ParameterRole.Statistic, Tensor.Vector(1.0)), new("W", ParameterRole.Weight, Tensor.Vector(1.0)));
        var state = new TrainingState<double>(parameters, OptimizerState<double>.Empty, Key.Seed(0), 0, LanguageExt.Option<double>.None);
        var next = state with { Parameters = parameters.Map(p => p * 3), Step = 1 };
        var average = AverageOf(new[] { state, next }.WithAverage(1).Last());
        Assert.Equal((3, 2), (average["mean"].ToScalar(), average["W"].ToScalar()));
    }

    private static Parameters<double> AverageOf(MeasuredState<double> observed) =>
        observed.Average.IfNone(() => throw new InvalidOperationException("there is no average"));
}
