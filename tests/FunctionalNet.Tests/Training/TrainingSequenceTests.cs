using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>Functions from sequences of states to sequences of states, on a run of three batches to an epoch.</summary>
public sealed class TrainingSequenceTests
{
    private static readonly Dataset<double> Points = new(
        Key.Seed(0).Normal<double>([6, 2]), ImmutableArray.Create(0, 1, 1, 0, 1, 0));

    private static readonly TrainingRun<Batch<double>, double> Run = Train.Run(
        Affine(2, 4) >> Tanh >> Affine(4, 2), Losses.SoftmaxCrossEntropy, Optimizers.Momentum(0.1, 0.9), Batches.ShuffledEpochs(Points, 2, Key.Seed(1)), Key.Seed(2));

    private static readonly TrainingRun<Batch<double>, double> Diverging = Train.Run(
        Affine(2, 2) >> Affine(2, 2), Losses.SoftmaxCrossEntropy, Optimizers.Sgd(1e300), Run.Batches, Key.Seed(2));

    [Fact]
    public void A_run_is_the_scan_of_its_step_over_its_batches() => Assert.Equal(
        Train.Scan(Run.Batches.Take(7), Run.Initial, Train.Step(Run.Objective, Run.Optimizer)), Run.Take(8));

    [Fact]
    public void A_run_goes_on_from_any_of_its_states() =>
        Assert.Equal(Run.Skip(4).Take(6), (Run with { Initial = Run.ElementAt(4) }).Take(6));

    [Fact]
    public void A_fork_leaves_the_run_as_it_was()
    {
        var before = Run.Take(6).ToList();
        var fork = Run with { Initial = before[3], Optimizer = Optimizers.Momentum(0.5, 0.9) };
        Assert.NotEqual(before[5], fork.ElementAt(2));
        Assert.Equal(before, Run.Take(6));
    }

    [Fact]
    public void Another_optimizer_begins_with_a_memory_of_its_own()
    {
        var descent = Run with { Optimizer = Optimizers.Sgd(0.1), Initial = Run.Initial with { Optimizer = Optimizers.Sgd(0.1).Initialize(Run.Initial.Parameters) } };
        var fork = descent with { Initial = descent.ElementAt(2) };
        Failure.Says(
            "Momentum(0.1, 0.9): expected the state of Scale >> Trace, got that of Scale; run.With(optimizer) begins with a new state",
            () => (fork with { Optimizer = Optimizers.Momentum(0.1, 0.9) }).ElementAt(1));
        Assert.Equal(Run.Take(5), descent.With(Optimizers.Momentum(0.1, 0.9)).Take(5));
    }

    [Fact]
    public void Epochs_end_where_they_should_and_compute_nothing_behind_it()
    {
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6], Run.Epochs(2).Select(state => state.Step));
        Assert.Equal([0L], Run.Epochs(0).Select(state => state.Step));
        Assert.Equal([4L, 5, 6], (Run with { Initial = Run.ElementAt(4) }).Epochs(2).Select(state => state.Step));
        Assert.Equal([7L], (Run with { Initial = Run.ElementAt(7) }).Epochs(2).Select(state => state.Step));
        var wholeData = Diverging with { Batches = Batches.WithReplacement(Points, 6, Key.Seed(1)) };
        Assert.Contains(wholeData.Take(50), state => state.HasDiverged);
        Assert.DoesNotContain(wholeData.Epochs((int)wholeData.Last().Step), state => state.HasDiverged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(11)]
    public void A_replay_is_the_state_itself_from_wherever_it_starts(int step)
    {
        var kept = Run.Take(12).Checkpoint(every: 4).Last().Checkpoints;
        Assert.Equal([0L, 4, 8], kept.Select(state => state.Step));
        Assert.Equal(Run.ElementAt(step), Run.Replay(step));
        Assert.Equal(Run.ElementAt(step), Run.Replay(step, kept));
    }

    [Fact]
    public void A_replay_starts_from_the_nearest_checkpoint()
    {
        var strange = Run.ElementAt(8) with { Key = Key.Seed(77) };
        Assert.Equal(strange.Key, Run.Replay(9, Run.ElementAt(4), strange, Run.ElementAt(10)).Key);
    }

    [Fact]
    public void Steps_that_the_run_does_not_have_are_refused()
    {
        Assert.Contains(
            "expected a step of 3 or more, where the run begins, got 2",
            Assert.Throws<ArgumentOutOfRangeException>(() => (Run with { Initial = Run.ElementAt(3) }).Replay(2, Run.First())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "expected a step before the run ends, got 1000", Assert.Throws<ArgumentOutOfRangeException>(() => Diverging.Replay(1000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_does_not_begin_where_a_run_broke_off()
    {
        var broken = Run.ElementAt(4) with { Loss = double.NaN };
        Assert.Equal(Run.ElementAt(6), Run.Replay(6, broken));
        Assert.Equal([0L, 2], new[] { Run.First(), Run.ElementAt(1), Run.ElementAt(2), broken }.Checkpoint(2).Last().Checkpoints.Select(kept => kept.Step));
    }

    [Fact]
    public void Every_epoch_has_its_last_state_and_the_last_of_all_comes_too()
    {
        Assert.Equal([3L, 6, 7], Run.Take(8).EveryEpoch(3).Select(state => state.Step));
        Assert.Equal([3L, 6], Run.Take(7).EveryEpoch(3).Select(state => state.Step));
        Assert.Equal([0L], Run.Take(1).EveryEpoch(3).Select(state => state.Step));
    }

    [Fact]
    public void A_state_that_diverged_ends_the_epochs()
    {
        Assert.True(Assert.Single(Diverging.EveryEpoch(1000)).HasDiverged);
    }

    [Fact]
    public void Patience_ends_after_as_many_that_are_no_better()
    {
        double[] scores = [1, 3, 2, 3, double.NaN, 9];
        Assert.Equal([1, 3, 2, 3, double.NaN], scores.StopEarly(patience: 3, score => score));
        Assert.Equal([1, 3, 2], scores.StopEarly(patience: 1, score => score));
        Assert.Equal(scores, scores.StopEarly(patience: 4, score => score));
    }

    [Fact]
    public void A_loss_is_to_fall_if_that_is_said()
    {
        double[] losses = [5, 3, 2, 2.5, 2, 1, 4];
        Assert.Equal([5, 3, 2, 2.5, 2], losses.StopEarly(2, loss => loss, Goal.Minimize));
        Assert.Equal([5, 3, 2], losses.StopEarly(2, loss => loss));
        Failure.Says("expected Maximize or Minimize, got 7 (Parameter 'goal')", () => losses.StopEarly(2, loss => loss, (Goal)7));
    }

    [Fact]
    public void Cancellation_ends_a_sequence_with_what_there_is()
    {
        using var stop = new CancellationTokenSource();
        var steps = new List<long>();
        foreach (var state in Run.TakeUntil(stop.Token))
        {
            steps.Add(state.Step);
            if (state.Step == 4)
                stop.Cancel();
        }

        Assert.Equal([0L, 1, 2, 3, 4], steps);
        Assert.Single(Run.TakeUntil(stop.Token));
    }

    [Fact]
    public void Metrics_are_taken_of_what_is_asked_for_and_no_more()
    {
        var asked = 0;
        var measured = Run.EveryEpoch(3).WithMetrics(("step", state => state.Step), ("asked", _ => ++asked));
        Assert.Equal(0, asked);
        var second = measured.Take(2).ToList()[1];
        Assert.Equal((6, 2), (second["step"], second["asked"]));
        Assert.Equal(2, asked);
        Assert.EndsWith("22 parameters, step 6, asked 2", $"{second}", StringComparison.Ordinal);
        Failure.Says("no metric is called test; there are step, asked", () => second["test"]);
        Failure.Says("no metric is called test; there are none", () => Run.Checkpoint(3).First()["test"]);
        Failure.Says("two metrics are called loss", () => Run.WithMetrics(("loss", _ => 1), ("loss", _ => 2)));
    }

    [Fact]
    public void Functions_of_a_sequence_stand_in_any_order()
    {
        (string, Func<TrainingState<double>, double>) step = ("step", state => state.Step);
        var wanted = Run.Take(8).Checkpoint(2).WithMetrics(step).EveryEpoch(3).ToList();
        Assert.Equal([3L, 6, 7], wanted.Select(observed => (long)observed["step"]));
        Assert.Equal([2, 4, 4], wanted.Select(observed => observed.Checkpoints.Count));
        Assert.Equal(wanted, Run.Take(8).WithMetrics(step).Checkpoint(2).EveryEpoch(3));
        Assert.Equal(wanted, Run.Take(8).Checkpoint(2).EveryEpoch(3).WithMetrics(step));
        Assert.Equal([1, 2], Run.Take(2).WithMetrics(("one", _ => 1)).WithMetrics(("two", _ => 2)).First().Metrics.Select(metric => metric.Value));
    }

    [Fact]
    public void A_plateau_makes_the_rate_smaller_and_keeps_the_moments()
    {
        // A loss is hardly ever less than a thousandth of the best: each epoch but the first is a plateau.
        var plateau = Run.With(Optimizers.ReduceOnPlateau(3, factor: 0.5, patience: 2, threshold: 0.999) >> Optimizers.Momentum(0.1, 0.9));
        var reduced = plateau.Take(13).ToList();
        Assert.Equal(Run.Take(10).Select(state => state.Parameters), reduced[..10].Select(state => state.Parameters));
        Assert.Equal([1, 0.5], [FactorOf(reduced[8]), FactorOf(reduced[9])]);
        var slower = Run with { Initial = reduced[9] with { Optimizer = new(reduced[9].Optimizer.Transformations[1..]) }, Optimizer = Optimizers.Momentum(0.05, 0.9) };
        Assert.Equal(slower.Take(4).Select(state => state.Parameters), reduced[9..].Select(state => state.Parameters));
    }

    [Fact]
    public void Progress_keeps_the_rate() => Assert.All(
        Run.With(Run.Optimizer >> Optimizers.ReduceOnPlateau(3, patience: 2, threshold: 0)).Take(25), state => Assert.Equal(1, FactorOf(state)));

    [Fact]
    public void A_run_with_a_plateau_is_replayed_and_forked_like_any_other()
    {
        var reduced = Run.With(Run.Optimizer >> Optimizers.ReduceOnPlateau(3, factor: 0.5, patience: 1, threshold: 0.5));
        var states = reduced.Take(31).ToList();
        Assert.NotEqual(1, FactorOf(states[20]));
        Assert.Equal(states[23], reduced.Replay(23, states[7], states[20]));
        Assert.Equal(states[20..], (reduced with { Initial = states[20] }).Take(11));
        Assert.Matches(
            "^Scale >> Trace[(]steps 20, velocity of 22 numbers[)] >> ReduceOnPlateau[(]steps 2, waited [0-9]+, best 0[.][0-9]+, factor 0[.]",
            $"{states[20].Optimizer}");
    }

    private static double FactorOf(TrainingState<double> state) => state.Optimizer["ReduceOnPlateau"].Scalar("factor");

    [Fact]
    public void Numbers_that_make_no_sense_are_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Run.EveryEpoch(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run.StopEarly(0, _ => 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run.Checkpoint(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run.Epochs(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run.WithAverage(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run.WithAverage(double.NaN));
    }

    [Fact]
    public void They_say_what_they_are()
    {
        Assert.Equal(
            "Affine(2→4) >> Tanh >> Affine(4→2), SoftmaxCrossEntropy, Momentum(0.1, 0.9), "
            + "Dataset: 6 × f64[2]; batches of 2, shuffled every epoch, 3 to an epoch, from step 0, loss not yet known, 22 parameters", $"{Run}");
        Assert.Equal("step 0, loss not yet known, 22 parameters, 1 checkpoint", $"{Run.Checkpoint(5).First()}");
    }
}
