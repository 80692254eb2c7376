namespace FunctionalNet.Tests;

/// <summary>What <c>ReduceOnPlateau</c> remembers: in double precision, and beside what the optimizer that it wraps remembers.</summary>
public sealed class ReduceOnPlateauTests
{
    private static readonly Parameters<float> One = Parameters<float>.Create(new Parameter<float>("p", ParameterRole.Weight, Tensor.Vector(1f)));

    // Counts its steps, and says in the parameter how many there were.
    private static readonly Optimizer<float> Counting = new(
        "Counting",
        _ => OptimizerState<float>.Empty with { Numbers = OptimizerState<float>.Empty.Numbers.Add("t", 0) },
        (parameters, _, _, state) =>
        {
            var t = state.Numbers["t"] + 1;
            return (parameters.WithValues(Tensor.Vector((float)t)), state with { Numbers = state.Numbers.SetItem("t", t) });
        });

    [Fact]
    public void The_numbers_of_the_optimizer_within_are_kept()
    {
        var optimizer = Layers<float>.Optimizers.ReduceOnPlateau(_ => Counting, 0.1f, stepsPerEpoch: 1, patience: 2);
        var nested = Layers<float>.Optimizers.ReduceOnPlateau(_ => optimizer, 0.1f, stepsPerEpoch: 5);
        Assert.Equal(7, After(7, optimizer).Parameters["p"].ToScalar());
        Assert.Equal(7, After(7, nested).Parameters["p"].ToScalar());
        Assert.Equal(7, After(7, nested).State.Numbers["optimizer/optimizer/t"]);
        Assert.Equal(["best", "optimizer/t", "rate", "steps", "sum", "waited"], After(1, optimizer).State.Numbers.Keys);
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused()
    {
        var optimizer = Layers<float>.Optimizers.ReduceOnPlateau(Layers<float>.Optimizers.Sgd, 0.1f, stepsPerEpoch: 1);
        Failure.Says(
            "ReduceOnPlateau(Sgd(0.1), factor 0.1, patience 10): expected a rate and the best loss, got the state of another optimizer "
            + "(no moments); run.With(optimizer) begins a state anew",
            () => optimizer.Update(One, One, 1, OptimizerState<float>.Empty));
        Failure.Says(
            "Sgd(0.1): expected no state, got the state of another optimizer (no moments, best inf, rate 0.1, steps 0, sum 0, waited 0); "
            + "run.With(optimizer) begins a state anew",
            () => Layers<float>.Optimizers.Sgd(0.1f).Update(One, One, 1, optimizer.Initialize(One)));
    }

    [Fact]
    public void A_mean_over_a_million_steps_keeps_its_digits()
    {
        // In single precision, the sum of a million times 0.0999 is off by more than the threshold.
        var optimizer = Layers<float>.Optimizers.ReduceOnPlateau(Layers<float>.Optimizers.Sgd, 0.5f, stepsPerEpoch: 1_000_000, patience: 1);
        var state = optimizer.Initialize(One);
        foreach (var loss in (double[])[0.1, 0.0999])
            state = optimizer.Update(One, One, (float)loss, With(state, steps: 999_999, sum: 999_999.0 * (float)loss)).State;
        Assert.Equal((0.5, (float)0.0999), (state.Numbers["rate"], (float)state.Numbers["best"]));
        Assert.Equal(0, state.Numbers["waited"]);
    }

    [Fact]
    public void Losses_are_added_up_in_double_precision()
    {
        var optimizer = Layers<float>.Optimizers.ReduceOnPlateau(Layers<float>.Optimizers.Sgd, 0.5f, stepsPerEpoch: 100_000);
        Assert.Equal(99_999 * (double)0.1f, After(99_999, optimizer, loss: 0.1f).State.Numbers["sum"], 1e-9);
    }

    [Fact]
    public void An_epoch_of_more_than_two_to_the_24_steps_ends()
    {
        var optimizer = Layers<float>.Optimizers.ReduceOnPlateau(Layers<float>.Optimizers.Sgd, 0.5f, stepsPerEpoch: 16_777_220);
        var state = With(optimizer.Initialize(One), steps: 16_777_216, sum: 1);
        for (var step = 0; step < 4; step++)
            state = optimizer.Update(One, One, 1, state).State;
        Assert.Equal(0, state.Numbers["steps"]);
    }

    private static OptimizerState<float> With(OptimizerState<float> state, double steps, double sum) =>
        state with { Numbers = state.Numbers.SetItem("steps", steps).SetItem("sum", sum) };

    private static (Parameters<float> Parameters, OptimizerState<float> State) After(int steps, Optimizer<float> optimizer, float loss = 1) =>
        Enumerable.Range(0, steps).Aggregate(
            (Parameters: One, State: optimizer.Initialize(One)), (at, _) => optimizer.Update(at.Parameters, One, loss, at.State));
}
