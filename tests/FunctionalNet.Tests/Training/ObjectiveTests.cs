using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>Objectives other than a network and a loss, on batches of any type: they are run, replayed and searched like any other.</summary>
public sealed class ObjectiveTests
{
    private static readonly Layer<double> Tower = Affine(3, 4) >> Tanh >> Affine(4, 2);

    private static readonly Batches<(Tensor<double> Left, Tensor<double> Right)> Pairs = Batches.Define(
        "pairs of points near each other", perEpoch: 10, size: 5, step =>
        {
            var left = Key.Seed(0).Fold(step).Normal<double>([5, 3]);
            return (left, left + (Key.Seed(1).Fold(step).Normal<double>([5, 3]) * 0.1));
        });

    // The outputs for two inputs that belong together are to be alike, and not to be small.
    private static readonly Objective<(Tensor<double> Left, Tensor<double> Right), double> Siamese =
        Objective.Define<(Tensor<double> Left, Tensor<double> Right), double>("siamese", (batch, mode) =>
            Differentiable.Fork(Tower.OnInput(batch.Left, mode), Tower.OnInput(batch.Right, mode))
                .Then(TensorNodes<double>.Subtract).Then(TensorNodes<double>.Square).Then(TensorNodes<double>.Sum));

    private static TrainingRun<(Tensor<double> Left, Tensor<double> Right), double> Run =>
        Train.Run(Siamese, Optimizers.Momentum(0.1, 0.9), Pairs, Tower.Initialize(Key.Seed(2)), Key.Seed(3));

    [Fact]
    public void A_siamese_pair_learns()
    {
        var losses = Run.Take(300).SelectMany(state => state.Loss.AsEnumerable()).ToList();
        var (first, last) = (losses[..10].Average(), losses[^10..].Average());
        Assert.True(last < first / 4, Invariant($"the loss went from {first} to {last}"));
    }

    [Fact]
    public void A_run_is_replayed_and_forked_to_the_bit()
    {
        var kept = Run.Take(31).Checkpoint(every: 10).Last().Checkpoints;
        Assert.Equal(Run.ElementAt(27), Run.Replay(27, kept));
        Assert.Equal(Run.ElementAt(27).Parameters.Fingerprint(), (Run with { Initial = kept[1] }).ElementAt(17).Parameters.Fingerprint());
    }

    [Fact]
    public void Its_gradient_is_that_of_its_parts() => Assert.True(GradientCheck.Of(
        parameters => (Siamese.At(parameters, Pairs[0], Mode.Inference).Loss, Siamese.At(parameters, Pairs[0], Mode.Inference).Pullback),
        Tower.Initialize(Key.Seed(2)), Key.Seed(3)).IsWithin(1e-7));

    [Fact]
    public void A_number_that_is_not_finite_is_found()
    {
        var run = Run with { Optimizer = Optimizers.Momentum(1e200, 0.5) };
        var last = run.Last();
        Assert.True(last.HasDiverged);
        Assert.True(run.FirstNonFinite(last).IsSome);
    }

    [Fact]
    public void Two_networks_of_different_inputs_are_trained_together()
    {
        var (left, right) = (Affine(3, 2) >> Tanh, Affine(5, 2));
        var batches = Batches.Define("pairs", 1, 4, step =>
            (Left: Key.Seed(0).Fold(step).Normal<double>([4, 3]), Right: Key.Seed(1).Fold(step).Normal<double>([4, 5])));
        var objective = Objective.Define("alignment", batches, (batch, mode) => Differentiable.Fork(
                ParametersNodes<double>.Under("left") >> left.OnInput(batch.Left, mode),
                ParametersNodes<double>.Under("right") >> right.OnInput(batch.Right, mode))
            .Then(TensorNodes<double>.Subtract).Then(TensorNodes<double>.Square).Then(TensorNodes<double>.Sum));
        Assert.Equal("alignment", $"{objective}");
        var initial = Parameters<double>.Join(("left", left.Initialize(Key.Seed(2))), ("right", right.Initialize(Key.Seed(3))));
        Assert.Equal(["left/Affine1/W", "left/Affine1/b", "right/Affine1/W", "right/Affine1/b"], initial.Select(parameter => parameter.Path));
        Assert.True(GradientCheck.Of(
            parameters => (objective.At(parameters, batches[0], Mode.Inference).Loss, objective.At(parameters, batches[0], Mode.Inference).Pullback),
            initial, Key.Seed(4)).IsWithin(1e-7));
        var losses = Train.Run(objective, Optimizers.Sgd(0.02), batches, initial, Key.Seed(5)).Take(200)
            .SelectMany(state => state.Loss.AsEnumerable()).ToList();
        Assert.True(losses[^50..].Average() < losses[..10].Average() / 2, Invariant($"the loss went from {losses[..10].Average()} to {losses[^50..].Average()}"));
    }

    [Fact]
    public void Statistics_come_out_of_an_objective_too()
    {
        var counting = Layer.Define<double>(
            "Counting", "", [new("count", [], ParameterRole.Statistic, Initializers.Zeros)], shape => shape,
            (parameters, x, _) => new(x, dy => new(parameters.Trained, () => dy), parameters.With("count", parameters["count"] + 1)));
        var network = Affine(3, 2) >> counting;
        var objective = Objective.Define<Tensor<double>, double>("size", (parameters, x, mode) =>
        {
            var pass = network.Forward(parameters, x, mode);
            var (loss, pullback) = TensorNodes<double>.Square.Then(TensorNodes<double>.Sum)(pass.Output);
            return new(loss, gradient => pass.Backward(pullback(gradient)).Parameters, pass.Statistics);
        });
        var batches = Batches.Define("noise", 1, 4, step => Key.Seed(0).Fold(step).Normal<double>([4, 3]));
        var run = Train.Run(objective, Optimizers.Sgd(0.01), batches, network.Initialize(Key.Seed(0)), Key.Seed(1));
        Assert.Equal(5, run.ElementAt(5).Parameters["Counting1/count"].ToScalar());
    }

    [Fact]
    public void Batches_are_mapped_one_by_one()
    {
        var norms = Pairs.Select(pair => pair.Left.Sum());
        Assert.Equal(Pairs[7].Left.Sum(), norms[7]);
        Assert.Equal(Pairs.Take(3).Select(pair => pair.Left.Sum()), norms.Take(3));
        Assert.Equal((10, 5), (norms.PerEpoch, norms.Size));
    }
}
