using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>Runs that go wrong in ways that are known, and what is found of them.</summary>
public sealed class NonFiniteTests
{
    private static readonly Dataset<double> Points = new(
        Key.Seed(0).Normal<double>([6, 2]), ImmutableArray.Create(0, 1, 1, 0, 1, 0));

    private static readonly Batches<double> Drawn = Batches.ShuffledEpochs(Points, 2, Key.Seed(1));

    // Grows by itself from step to step until a square of it is infinite.
    private static readonly TrainingRun<double> Exploding = Train.Run(
        (Affine(2, 3) >> Relu).Named("encoder") >> Affine(3, 2), SoftmaxCrossEntropy, Sgd(1e30), Drawn, Key.Seed(2));

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
        Assert.Equal("the gradient of middle/Poison1/p is NaN at [1], one of 1 such numbers in [3], in step 7", $"{birth}");
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
            "Affine1/b, before anything is computed, is Infinity at [1], one of 1 such numbers in [2], in step 0",
            run.FirstNonFinite(run.Last()).Match(report => $"{report}", () => "nothing"));
    }

    [Fact]
    public void An_input_that_is_not_finite_is_told_before_what_it_leads_to()
    {
        var inputs = Points.Inputs.Map(x => x > 1 ? double.NaN : x);
        var run = Exploding with { Batches = Batches.ShuffledEpochs(new Dataset<double>(inputs, Points.Targets), 6, Key.Seed(1)) };
        Assert.StartsWith("the input is NaN at [", run.FirstNonFinite(run.Last()).Match(report => $"{report}", () => "nothing"), StringComparison.Ordinal);
    }

    /// <summary>A run whose gradient has a NaN in one step, though its loss is finite there.</summary>
    private static TrainingRun<double> Poisoned(int atStep, Action? whenRun = null)
    {
        var poison = Layer.Define<double>(
            "Poison", "", [new("p", [3], ParameterRole.BiasOrGain, Zeros)], shape => shape, Run);
        var network = Affine(2, 3) >> (Tanh >> poison).Named("middle") >> Affine(3, 2);
        return Train.Run(network, SoftmaxCrossEntropy, Sgd(0.1), Drawn, Key.Seed(2));

        (Tensor<double>, Backward<double>) Run(Parameters<double> parameters, Tensor<double> x, Mode mode)
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
        return runKey.Fold(step).Fold(1).Fold(1);
    }
}
