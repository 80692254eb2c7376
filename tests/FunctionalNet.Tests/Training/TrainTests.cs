using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

public sealed class TrainTests
{
    private static readonly Layer<double> Network = Affine(2, 8) >> Sigmoid >> Affine(8, 2);

    // Exclusive or, which no linear model can tell.
    private static readonly Dataset<double> Xor = new(
        Tensor.Matrix(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), ImmutableArray.Create(0, 1, 1, 0));

    private static readonly Batches<Batch<double>> Drawn = Batches.ShuffledEpochs(Xor, 4, Key.Seed(1));

    public static TheoryData<string> Descriptions => ["Sgd(2)", "Momentum(0.5, 0.9)"];

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void A_fold_over_batches_learns(string name)
    {
        var optimizer = new[] { Optimizers.Sgd(2), Optimizers.Momentum(0.5, 0.9) }.Single(candidate => candidate.Description == name);
        var initial = Train.Start(Network, optimizer, Key.Seed(0));
        var trained = Drawn.Take(1000).Aggregate(initial, Train.Step(Network, Losses.SoftmaxCrossEntropy, optimizer));
        Assert.Equal(1, Network.Accuracy(trained.Parameters, Xor));
        Assert.True(trained.Loss.Exists(loss => loss < 0.05), $"{name}: {trained}");
        Assert.Equal(1000, trained.Step);
    }

    // A run makes its states as they are asked for: none is here.
    [Fact]
    public void A_run_refuses_targets_that_do_not_fit_the_loss_before_its_first_step()
    {
        var optimizer = Optimizers.Sgd(2);
        Failure.Says(
            "MeanSquaredError: expected values of the outputs' shape [4, 2], got 4 class indices [1, 0, 0, 1]; class indices are for SoftmaxCrossEntropy and its kin",
            () => Train.Run(Network, Losses.MeanSquaredError, optimizer, Batches.Define("xor", 1, 4, _ => new Batch<double>(Xor.Inputs, [1, 0, 0, 1])), Key.Seed(0)));
        Failure.Says(
            "SoftmaxCrossEntropy: expected classes from 0 to 1, got 2 in row 0",
            () => Train.Run(Network, Losses.SoftmaxCrossEntropy, optimizer, Batches.ShuffledEpochs<double>(new(Xor.Inputs, [2, 2, 2, 2]), 4, Key.Seed(1)), Key.Seed(0)));
        Failure.Says(
            "MeanSquaredError: expected targets of the outputs' shape [4, 1], got [4]: targets.Reshape([4, 1]) has it",
            () => Train.Run(
                Network >> Affine(2, 1), Losses.MeanSquaredError, optimizer,
                Batches.ShuffledEpochs<double>(new(Xor.Inputs, Tensor.Vector(0.0, 1, 1, 0)), 4, Key.Seed(1)), Key.Seed(0)));
        // The network first, and parameters that are given too.
        Failure.Says(
            "Affine1: expected [..., 3], got [4, 2]; the input of the network is [4, 2]",
            () => Train.Run(Affine(3, 2), Losses.MeanSquaredError, optimizer, Drawn, Key.Seed(0)));
        Failure.Says(
            "own: outputs [4, 2] and targets do not fit, 4 class indices [1, 0, 0, 1]",
            () => Train.Run(
                Network.Objective(Loss.Define<double>("own", (_, _) => false, _ => TensorNodes<double>.Square)), optimizer,
                Batches.Define("xor", 1, 4, _ => new Batch<double>(Xor.Inputs, [1, 0, 0, 1])), Network.Initialize(Key.Seed(0)), Key.Seed(0)));
    }

    [Fact]
    public void Scan_yields_what_Aggregate_folds()
    {
        var (optimizer, step) = Job();
        var initial = Train.Start(Network, optimizer, Key.Seed(0));
        var states = Train.Scan(Drawn.Take(10), initial, step).ToList();
        Assert.Equal(11, states.Count);
        Assert.Same(initial, states[0]);
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (long)i), states.Select(state => state.Step));
        Assert.Equal(Drawn.Take(10).Aggregate(initial, step), states[^1]);
    }

    [Fact]
    public void Scan_is_lazy()
    {
        var (optimizer, step) = Job();
        Assert.Equal(3, Train.Scan(Drawn, Train.Start(Network, optimizer, Key.Seed(0)), step).ElementAt(3).Step);
    }

    [Fact]
    public void A_step_changes_nothing_that_went_in()
    {
        var (optimizer, step) = Job();
        var state = Train.Start(Network, optimizer, Key.Seed(0));
        var fingerprint = state.Parameters.Fingerprint();
        var next = step(state, Drawn[0]);
        Assert.Equal(fingerprint, state.Parameters.Fingerprint());
        Assert.NotEqual(fingerprint, next.Parameters.Fingerprint());
        Assert.Equal(next, step(state, Drawn[0]));
    }

    [Fact]
    public void The_loss_of_a_step_is_that_before_it()
    {
        var (optimizer, step) = Job();
        var state = Train.Start(Network, optimizer, Key.Seed(0));
        Assert.True(state.Loss.IsNone);
        Assert.Equal(Network.Loss(Losses.SoftmaxCrossEntropy, state.Parameters, Drawn[0]), step(state, Drawn[0]).Loss);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_training_in_a_state_to_inspect()
    {
        var optimizer = Optimizers.Sgd(1e300);
        var deep = Affine(2, 2) >> Affine(2, 2);
        var step = Train.Step(deep, Losses.SoftmaxCrossEntropy, optimizer);
        var initial = Train.Start(deep, optimizer, Key.Seed(0));
        var states = Train.Scan(Drawn, initial, step).Take(100).ToList();
        var (before, last) = (states[^2], states[^1]);
        Assert.True(states.Count < 100, "it went on");
        Assert.True(last.HasDiverged);
        Assert.False(before.HasDiverged);
        Assert.Equal(before.Parameters, last.Parameters);
        Assert.Equal(before.Step, last.Step);
        Assert.Same(last, step(last, Drawn[0]));
        Assert.Contains(": diverged, ", $"{last}", StringComparison.Ordinal);
    }

    [Fact]
    public void Sgd_is_its_equation()
    {
        var p = Parameters<double>.Create(new Parameter<double>("p", ParameterRole.Weight, Tensor.Vector(1.0, 2, 3)));
        var g = p.WithValues(Tensor.Vector(1.0, -1, 0.5));
        var (next, state) = Optimizers.Sgd(0.5).Step(g, Optimizers.Sgd(0.5).Initialize(p), OptimizerContext<double>.Of(p, 0, 0));
        Assert.Equal(Tensor.Vector(0.5, 2.5, 2.75), next["p"]);
        Assert.Equal(Optimizers.Sgd(0.5).Initialize(p), state);
    }

    [Fact]
    public void Momentum_is_its_equation()
    {
        var p = Parameters<double>.Create(new Parameter<double>("p", ParameterRole.Weight, Tensor.Vector(1.0, 2)));
        var g = p.WithValues(Tensor.Vector(1.0, -2));
        var optimizer = Optimizers.Momentum(0.5, 0.25);
        var (once, state) = optimizer.Step(g, optimizer.Initialize(p), OptimizerContext<double>.Of(p, 0, 0));
        var (twice, _) = optimizer.Step(g, state, OptimizerContext<double>.Of(once, 0, 1));
        Assert.Equal(Tensor.Vector(0.5, 3), once["p"]);
        Assert.Equal(Tensor.Vector(-0.125, 4.25), twice["p"]);
    }

    [Fact]
    public void Rates_that_are_none_are_refused()
    {
        Assert.All([-0.1, double.NaN, double.PositiveInfinity], rate => Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.Sgd(rate)));
        Assert.All([-0.1, 1, double.NaN], momentum => Assert.Throws<ArgumentOutOfRangeException>(() => Optimizers.Momentum(0.1, momentum)));
    }

    private static (Optimizer<double>, Func<TrainingState<double>, Batch<double>, TrainingState<double>>) Job() =>
        (Optimizers.Sgd(0.5), Train.Step(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.5)));
}
