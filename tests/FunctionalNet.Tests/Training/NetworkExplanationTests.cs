using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

public sealed class NetworkExplanationTests
{
    private static readonly Layer<double> Network = (Affine(4, 3) >> Relu).Named("encoder") >> Affine(3, 2) >> Sigmoid;

    private static readonly Layer<double> Small =
        Affine(2, 2, new("Given", (_, _) => Tensor.Matrix(new[,] { { 1.0, 2 }, { 3, -4 } }))) >> Relu;

    private static readonly Parameters<double> Parameters = Network.Initialize(Key.Seed(0));

    private static readonly Batch<double> Batch = new(Key.Seed(1).Normal<double>([5, 4]), ImmutableArray.Create(0, 1, 1, 0, 1));

    [Fact]
    public void A_batch_has_a_line_for_each_stage_and_parameter() => Assert.Equal(
        """
        encoder: (Affine(4→3) >> Relu) >> Affine(3→2) >> Sigmoid: gradients of the loss
        name               what it is                        shape   value                             gradient
        input              input                             [5, 4]  mean 0.124 ± 1.11                 mean 0.00364 ± 0.00508, 20 % zeros
        encoder/Affine1/W  weight                            [4, 3]  mean -0.217 ± 0.192               mean 0.00243 ± 0.0222
        encoder/Affine1/b  bias or gain                      [3]     [0, 0, 0]                         [8.34e-06, 0.00593, -0.0707]
        encoder/Affine1    Affine(4→3)                       [5, 3]  mean -0.208 ± 0.52                mean -0.00432 ± 0.0125, 53.3 % zeros
        encoder/Relu1      Relu                              [5, 3]  mean 0.118 ± 0.172, 53.3 % zeros  mean -0.00177 ± 0.0211
        Affine1/W          weight                            [3, 2]  mean 0.249 ± 0.633                mean -2.3e-05 ± 0.00639
        Affine1/b          bias or gain                      [2]     [0, 0]                            [0.0235, -0.0236]
        Affine1            Affine(3→2)                       [5, 2]  mean 0.0909 ± 0.202, 20 % zeros   mean -8.63e-06 ± 0.0245
        Sigmoid1           Sigmoid                           [5, 2]  mean 0.522 ± 0.0499               mean 0 ± 0.0992
        loss               SoftmaxCrossEntropy of 5 samples  []      0.68482                           1
        """,
        $"{Network.Explain(Losses.SoftmaxCrossEntropy, Parameters, Batch)}");

    [Fact]
    public void An_input_is_explained_without_a_loss() => Assert.Equal(
        """
        Affine(2→2) >> Relu: gradients of the sum of its outputs
        name       what it is    shape   value          gradient
        input      input         [2]     [1, 2]         [1, 3]
        Affine1/W  weight        [2, 2]  [1, 2, 3, -4]  [1, 0, 2, 0]
        Affine1/b  bias or gain  [2]     [0, 0]         [1, 0]
        Affine1    Affine(2→2)   [2]     [7, -6]        [1, 0]
        Relu1      Relu          [2]     [7, 0]         [1, 1]
        """,
        $"{Small.Explain(Small.Initialize(Key.Seed(0)), Tensor.Vector(1.0, 2))}");

    [Fact]
    public void Gradients_are_those_of_the_objective()
    {
        var explanation = Network.Explain(Losses.SoftmaxCrossEntropy, Parameters, Batch);
        var (loss, gradient) = Network.Objective(Losses.SoftmaxCrossEntropy, Batch, Mode.Inference).ValueAndGradient(Parameters);
        Assert.Equal(loss, explanation["loss"].Value.ToScalar());
        Assert.All(gradient, parameter => Assert.Equal(parameter.Value, explanation[parameter.Path].Gradient));
        Assert.All(Parameters, parameter => Assert.Equal(parameter.Value, explanation[parameter.Path].Value));
        var ofInput = Network.WithParameters(Parameters, Mode.Inference) >> Losses.SoftmaxCrossEntropy.Against(Batch.Targets);
        Assert.Equal(ofInput.ValueAndGradient(Batch.Inputs).Gradient, explanation["input"].Gradient);
    }

    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        var explanation = Network.Explain(Losses.SoftmaxCrossEntropy, Parameters, Batch);
        var numerical = Network.NumericalGradient(Losses.SoftmaxCrossEntropy, Parameters, Batch);
        var found = Parameters.Select(parameter => explanation[parameter.Path].Gradient!);
        Assert.True(GradientCheck.Compare(found, numerical).IsWithin(1e-5), $"{GradientCheck.Compare(found, numerical)}");
    }

    [Fact]
    public void Without_a_loss_the_gradient_is_that_of_the_sum_of_the_outputs()
    {
        var explanation = Network.Explain(Parameters, Batch.Inputs);
        var sum = Network.OnInput(Batch.Inputs, Mode.Inference) >> TensorNodes<double>.Sum;
        Assert.Equal(Network.Predict(Parameters, Batch.Inputs), explanation["Sigmoid1"].Value);
        Assert.All(
            sum.ValueAndGradient(Parameters).Gradient,
            parameter => Assert.Equal(parameter.Value, explanation[parameter.Path].Gradient));
    }

    [Fact]
    public void A_statistic_has_no_gradient()
    {
        var centre = Layer.Define<double>(
            "Centre", "", [new("mean", [], ParameterRole.Statistic, Initializers.Zeros)], shape => shape,
            (parameters, x, _) => (x - parameters["mean"], dy => new(parameters.Trained, () => dy)));
        var explanation = centre.Explain(centre.Initialize(Key.Seed(0)), Tensor.Vector(1.0, 2));
        Assert.Null(explanation["Centre1/mean"].Gradient);
        Assert.Equal("Centre1/mean: statistic, value 0, gradient –", $"{explanation["Centre1/mean"]}");
    }

    [Fact]
    public void The_identity_is_its_input() => Assert.Equal(
        ["input: input, value [1, 2], gradient [1, 1]"],
        Layer<double>.Identity.Explain(Parameters<double>.Empty, Tensor.Vector(1.0, 2)).Nodes.Select(node => node.ToString()));

    [Fact]
    public void What_does_not_fit_is_refused_as_by_a_run() => Failure.Says(
        "encoder/Affine1: expected [..., 4], got [3]; the input of the network is [3]", () => Network.Explain(Parameters, Tensor.Vector(1.0, 2, 3)));
}
