using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Optimization;

/// <summary>Chains are associative and have an identity, states included; and a state belongs to one kind of optimizer.</summary>
public sealed class OptimizerChainTests
{
    private static readonly Parameters<double> Some = (Affine(3, 2) >> Affine(2, 2).Named("head")).Initialize(Key.Seed(0));

    private static readonly Optimizer<double> First = Optimizers.ClipByGlobalNorm(1) >> Optimizers.Trace(0.5);

    private static readonly Optimizer<double> Second = Optimizers.Adam(0.1);

    private static readonly Optimizer<double> Third = Optimizers.ReduceOnPlateau(1, 0.5, patience: 1) >> Optimizers.Scale(0.7);

    [Fact]
    public void They_are_associative()
    {
        var (left, right) = ((First >> Second) >> Third, First >> (Second >> Third));
        Assert.Equal(left, right);
        Assert.Equal($"{left}", $"{right}");
        Assert.Equal(["ClipByGlobalNorm", "Trace", "ScaleByAdam", "Scale", "ReduceOnPlateau", "Scale"], left.Transformations.Select(link => link.Name));
        Same(After(20, left), After(20, right));
    }

    [Fact]
    public void The_empty_chain_is_their_identity()
    {
        Assert.Equal(Second, Second >> Optimizer<double>.Identity);
        Assert.Equal(Second, Optimizer<double>.Identity >> Second);
        Same(After(20, Second), After(20, Second >> Optimizer<double>.Identity));
        Same(After(20, Second), After(20, Optimizer<double>.Identity.Then(Second)));
        Assert.Equal(Some + Gradient(Some, 0), After(1, Optimizer<double>.Identity).Parameters);
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused_by_name()
    {
        Refused("Momentum(0.1, 0.9)", "Scale >> Trace", "ScaleByAdam >> Scale", Optimizers.Momentum(0.1, 0.9), Second);
        Refused("Adam(0.1)", "ScaleByAdam >> Scale", "Identity", Second, Optimizer<double>.Identity);
        Refused("Identity", "Identity", "ScaleByAdam >> Scale", Optimizer<double>.Identity, Second);
        // Also that of an optimizer within another.
        Refused("Sgd(0.1)", "Scale", "Scale >> Trace", Optimizers.Accumulate(1, Optimizers.Sgd(0.1)), Optimizers.Accumulate(1, Optimizers.Momentum(0.1, 0.9)));
        Refused("Sgd(0.1)", "Scale", "ScaleByAdam >> Scale", Optimizers.Lookahead(Optimizers.Sgd(0.1)), Optimizers.Lookahead(Second));
        Refused(
            "Sgd(0.1)", "Scale", "ScaleByAdam >> Scale", Optimizers.Partition(("Affine1", Second), ("head", Optimizers.Sgd(0.1))),
            Optimizers.Partition(("Affine1", Second), ("head", Second)));
        void Refused(string optimizer, string expected, string got, Optimizer<double> mine, Optimizer<double> other) => Failure.Says(
            $"{optimizer}: expected the state of {expected}, got that of {got}; run.With(optimizer) begins with a new state",
            () => mine.Step(Some, other.Initialize(Some), OptimizerContext<double>.Of(Some, 1, 0)));
    }

    [Fact]
    public void A_state_for_other_parameters_is_refused() => Failure.Says(
        "Momentum(0.1, 0.9): expected the velocity of Trace for the parameters Affine1/W [3, 2] weight, Affine1/b [2] bias or gain, head/W [2, 2] weight, "
        + "head/b [2] bias or gain, got it for Affine1/W [3, 2] weight, Affine1/b [2] bias or gain; "
        + "run.With(optimizer) begins with a new state",
        () => Optimizers.Momentum(0.1, 0.9).Step(
            Some, Optimizers.Momentum(0.1, 0.9).Initialize(Affine(3, 2).Initialize(Key.Seed(0))), OptimizerContext<double>.Of(Some, 1, 0)));

    [Fact]
    public void A_gradient_of_other_parameters_is_refused() => Assert.All(
        [Optimizers.Sgd(0.1), Optimizers.Adam(0.1), Optimizers.RmsProp(0.1), Optimizers.DecayWeights(0.1) >> Optimizers.Sgd(0.1)],
        optimizer => Failure.Says(
            $"{optimizer}: expected updates of Affine1/W [3, 2] weight, Affine1/b [2] bias or gain, head/W [2, 2] weight, head/b [2] bias or gain "
            + "from the gradient, got Affine1/W [3, 2] weight, Affine1/b [2] bias or gain",
            () => optimizer.Step(Affine(3, 2).Initialize(Key.Seed(0)), optimizer.Initialize(Some), OptimizerContext<double>.Of(Some, 1, 0))));

    [Fact]
    public void A_transformation_that_changes_shapes_is_named() => Failure.Says(
        "Wrong >> Sgd(0.1): expected updates of Affine1/W [3, 2] weight, Affine1/b [2] bias or gain, head/W [2, 2] weight, head/b [2] bias or gain "
        + "from Wrong, got none",
        () =>
        {
            var wrong = Optimizer.Define<double>("Wrong", (_, _) => Updates.Of(Parameters<double>.Empty)) >> Optimizers.Sgd(0.1);
            return wrong.Step(Some, wrong.Initialize(Some), OptimizerContext<double>.Of(Some, 1, 0));
        });

    [Fact]
    public void The_state_within_an_accumulation_is_refused_at_once() => Assert.Contains(
        "expected the state of Scale, got that of ScaleByAdam >> Scale",
        Assert.Throws<ArgumentException>(() => Optimizers.Accumulate(4, Optimizers.Sgd(0.1)).Step(
            Some, Optimizers.Accumulate(4, Optimizers.Adam(0.1)).Initialize(Some), OptimizerContext<double>.Of(Some, 1, 0))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Another_rate_of_the_same_optimizer_goes_on()
    {
        var (_, state) = After(3, Optimizers.Adam(0.1));
        Assert.Equal(4, Optimizers.Adam(Schedules.Linear(1, 0, 10)).Step(Some, state, OptimizerContext<double>.Of(Some, 1, 3)).State["ScaleByAdam"].Count("steps"));
    }

    [Fact]
    public void What_a_state_does_not_have_is_told()
    {
        var state = Second.Initialize(Some)["ScaleByAdam"];
        Failure.Says("the state of ScaleByAdam: no tensors are called velocity; there are mean, square", () => state.Tensor("velocity"));
        Failure.Says("the state of ScaleByAdam: no count is called t; there are steps", () => state.Count("t"));
        Failure.Says("the state of ScaleByAdam: no scalar is called best; there are none", () => state.Scalar("best"));
        Failure.Says("the state of ScaleByAdam: no optimizer is called inner; there are none", () => state.Optimizer("inner"));
        Failure.Says("no transformation is called Trace; there are ScaleByAdam, Scale", () => Second.Initialize(Some)["Trace"]);
    }

    [Fact]
    public void States_are_equal_when_all_that_they_remember_is()
    {
        var optimizer = Optimizers.Lookahead(First >> Second >> Third);
        Assert.Equal(After(5, optimizer).State, After(5, optimizer).State);
        Assert.Equal(After(5, optimizer).State.GetHashCode(), After(5, optimizer).State.GetHashCode());
        Assert.NotEqual(After(5, optimizer).State, After(6, optimizer).State);
        var state = TransformationState<double>.Empty;
        TransformationState<double>[] others =
        [
            state.WithCount("n", 1), state.WithScalar("n", 1), state.WithTensors("n", Some), state.WithOptimizer("n", OptimizerState<double>.Empty),
            state with { Name = "n" },
        ];
        Assert.Equal(6, others.Append(state).Concat(others).Distinct().Count());
    }

    [Fact]
    public void One_s_own_are_named_by_what_stands_before_their_arguments()
    {
        // It has forgotten to keep the name of its state.
        var own = Optimizer.Define<double>("Own(1, 2)", _ => new("Other"), (updates, state, _) => (updates, new TransformationState<double>("Another")));
        Assert.Equal("Own", After(3, own).State.Transformations[0].Name);
        Assert.Equal("Mine >> Sgd(0.1)", $"{own.Named("Mine") >> Optimizers.Sgd(0.1)}");
    }

    private static Parameters<double> Gradient(Parameters<double> parameters, int step) =>
        parameters.Zip(parameters.Map(p => Key.Seed(1).Fold(step).Normal<double>(p.Shape)), (p, noise) => p + (noise * 0.1));

    private static (Parameters<double> Parameters, OptimizerState<double> State) After(int steps, Optimizer<double> optimizer) =>
        Enumerable.Range(0, steps).Aggregate(
            (Parameters: Some, State: optimizer.Initialize(Some)),
            (at, step) => optimizer.Step(Gradient(at.Parameters, step), at.State, OptimizerContext<double>.Of(at.Parameters, step % 3, step)));

    private static void Same((Parameters<double> Parameters, OptimizerState<double> State) left, (Parameters<double> Parameters, OptimizerState<double> State) right)
    {
        Assert.Equal(left.Parameters.Fingerprint(), right.Parameters.Fingerprint());
        Assert.Equal(left.State, right.State);
    }
}
