using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests;

/// <summary>Metrics are monoids to the last bit, agree with direct formulas and refuse what they cannot measure.</summary>
public sealed class MetricTests
{
    private static readonly Key Seed = Key.Seed(5);

    private static readonly Dataset<double> Classified = new(Draw.Normal(Seed, [2500, 3]), Seed.Fold(1).Integers(2500, 3));

    private static readonly Dataset<double> Padded = new(
        Classified.Inputs, Classified.Targets.ClassIndices.Select((index, row) => row % 5 == 2 ? 7 : index).ToArray());

    private static readonly Dataset<double> Answered = new(Draw.Normal(Seed, [2500, 1]), Seed.Fold(1).Integers(2500, 2));

    private static readonly Dataset<double> Valued = new(Draw.Normal(Seed, [2500, 2]), Draw.Normal(Seed.Fold(1), [2500, 2]) * 1e8);

    public static TheoryData<Metric<double>> OfClasses =>
    [
        Metrics.Accuracy, Metrics.TopAccuracy(2), Metrics.Confusion, Metrics.MacroPrecision, Metrics.MacroRecall, Metrics.MacroF1, Metrics.MicroF1,
        Metrics.Precision(1), Metrics.Recall(2), Metrics.F1(0), Metrics.MeanLoss(Losses.SoftmaxCrossEntropy),
        Metrics.MeanLoss(Losses.SoftmaxCrossEntropyWith([1, 2, 5], ignoredIndex: 1)), Metrics.Perplexity(Losses.SoftmaxCrossEntropy),
    ];

    public static TheoryData<Metric<double>> OfAnswers => [Metrics.BinaryAccuracy(), Metrics.BinaryAccuracy(0.5), Metrics.RocAuc, Metrics.MeanLoss(Losses.SigmoidCrossEntropy)];

    public static TheoryData<Metric<double>> OfValues => [Metrics.MeanSquaredError, Metrics.MeanAbsoluteError, Metrics.RSquared, Metrics.MeanLoss(Losses.LogCosh)];

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void Metrics_of_classes_have_the_same_bits_in_any_grouping(Metric<double> metric) => SameInAnyGrouping(metric, Classified);

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void What_is_ignored_does_not_count(Metric<double> metric)
    {
        var ignoring = metric.Ignoring(7);
        Assert.Equal((metric.Name, metric.Goal), (ignoring.Name, ignoring.Goal));
        SameInAnyGrouping(ignoring, Padded);
        Assert.Equal(Of(metric, Padded.Where(sample => sample.Class != 7)), Of(ignoring, Padded));
        // All of a batch is ignored, but not all batches.
        var (some, none) = (Padded[..10], new Dataset<double>(Padded.Inputs[..1000], Enumerable.Repeat(7, 1000).ToArray()));
        Assert.Equal(Of(ignoring, some), Of(ignoring, none.Concat(some)));
        Assert.ThrowsAny<ArgumentException>(() => Of(ignoring, none));
        // An index that no target has, probabilities, and a class of the classifier's own.
        Assert.Equal(Of(metric, Classified), Of(metric.Ignoring(-1), Classified));
    }

    [Fact]
    public void What_is_ignored_may_be_a_class_a_position_or_an_answer()
    {
        var outputs = Tensor.Matrix(new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 1, 0 }, { double.NaN, 0, 0 } });
        Assert.Equal(0.5, Metrics.Accuracy.Ignoring(ignoredIndex: 1).Of(outputs, [0, 1, 2, 1]));
        Assert.Equal(2.0 / 3, Metrics.Accuracy.Ignoring(-1).Of(outputs.Reshape([2, 2, 3]), new Indices([2, 2], [0, 1, 2, -1])));
        Assert.Equal(1, Metrics.TopAccuracy(3).Ignoring(255).Of(outputs, [255, 0, 1, 255]));
        var counts = Metrics.Confusion.Ignoring(-1).Tally(outputs, [0, -1, 2, -1]);
        Assert.Equal((2, 1, 1, 0), (counts.Total, counts[0, 0], counts[2, 1], counts.Unknown));
        Assert.Equal(0.5, Metrics.BinaryAccuracy().Ignoring(-1).Of(Tensor.Matrix(new[,] { { 1.0, -1 }, { 1, 1 } }), [1, -1, -1, 0]));
        Assert.Equal(Metrics.Accuracy.Of(outputs, Tensor.OneHot<double>([0, 1, 2, 0], 3)), Metrics.Accuracy.Ignoring(0).Of(outputs, Tensor.OneHot<double>([0, 1, 2, 0], 3)));
        Failure.Says("accuracy: expected at least one sample that counts, got none", () => Metrics.Accuracy.Ignoring(0).Of(outputs, [0, 0, 0, 0]));
        Failure.Says("accuracy: expected classes from 0 to 2, got 9 in row 1", () => Metrics.Accuracy.Ignoring(-1).Of(outputs[..3], [-1, 0, 9]));
        Failure.Says(
            "accuracy: expected 4 class indices, one for each row of outputs [4, 3], got 2", () => Metrics.Accuracy.Ignoring(-1).Of(outputs, [-1, 0]));
    }

    [Theory]
    [MemberData(nameof(OfAnswers))]
    public void Metrics_of_answers_have_the_same_bits_in_any_grouping(Metric<double> metric) => SameInAnyGrouping(metric, Answered);

    [Theory]
    [MemberData(nameof(OfValues))]
    public void Metrics_of_values_have_the_same_bits_in_any_grouping(Metric<double> metric) => SameInAnyGrouping(metric, Valued);

    [Fact]
    public void Sums_are_exact_in_any_order()
    {
        double[] numbers = [1e308, 1, -1e308, 1e-320, -1, double.Epsilon, 1e16, 1, -1e16, 0.1];
        Assert.Equal(1.1, ExactSum.Of(numbers).ToDouble());
        Assert.Equal(1e-320 + double.Epsilon, ExactSum.Of(1e308, 1e-320, -1e308, double.Epsilon).ToDouble());
        for (var draw = 0; draw < 50; draw++)
        {
            var drawn = Draw.Normal(Seed.Fold(draw), [30]) * Draw.Normal(Seed.Fold(draw + 100), [30]).Map(x => double.ScaleB(1, (int)(300 * x)));
            var shuffled = Seed.Fold(draw).Permutation(30).Select(i => drawn.Data[i]).ToArray();
            Assert.Equal(ExactSum.Of(drawn.Span), ExactSum.Of(shuffled.AsSpan(0, 7)) + (ExactSum.Of(shuffled.AsSpan(7, 13)) + ExactSum.Of(shuffled.AsSpan(20))));
            Assert.Equal(ExactSum.Of(drawn.Span), ExactSum.Of(drawn.Span) + ExactSum.Zero);
            Assert.Equal(drawn.Data[0], ExactSum.Of(drawn.Data[0]).ToDouble());
        }

        Assert.Equal(double.PositiveInfinity, ExactSum.Of(double.MaxValue, double.MaxValue).ToDouble());
        Assert.Equal(double.PositiveInfinity, ExactSum.Of(double.PositiveInfinity, 1).ToDouble());
        Assert.True(double.IsNaN((ExactSum.Of(double.PositiveInfinity) + ExactSum.Of(double.NegativeInfinity)).ToDouble()));
        Assert.Equal(9007199254740992, ExactSum.Of(9007199254740992, 1).ToDouble());
        Assert.Equal(9007199254740996, ExactSum.Of(9007199254740992, 1, 1, 1).ToDouble());
    }

    [Fact]
    public void Nothing_added_changes_nothing()
    {
        var confusion = ConfusionCounts.Of([0, null, 2], [0, 1, 1], 3);
        Assert.Equal(confusion, confusion + ConfusionCounts.AdditiveIdentity);
        Assert.Equal(confusion, ConfusionCounts.AdditiveIdentity + confusion);
        var scores = RankedScores.Of([0.5, double.NaN, -0.0, 0], [true, false, true, false]);
        Assert.Equal(scores, scores + RankedScores.AdditiveIdentity);
        Assert.Equal(scores, RankedScores.AdditiveIdentity + scores);
    }

    [Fact]
    public void Metrics_agree_with_their_formulas()
    {
        var (outputs, classes) = (Classified.Inputs, Classified.Targets.ClassIndices);
        var right = outputs.ArgMaxOfRows().Zip(classes, (predicted, actual) => predicted == actual ? 1.0 : 0).Average();
        Assert.Equal(right, Of(Metrics.Accuracy, Classified));
        Assert.Equal(right, Of(Metrics.MicroF1, Classified), 1e-15);
        Assert.Equal(Identity.Accuracy(Parameters<double>.Empty, Classified), Of(Metrics.Accuracy, Classified));
        Assert.Equal(Losses.SoftmaxCrossEntropy.Against(Classified.Targets)(outputs).Value, Of(Metrics.MeanLoss(Losses.SoftmaxCrossEntropy), Classified), 1e-14);
        Assert.Equal(double.Exp(Of(Metrics.MeanLoss(Losses.SoftmaxCrossEntropy), Classified)), Of(Metrics.Perplexity(Losses.SoftmaxCrossEntropy), Classified), 1e-14);
        var wanted = Valued.Targets.ToTensor();
        Assert.Equal(1 - ((Valued.Inputs - wanted).Square().Sum() / (wanted - wanted.Mean()).Square().Sum()), Of(Metrics.RSquared, Valued), 1e-12);
        Assert.Equal((Valued.Inputs - wanted).Abs().Mean() / 1e8, Of(Metrics.MeanAbsoluteError, Valued) / 1e8, 1e-12);
    }

    [Fact]
    public void R_squared_keeps_its_digits_far_from_zero()
    {
        var targets = Tensor.Vector(1e9 + 1, 1e9 + 2, 1e9 + 3);
        Assert.Equal(0.5, Metrics.RSquared.Of(Tensor.Vector(1e9 + 1, 1e9 + 2, 1e9 + 4), targets));
    }

    [Fact]
    public void The_area_counts_pairs_and_half_of_ties()
    {
        var scores = Seed.Integers(200, 20).Select(i => (double)i).ToArray();
        var ones = Seed.Fold(1).Integers(200, 2).Select(i => i == 1).ToArray();
        var pairs =
            from one in Enumerable.Range(0, 200).Where(i => ones[i])
            from zero in Enumerable.Range(0, 200).Where(i => !ones[i])
            select scores[one] > scores[zero] ? 1 : scores[one] == scores[zero] ? 0.5 : 0;
        Assert.Equal(pairs.Average(), RankedScores.Of(scores, ones).Area(), 1e-15);
        Assert.Equal(0.5, Metrics.RocAuc.Of(Tensor.Zeros<double>([4]), [0, 1, 0, 1]));
        Assert.Equal(1, Metrics.RocAuc.Of(Tensor.Matrix(new[,] { { 1.0, 0 }, { 0, 1 } }), [0, 1]));
        Assert.True(double.IsNaN(Metrics.RocAuc.Of(Tensor.Vector(double.NaN, 1), [0, 1])));
        Failure.Says("ROC AUC: expected samples of both classes, got 0 of class 0 and 2 of class 1", () => Metrics.RocAuc.Of(Tensor.Zeros<double>([2]), [1, 1]));
    }

    [Fact]
    public void Precision_recall_and_F1_are_read_from_counts()
    {
        var counts = ConfusionCounts.Of([0, 0, 1, null, 1], [0, 1, 1, 1, 0], 4);
        Assert.Equal((5, 2, 1), (counts.Total, counts.Right, counts.Unknown));
        Assert.Equal((0.5, 0.5, 0.5), (counts.Precision(0), counts.Recall(0), counts.F1(0)));
        Assert.Equal((0.5, 1 / 3.0, 0.4), (counts.Precision(1), counts.Recall(1), counts.F1(1)));
        Assert.Equal((0, 0, 0), (counts.Precision(2), counts.Recall(2), counts.F1(2)));
        Assert.Equal(0.45, counts.Macro(counts.F1), 1e-15);
        Assert.Equal("0: 1 1 0 0 0\n1: 1 1 0 0 1\n2: 0 0 0 0 0\n3: 0 0 0 0 0", $"{counts}");
        Assert.Equal("Confusion matrix: 40.00 % of 5 right\n1 not a number", Pictures.ConfusionMatrix(counts).Title);
        Failure.Says("expected classes from 0 to 1, got 2 taken for 0", () => ConfusionCounts.Of([0], [2], 2));
    }

    [Fact]
    public void A_row_with_NaN_is_wrong_and_thresholds_are_met()
    {
        var outputs = Tensor.Matrix(new[,] { { double.NaN, 1 }, { 0, 1 } });
        Assert.Equal(0.5, Metrics.Accuracy.Of(outputs, [1, 1]));
        Assert.Equal(0.5, Metrics.TopAccuracy(2).Of(outputs, [1, 1]));
        Assert.Equal(0.75, Metrics.BinaryAccuracy().Of(Tensor.Vector(0, -1, double.NaN, 2), [1, 0, 0, 1]));
    }

    [Fact]
    public void Nothing_to_measure_is_refused()
    {
        Failure.Says("expected samples to evaluate on, got none", () => Of(Metrics.Accuracy, new(Tensor.Zeros<double>([0, 3]), ImmutableArray<int>.Empty)));
        Failure.Says("mean squared error: expected at least one sample that counts, got none", () => Metrics.MeanSquaredError.Of(Tensor.Zeros<double>([0]), Tensor.Zeros<double>([0])));
        Failure.Says("R²: expected targets that differ, got 3 of about 1", () => Metrics.RSquared.Of(Tensor.Zeros<double>([3]), Tensor.Ones<double>([3])));
        Failure.Says("expected samples of classes, got none", () => ConfusionCounts.AdditiveIdentity.Accuracy);
        Failure.Says("two metrics are called accuracy", () => Identity.Evaluate([Metrics.Accuracy, Metrics.Accuracy], Parameters<double>.Empty, Classified));
    }

    [Fact]
    public void States_are_measured_and_stopped_by_metrics_that_know_their_goal()
    {
        var network = Affine(3, 3);
        var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.05), Batches.ShuffledEpochs(Classified, 500, Seed), Seed);
        var loss = Metrics.MeanLoss(Losses.SoftmaxCrossEntropy).Named("test loss");
        var measured = run.Take(8).WithMetrics(network, [loss, Metrics.Accuracy], Classified).StopEarly(2, loss).ToList();
        Assert.Equal(8, measured.Count);
        Assert.Equal(network.Evaluate(loss, measured[^1].State.Parameters, Classified), measured[^1]["test loss"]);
        Assert.Equal(["test loss", "accuracy"], measured[0].Metrics.Select(metric => metric.Name));
        Assert.Equal(3, measured.AsEnumerable().Reverse().StopEarly(2, loss).Count());
        Assert.Equal((Goal.Minimize, Goal.Maximize), (loss.Goal, Metrics.Accuracy.Goal));
    }

    private static Layer<double> Identity => Layer<double>.Identity;

    private static double Of(Metric<double> metric, Dataset<double> dataset) => Identity.Evaluate(metric, Parameters<double>.Empty, dataset);

    private static void SameInAnyGrouping(Metric<double> metric, Dataset<double> dataset)
    {
        var whole = metric.Measure(dataset.Inputs, dataset.Targets);
        Assert.True(double.IsFinite(whole.Value), $"{metric} is {whole.Value:g17}");
        Assert.Equal(whole.Value, Of(metric, dataset));
        foreach (var size in (int[])[1000, 333, 100])
        {
            var parts = dataset.InBatchesOf(size).Select(batch => metric.Measure(batch.Inputs, batch.Targets)).ToList();
            Assert.Equal(whole.Value, parts.Aggregate((left, right) => left.Plus(right)).Value);
            Assert.Equal(whole.Value, parts.AsEnumerable().Reverse().Aggregate((left, right) => right.Plus(left)).Value);
            Assert.Equal(whole.Value, Enumerable.Range(0, parts.Count).Where(i => i % 2 == 0).Concat(Enumerable.Range(0, parts.Count).Where(i => i % 2 == 1))
                .Select(i => parts[i]).Aggregate((left, right) => left.Plus(right)).Value);
        }
    }
}
