using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Optimization;

/// <summary><c>ReduceOnPlateau</c> counts in double precision, and leaves the states beside it alone.</summary>
public sealed class ReduceOnPlateauTests
{
    private static readonly Parameters<float> One = Parameters<float>.Create(new Parameter<float>("p", ParameterRole.Weight, Tensor.Vector(1f)));

    // Counts its steps, and makes of them the update.
    private static readonly Optimizer<float> Counting = Optimizer.Define<float>(
        "Counting",
        _ => TransformationState<float>.Empty.WithCount("t", 0),
        (updates, state, _) =>
        {
            var t = state.Count("t") + 1;
            return (Updates.Of(updates.Values.WithValues(Tensor.Vector((float)t))), state.WithCount("t", t));
        });

    [Fact]
    public void The_state_of_the_optimizer_before_it_is_kept()
    {
        var optimizer = Counting >> Optimizers.ReduceOnPlateau(1, patience: 2) >> Optimizers.ReduceOnPlateau(stepsPerEpoch: 5);
        var (_, state) = After(7, optimizer);
        Assert.Equal(7, state["Counting"].Count("t"));
        Assert.Equal(["best", "factor", "sum"], state["ReduceOnPlateau"].Scalars.Keys);
        Assert.Equal(["steps", "waited"], state["ReduceOnPlateau"].Counts.Keys);
        // Of two epochs in a row that are no better, the first time after three epochs.
        var factors = Enumerable.Range(1, 7).Select(steps => Math.Round(After(steps, optimizer).State["ReduceOnPlateau"].Scalar("factor"), 6));
        Assert.Equal([1, 1, 0.1, 0.1, 0.01, 0.01, 0.001], factors);
    }

    [Fact]
    public void A_reduction_holds_from_the_next_step_on()
    {
        var optimizer = Optimizers.ReduceOnPlateau(1, factor: 0.5, patience: 1);
        var state = optimizer.Initialize(One);
        var scales = new List<float>();
        for (var step = 0; step < 4; step++)
        {
            (var updates, state) = optimizer.Update(Updates.Of(One), state, OptimizerContext<float>.Of(One, 1, step));
            scales.Add(updates.Scale);
        }

        Assert.Equal([1, 1, 0.5f, 0.25f], scales);
    }

    [Fact]
    public void A_measure_is_taken_at_the_end_of_an_epoch_and_may_grow()
    {
        var asked = new List<long>();
        double[] accuracies = [double.NaN, 0.5, 0.6, 0.6, 0.6, 0.9];
        var optimizer = Optimizers.ReduceOnPlateau(3, factor: 0.5, patience: 2, measure: context =>
        {
            asked.Add(context.Step);
            return accuracies[asked.Count - 1];
        }, goal: Goal.Maximize);
        var (_, state) = After(18, optimizer);
        Assert.Equal([2, 5, 8, 11, 14, 17], asked);
        Assert.Equal((0.5, 0.9, 0L), (state["ReduceOnPlateau"].Scalar("factor"), state["ReduceOnPlateau"].Scalar("best"), state["ReduceOnPlateau"].Count("waited")));
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused()
    {
        var optimizer = Optimizers.Sgd(0.1f) >> Optimizers.ReduceOnPlateau(stepsPerEpoch: 1);
        Failure.Says(
            "Sgd(0.1) >> ReduceOnPlateau(factor 0.1, patience 10): expected the state of Scale >> ReduceOnPlateau, got that of Scale; "
            + "run.With(optimizer) begins with a new state",
            () => optimizer.Step(One, Optimizers.Sgd(0.1f).Initialize(One), OptimizerContext<float>.Of(One, 1, 0)));
        Failure.Says(
            "Sgd(0.1): expected the state of Scale, got that of Scale >> ReduceOnPlateau; run.With(optimizer) begins with a new state",
            () => Optimizers.Sgd(0.1f).Step(One, optimizer.Initialize(One), OptimizerContext<float>.Of(One, 1, 0)));
    }

    [Fact]
    public void A_mean_over_a_million_steps_keeps_its_digits()
    {
        // In single precision, the sum of a million times 0.0999 is off by more than the threshold.
        var optimizer = Optimizers.ReduceOnPlateau(stepsPerEpoch: 1_000_000, patience: 1);
        var state = optimizer.Initialize(One);
        foreach (var loss in (double[])[0.1, 0.0999])
            state = optimizer.Step(One, With(state, steps: 999_999, sum: 999_999.0 * (float)loss), OptimizerContext<float>.Of(One, (float)loss, 0)).State;
        var plateau = state["ReduceOnPlateau"];
        Assert.Equal((1.0, (float)0.0999), (plateau.Scalar("factor"), (float)plateau.Scalar("best")));
        Assert.Equal(0, plateau.Count("waited"));
    }

    [Fact]
    public void Losses_are_added_up_in_double_precision() => Assert.Equal(
        99_999 * (double)0.1f,
        After(99_999, Optimizers.ReduceOnPlateau(stepsPerEpoch: 100_000), loss: 0.1f).State["ReduceOnPlateau"].Scalar("sum"), 1e-9);

    [Fact]
    public void An_epoch_of_more_than_two_to_the_24_steps_ends()
    {
        var optimizer = Optimizers.ReduceOnPlateau(stepsPerEpoch: 16_777_220);
        var state = With(optimizer.Initialize(One), steps: 16_777_216, sum: 1);
        for (var step = 0; step < 4; step++)
            state = optimizer.Step(One, state, OptimizerContext<float>.Of(One, 1, step)).State;
        Assert.Equal(0, state["ReduceOnPlateau"].Count("steps"));
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.ReduceOnPlateau(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.ReduceOnPlateau(1, factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.ReduceOnPlateau(1, patience: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.ReduceOnPlateau(1, threshold: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.ReduceOnPlateau(1, goal: (Goal)7));
    }

    private static OptimizerState<float> With(OptimizerState<float> state, long steps, double sum) =>
        state.With(state["ReduceOnPlateau"].WithCount("steps", steps).WithScalar("sum", sum));

    private static (Parameters<float> Parameters, OptimizerState<float> State) After(int steps, Optimizer<float> optimizer, float loss = 1) =>
        Enumerable.Range(0, steps).Aggregate(
            (Parameters: One, State: optimizer.Initialize(One)),
            (at, step) => optimizer.Step(One, at.State, OptimizerContext<float>.Of(at.Parameters, loss, step)));
}
