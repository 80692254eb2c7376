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
        Losses.SoftmaxCrossEntropy.Against(Batch.Targets)(Network.Predict(Parameters, Batch.Inputs)).Value,
        Network.Loss(Losses.SoftmaxCrossEntropy, Parameters, Batch));

    [Fact]
    public void Backpropagation_and_central_differences_agree() => Assert.True(GradientCheck.Compare(
        Network.Gradient(Losses.SoftmaxCrossEntropy, Parameters, Batch),
        Network.NumericalGradient(Losses.SoftmaxCrossEntropy, Parameters, Batch)).IsWithin(1e-6));

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
    public void Outputs_that_are_not_numbers_are_no_class()
    {
        var outputs = Tensor.Matrix(new[,] { { 1, 0 }, { double.NaN, 0 }, { 0, double.NaN }, { 0, double.PositiveInfinity } });
        Assert.Equal("[Some(0), None, None, Some(1)]", $"[{string.Join(", ", Layer<double>.Identity.Classify(Parameters<double>.Empty, outputs))}]");
        Assert.Equal(0.5, Layer<double>.Identity.Accuracy(Parameters<double>.Empty, new(outputs, [0, 0, 1, 1])));
        var nowhere = Parameters.Map(value => value.Map(_ => double.NaN));
        Assert.Equal(0, Network.Accuracy(nowhere, new(Batch.Inputs, Batch.Targets)));
    }

    [Fact]
    public void Accuracy_takes_every_row_of_a_sequence()
    {
        var (outputs, targets) = (Tensor.OneHot<double>([0, 1, 2, 0, 1, 1], 3), Tensor.OneHot<double>([0, 1, 2, 0, 1, 2], 3));
        Assert.Equal(5 / 6.0, Layer<double>.Identity.Accuracy(
            Parameters<double>.Empty, new(outputs.Reshape([2, 3, 3]), targets.Reshape([2, 3, 3]))));
    }

    [Fact]
    public void Targets_that_do_not_fit_are_refused_wherever_the_row_is()
    {
        var labels = Enumerable.Repeat(0, 2500).Append(2).ToArray();
        Failure.Says(
            "accuracy: expected classes from 0 to 1, got 2 in row 2500",
            () => Network.Accuracy(Parameters, new(Tensor.Zeros<double>([2501, 3]), labels)));
    }

    [Fact]
    public void The_gradient_is_that_of_the_mode()
    {
        var noisy = Network >> Layer.Define<double>("Noise", "", [], shape => shape, (_, x, mode) => (
            mode is Mode.TrainingMode(var key) ? x * key.Normal<double>(x.Shape) : x, dy => new(Parameters<double>.Empty, () => dy)));
        var training = Mode.Training(Key.Seed(5));
        Assert.Equal(Network.Loss(Losses.SoftmaxCrossEntropy, Parameters, Batch), noisy.Loss(Losses.SoftmaxCrossEntropy, Parameters, Batch));
        Assert.NotEqual(
            noisy.Loss(Losses.SoftmaxCrossEntropy, Parameters, Batch), noisy.Loss(Losses.SoftmaxCrossEntropy, Parameters, Batch, training));
        Assert.Equal(
            noisy.Objective(Losses.SoftmaxCrossEntropy, Batch, training).ValueAndGradient(Parameters).Gradient,
            noisy.Gradient(Losses.SoftmaxCrossEntropy, Parameters, Batch, training));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(256)]
    [InlineData(2501)]
    public void A_data_set_evaluated_where_it_is_gives_what_copies_of_its_batches_give(int samples)
    {
        var dataset = new Dataset<double>(Draw.Normal(Key.Seed(6), [samples, 3]), Key.Seed(7).Integers(samples, 2));
        var batches = dataset.InBatchesOf(100).ToList();
        var (accuracy, loss) = (Metrics.Accuracy, Metrics.MeanLoss(Losses.SoftmaxCrossEntropy));
        Metric<double>[] metrics = [accuracy, loss, Metrics.MacroF1, Metrics.RocAuc, Metrics.TopAccuracy(2)];
        foreach (var metric in metrics)
            Assert.Equal(Copied(metric), Network.Evaluate(metric, Parameters, dataset));
        Assert.Equal(Copied(accuracy), Network.Accuracy(Parameters, dataset));

        double Copied(Metric<double> metric) => batches
            .Select(batch => metric.Measure(Network.Predict(Parameters, batch.Inputs), batch.Targets))
            .Aggregate((left, right) => left.Plus(right)).Value;
    }

    [Fact]
    public void Targets_that_are_values_are_compared_where_they_are()
    {
        var dataset = new Dataset<double>(Draw.Normal(Key.Seed(8), [700, 3]), Draw.Normal(Key.Seed(9), [700, 3]).Map(value => value > 0 ? 1 : 0));
        Metric<double>[] metrics =
        [
            Metrics.MeanSquaredError, Metrics.MeanAbsoluteError, Metrics.RSquared, Metrics.BinaryAccuracy(), Metrics.RocAuc, Metrics.MeanLoss(Losses.SigmoidCrossEntropy),
        ];
        foreach (var metric in metrics)
            Assert.Equal(metric.Of(dataset.Inputs, dataset.Targets), Layer<double>.Identity.Evaluate(metric, Parameters<double>.Empty, dataset));
    }

    [Fact]
    public void A_layer_sees_the_rows_that_it_is_given_and_no_others()
    {
        // It adds to each row the elements that it finds in its input's array, of which there are as many as in the input.
        var reading = Layer.Define<double>("Reading", "", [], shape => shape, (_, x, _) => (
            Tensor.Generate(x.Shape, i => x.Data[i] + x.Data.Length - x.Shape.Size), _ => throw new InvalidOperationException("expected no run backwards")));
        var dataset = new Dataset<double>(Tensor.OneHot<double>(Key.Seed(10).Integers(1500, 3), 3), Key.Seed(10).Integers(1500, 3));
        Assert.Equal(1, reading.Accuracy(Parameters<double>.Empty, dataset));
    }

    [Fact]
    public void There_is_no_accuracy_on_nothing() => Failure.Says(
        "expected samples to measure accuracy on, got none",
        () => Network.Accuracy(Parameters, new(Tensor.Zeros<double>([0, 3]), ImmutableArray<int>.Empty)));
}
