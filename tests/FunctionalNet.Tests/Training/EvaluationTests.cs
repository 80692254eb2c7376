using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

public sealed class EvaluationTests
{
    private static readonly Layer<double> Network = Affine(3, 4) >> Sigmoid >> Affine(4, 2);
    private static readonly Parameters<double> Parameters = Network.Initialize(Key.Seed(0));
    private static readonly Batch<double> Batch = new(Draw.Normal(Key.Seed(1), [5, 3]), ImmutableArray.Create(0, 1, 1, 0, 1));

    [Fact]
    public void A_prediction_is_the_output_in_inference() =>
        Assert.Equal(Network.Forward(Parameters, Batch.Inputs, Mode.Inference).Output, Network.Predict(Parameters, Batch.Inputs));

    [Fact]
    public void The_loss_is_that_of_the_prediction() => Assert.Equal(
        SoftmaxCrossEntropy.Against(Batch.Targets)(Network.Predict(Parameters, Batch.Inputs)).Value,
        Network.Loss(Parameters, Batch, SoftmaxCrossEntropy));

    [Fact]
    public void Backpropagation_and_central_differences_agree() => Assert.True(GradientCheck.Compare(
        Network.Gradient(Parameters, Batch, SoftmaxCrossEntropy),
        Network.NumericalGradient(Parameters, Batch, SoftmaxCrossEntropy)).IsWithin(1e-6));

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(2500)]
    public void Accuracy_counts_the_largest_outputs_at_the_right_place(int samples)
    {
        // The network gives its input back: each third sample is labelled wrongly.
        var classes = Key.Seed(2).Integers(samples, 4);
        var outputs = Tensor.OneHot<double>(classes, 4);
        var labels = classes.Select((label, i) => i % 3 == 0 ? (label + 1) % 4 : label).ToImmutableArray();
        var right = (double)(samples - ((samples + 2) / 3)) / samples;
        Assert.Equal(right, Layer<double>.Identity.Accuracy(Parameters<double>.Empty, new(outputs, labels)));
        Assert.Equal(right, Layer<double>.Identity.Accuracy(Parameters<double>.Empty, new(outputs, Tensor.OneHot<double>(labels, 4))));
    }

    [Fact]
    public void There_is_no_accuracy_on_nothing() => Assert.Throws<ArgumentException>(() =>
        Network.Accuracy(Parameters, new(Tensor.Zeros<double>([0, 3]), ImmutableArray<int>.Empty)));
}
