using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>Runs that go wrong in ways that are known, and what is found of them.</summary>
public sealed class NonFiniteTests
{
    private static readonly Dataset<double> Points = new(
        Key.Seed(0).Normal<double>([6, 2]), ImmutableArray.Create(0, 1, 1, 0, 1, 0));

    private static readonly Batches<Batch<double>> Drawn = Batches.ShuffledEpochs(Points, 2, Key.Seed(1));

    // Grows by itself from step to step until a square of it is infinite.
    private static readonly TrainingRun<Batch<double>, double> Exploding = Train.Run(
        (Affine(2, 3) >> Relu).Named("encoder") >> Affine(3, 2), Losses.SoftmaxCrossEntropy, Optimizers.Sgd(1e30), Drawn, Key.Seed(2));

    private static readonly Optimizer<double> Leap = Optimizer.Define<double>(
        "Leap", (_, context) => Updates.Of(context.Parameters.Map(p => p * double.MaxValue * 10)));

    [Fact]
    public void A_loss_that_is_not_finite_stops_a_run_with_a_report()
    {
        var last = Exploding.Last();
        Assert.True(last.HasDiverged);
        var report = last.Divergence.IfNone(() => throw new InvalidOperationException("there is no report"));
        Assert.Equal((NonFinitePlace.Output, "Affine1", last.Step), (report.Place, report.Path, report.Step));
        Assert.EndsWith($": diverged, {report}", $"{last}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_is_finite_has_no_report()
    {
        var state = Exploding.ElementAt(2);
        Assert.True(state.Divergence.IsNone);
        Assert.True(Exploding.FirstNonFinite(state).IsNone);
    }

    [Fact]
    public void The_birth_is_found_with_and_without_checkpoints()
    {
        var last = Poisoned(atStep: 7).Checkpoint(every: 2).First(state => !state.State.Parameters.All(parameter => parameter.Value.IsFinite));
        Assert.Equal(8, last.State.Step);
        var birth = Poisoned(7).FirstNonFinite(last.State).IfNone(() => throw new InvalidOperationException("nothing is found"));
        Assert.Equal("the gradient of middle/Poison1/p is nan at [1], the only such number in [3], in step 7", $"{birth}");
        Assert.Equal(birth, Poisoned(7).FirstNonFinite(last.State, last.Checkpoints.Reverse()));
    }

    [Fact]
    public void Checkpoints_spare_the_steps_before_them()
    {
        var forwards = 0;
        var run = Poisoned(7, () => forwards++);
        var last = run.Checkpoint(every: 2).ElementAt(8);
        forwards = 0;
        Assert.True(run.FirstNonFinite(last.State).IsSome);
        var fromTheStart = forwards;
        Assert.True(run.FirstNonFinite(last.State, last.Checkpoints).IsSome);
        Assert.Equal(6, fromTheStart - (forwards - fromTheStart));
    }

    [Fact]
    public void A_parameter_that_was_never_finite_is_told_as_it_is()
    {
        var parameters = Exploding.Initial.Parameters.With("Affine1/b", Tensor.Vector(1, double.PositiveInfinity));
        var run = Exploding with { Initial = Exploding.Initial with { Parameters = parameters } };
        Assert.Equal(
            "Affine1/b, before anything is computed, is inf at [1], the only such number in [2], in step 0",
            run.FirstNonFinite(run.Last()).Match(report => $"{report}", () => "nothing"));
    }

    [Fact]
    public void An_input_that_is_not_finite_is_told_before_what_it_leads_to()
    {
        var inputs = Points.Inputs.Map(x => x > 1 ? double.NaN : x);
        var run = Exploding with { Batches = Batches.ShuffledEpochs(new Dataset<double>(inputs, Points.Targets), 6, Key.Seed(1)) };
        Assert.StartsWith("the input is nan at [", run.FirstNonFinite(run.Last()).Match(report => $"{report}", () => "nothing"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_not_finite_is_told()
    {
        var targets = new Targets<double>.Values(Points.Inputs.Map(x => x > 1 ? double.PositiveInfinity : x));
        Loss<double> poisoned = new("Poisoned", _ => output => (double.NaN, _ => output));
        var run = Exploding with { Objective = ((NetworkObjective<double>)Exploding.Objective).Network.Objective(poisoned), Batches = Batches.WithReplacement(new Dataset<double>(Points.Inputs, targets), 60, Key.Seed(1)) };
        Assert.StartsWith("the target is inf at [", Report(run.FirstNonFinite(run.Last())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_moment_that_is_not_finite_is_told_though_no_parameter_is_wrong()
    {
        var exploding = Optimizer.Define<double>(
            "Exploding",
            parameters => TransformationState<double>.Empty.WithTensors("moment", parameters.Map(p => p + 1)),
            (updates, state, _) => (
                updates * 0, state.WithTensors("moment", state.Tensor("moment").Map(moment => moment * 1e200))));
        var run = Exploding.With(exploding);
        Assert.Equal(
            "the optimizer's moment of encoder/Affine1/W is inf at [0, 0], one of 6 such numbers in [2, 3], in step 1",
            Report(run.FirstNonFinite(run.ElementAt(3))));
    }

    [Fact]
    public void An_update_that_is_not_finite_is_told()
    {
        var run = Exploding.With(Leap);
        Assert.StartsWith(
            "encoder/Affine1/W, after the update, is ", Report(run.FirstNonFinite(run.ElementAt(1))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_training_does_not_compute_is_not_blamed()
    {
        // The gradient of the input, and of what only reads it, is wanted by no one.
        var reader = Layer.Define<double>("Reader", "", [], shape => shape, (parameters, x, mode) =>
            (x, dy => new(parameters, () => throw new InvalidOperationException("the gradient of the input was asked for"))));
        var run = Train.Run(
            reader >> Affine(2, 2), Losses.SoftmaxCrossEntropy, Leap, Drawn, Key.Seed(2));
        Assert.StartsWith("Affine1/W, after the update, is ", Report(run.FirstNonFinite(run.ElementAt(1))), StringComparison.Ordinal);
    }

    [Fact]
    public void States_of_another_run_are_refused_or_left_aside()
    {
        var sane = Exploding.With(Optimizers.Sgd(0.1));
        var foreign = Exploding.Last();
        Assert.Contains("expected a state of the run", Assert.Throws<ArgumentException>(() => sane.FirstNonFinite(foreign)).Message, StringComparison.Ordinal);
        // A fork begins after the checkpoints of the run that it comes from.
        var fork = sane.With(Optimizers.Sgd(1e30)) with { Initial = sane.ElementAt(5) };
        Assert.Equal(fork.FirstNonFinite(fork.Last()), fork.FirstNonFinite(fork.Last(), sane.First(), sane.ElementAt(1)));
        Assert.InRange(fork.FirstNonFinite(fork.Last(), sane.First()).Match(report => report.Step, () => -1), 5, 100);
    }

    [Fact]
    public void Of_states_that_were_kept_those_behind_the_last_are_not_looked_at()
    {
        var run = Poisoned(7);
        var last = run.ElementAt(8);
        var wrong = run.ElementAt(6) with { Step = 20 };
        Assert.Equal(run.FirstNonFinite(last), run.FirstNonFinite(last, wrong));
    }

    [Fact]
    public void Few_of_the_states_that_were_kept_are_looked_at()
    {
        var forwards = 0;
        var run = Poisoned(7, () => forwards++);
        var states = run.Take(9).ToList();
        forwards = 0;
        Assert.True(run.FirstNonFinite(states[8], states).IsSome);
        // From step 7 the one step that goes wrong, and what is looked at in it.
        Assert.InRange(forwards, 1, 4);
    }

    [Fact]
    public void A_stop_that_came_late_says_where_to_look()
    {
        var report = Report(Poisoned(7).Last().Divergence);
        Assert.Equal(
            "middle/Poison1/p, before anything is computed, is nan at [1], the only such number in [3], in step 8 "
            + "(born in a step before: FirstNonFinite finds it)", report);
    }

    [Fact]
    public void Diverged_states_are_equal_when_their_parts_are()
    {
        Assert.Equal(Poisoned(7).Last(), Poisoned(7).Last());
        Assert.NotEqual(Poisoned(7).Last(), Poisoned(7).Last() with { Loss = 1 });
        Assert.True((Poisoned(7).Last() with { Loss = 1 }).Divergence.IsNone);
    }

    private static string Report(LanguageExt.Option<NonFinite> found) => found.Match(report => $"{report}", () => "nothing");

    /// <summary>A run whose gradient has a NaN in one step, though its loss is finite there.</summary>
    private static TrainingRun<Batch<double>, double> Poisoned(int atStep, Action? whenRun = null)
    {
        var poison = Layer.Define<double>(
            "Poison", "", [new("p", [3], ParameterRole.BiasOrGain, Initializers.Zeros)], shape => shape, Run);
        var network = Affine(2, 3) >> (Tanh >> poison).Named("middle") >> Affine(3, 2);
        return Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Drawn, Key.Seed(2));

        ForwardPass<double> Run(Parameters<double> parameters, Tensor<double> x, Mode mode)
        {
            whenRun?.Invoke();
            var key = mode is Mode.TrainingMode training ? training.Key : Key.Seed(0);
            return (x + parameters["p"], dy => new(parameters.WithValues(Gradient(key)), () => dy));
        }

        // The key tells the step: it is the run's, folded by the step and by the layer's place.
        Tensor<double> Gradient(Key key) => key == PoisonKey(atStep) ? Tensor.Vector(0, double.NaN, 0) : Tensor.Zeros<double>([3]);
    }

    private static Key PoisonKey(int step)
    {
        var (_, runKey) = Key.Seed(2).Split();
        return runKey.Fold(step).Fold(2);
    }
}
