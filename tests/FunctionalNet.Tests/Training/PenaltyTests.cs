using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

/// <summary>Penalties cost weights, and neither biases, statistics nor what is frozen.</summary>
public sealed class PenaltyTests
{
    private static readonly Layer<double> Network = Affine(3, 4, Initializers.Normal(1), Initializers.Normal(1)) >> Tanh >> Affine(4, 2, Initializers.Normal(1), Initializers.Normal(1));

    private static readonly Batch<double> Batch = new(Draw.Normal(Key.Seed(1), [5, 3]), [0, 1, 1, 0, 1]);

    public static TheoryData<Penalty<double>> Penalised => [Penalties.L2(0.3), Penalties.L1(0.2), Penalties.L2(0.1, ParameterRole.BiasOrGain)];

    [Theory]
    [MemberData(nameof(Penalised))]
    public void The_gradient_of_a_penalised_objective_is_that_of_its_value(Penalty<double> penalty)
    {
        var objective = Network.Objective(Losses.SoftmaxCrossEntropy).WithPenalty(penalty);
        Differentiable<Parameters<double>, double> function = parameters =>
        {
            var pass = objective.At(parameters, Batch, Mode.Inference);
            return (pass.Loss, pass.Pullback);
        };
        Assert.True(GradientCheck.Of(function, Network.Initialize(Key.Seed(0)), Key.Seed(2)).IsWithin(1e-7), $"{objective}");
    }

    [Fact]
    public void Only_trained_parameters_of_the_role_cost_something()
    {
        var parameters = Network.Initialize(Key.Seed(0));
        var squares = parameters["Affine1/W"].Square().Sum() + parameters["Affine2/W"].Square().Sum();
        Assert.Equal(0.05 * squares, Penalties.L2(0.1).Of(parameters).Value, 1e-14);
        Assert.Equal(Tensor.Zeros<double>([4]), Penalties.L2(0.1).Of(parameters).Pullback(1)["Affine1/b"]);
        var half = Frozen(Affine(3, 4)) >> Tanh >> Affine(4, 2);
        var bound = half.Initialize(Key.Seed(0));
        Assert.Equal(0.05 * bound["Affine2/W"].Square().Sum(), Penalties.L2(0.1).Of(bound).Value, 1e-14);
        var pass = half.Objective(Losses.SoftmaxCrossEntropy).WithPenalty(Penalties.L2(0.1)).At(bound, Batch, Mode.Inference);
        Assert.Equal(2, pass.Pullback(1).Count);
        Failure.Says("expected a rate of 0 or more, got -1 (Parameter 'rate')", () => Penalties.L2(-1));
        Failure.Says(
            "expected the role of parameters that are trained, which statistics are not (Parameter 'role')", () => Penalties.L1(1, ParameterRole.Statistic));
    }

    [Fact]
    public void A_run_with_a_penalty_has_smaller_weights()
    {
        var batches = Batches.ShuffledEpochs(new Dataset<double>(Batch.Inputs, Batch.Targets), 5, Key.Seed(3));
        double Norm(Objective<Batch<double>, double> objective) => new TrainingRun<Batch<double>, double>(
            objective, Optimizers.Sgd(0.1), batches, Train.Start(Network, Optimizers.Sgd(0.1), Key.Seed(0))).ElementAt(20).Parameters["Affine1/W"].Square().Sum();
        Assert.True(Norm(Network.Objective(Losses.SoftmaxCrossEntropy).WithPenalty(Penalties.L2(0.5))) < Norm(Network.Objective(Losses.SoftmaxCrossEntropy)));
    }
}
