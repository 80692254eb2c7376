using System.Collections.Immutable;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Metrics of classifiers with outputs <c>[batch, ..., classes]</c>, of which the largest is the prediction.</content>
    public static partial class Metrics
    {
        /// <summary>The share of rows whose largest output is at the target's class. A row with a NaN is wrong.</summary>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.Accuracy.Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 } }), [1, 1])); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> Accuracy { get; } = TopAccuracy(1, "accuracy");

        /// <summary>
        /// The share of outputs that are on the right side of a threshold: those of class 1, or of a target of at least ½, at it or above, the
        /// others below. The outputs are those of yes-or-no questions, <c>[batch, ...]</c>: logits, or probabilities with a threshold of 0.5.
        /// </summary>
        /// <param name="threshold">The threshold: 0 for logits, 0.5 for probabilities.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.BinaryAccuracy().Of(Tensor.Vector(-1f, 2), [0, 1])); // 1
        /// Console.WriteLine(Metrics.BinaryAccuracy(threshold: 0.5).Of(Tensor.Vector(0.2f, 0.3f), [0, 1])); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> BinaryAccuracy(double threshold = 0) => Share("binary accuracy", (outputs, targets) =>
        {
            var (scores, answers) = (outputs.Cast<double>(), targets.RequireAnswers(outputs.Shape, "binary accuracy").Cast<double>());
            var right = 0;
            for (var i = 0; i < scores.Shape.Size; i++)
                right += !double.IsNaN(scores.Span[i]) && scores.Span[i] >= threshold == answers.Span[i] >= 0.5 ? 1 : 0;
            return Count(right, scores.Shape.Size);
        });

        /// <summary>
        /// The share of rows with fewer than k outputs that are larger than that of the target's class, or as large and before it. A row with a
        /// NaN is wrong.
        /// </summary>
        /// <param name="k">How many of the largest outputs count: 1 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is not positive.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.TopAccuracy(2).Of(Tensor.Matrix(new[,] { { 1f, 2, 3 }, { 1f, 2, 3 } }), [1, 0])); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> TopAccuracy(int k)
        {
            Require.Positive(k);
            return TopAccuracy(k, Invariant($"top-{k} accuracy"));
        }

        /// <summary>How many samples of each class were taken for each class; its value is the accuracy.</summary>
        /// <example>
        /// <code>
        /// var counts = Metrics.Confusion.Tally(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 }, { 0, 1 } }), [1, 1, 0]);
        /// Console.WriteLine($"{counts[0, 1]} of class 0 taken for 1, precision {counts.Precision(1)}"); // 1 of class 0 taken for 1, precision 0.5
        /// </code>
        /// </example>
        public static Metric<T, ConfusionCounts> Confusion { get; } = OfCounts("confusion", counts => counts.Accuracy);

        /// <summary>The mean over the classes of the share of what was taken for a class that is of it.</summary>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.MacroPrecision.Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 }, { 0, 1 } }), [1, 1, 0])); // 0.25
        /// </code>
        /// </example>
        public static Metric<T> MacroPrecision { get; } = OfCounts("macro precision", counts => counts.Macro(counts.Precision));

        /// <summary>The mean over the classes of the share of a class that was taken for it: the balanced accuracy.</summary>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.MacroRecall.Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 }, { 0, 1 } }), [1, 1, 0])); // 0.25
        /// </code>
        /// </example>
        public static Metric<T> MacroRecall { get; } = OfCounts("macro recall", counts => counts.Macro(counts.Recall));

        /// <summary>The mean over the classes of the harmonic mean of precision and recall.</summary>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.MacroF1.Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 }, { 0, 1 } }), [1, 1, 0])); // 0.25
        /// </code>
        /// </example>
        public static Metric<T> MacroF1 { get; } = OfCounts("macro F1", counts => counts.Macro(counts.F1));

        /// <summary>
        /// <c>2 r/(a + p)</c> over all classes together, of r right samples, all a and the p that were taken for any class. Where no output is NaN
        /// it is the accuracy, as micro precision and recall are.
        /// </summary>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.MicroF1.Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 } }), [1, 1])); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> MicroF1 { get; } =
            OfCounts("micro F1", counts => 2.0 * counts.Right / ((2 * counts.RequireSome()) - counts.Unknown));

        /// <summary>The share of what was taken for a class that is of it; 0 if there is none.</summary>
        /// <param name="index">The class, counted from 0.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.Precision(1).Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 }, { 0, 1 } }), [1, 1, 0])); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> Precision(int index) => OfClass("precision", index, counts => counts.Precision(index));

        /// <summary>The share of a class that was taken for it; 0 if there is none.</summary>
        /// <param name="index">The class, counted from 0.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.Recall(1).Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 }, { 0, 1 } }), [1, 1, 0])); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> Recall(int index) => OfClass("recall", index, counts => counts.Recall(index));

        /// <summary>The harmonic mean of precision and recall of a class; 0 if both are.</summary>
        /// <param name="index">The class, counted from 0.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.F1(1).Of(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 0 }, { 0, 1 } }), [1, 1, 0])); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> F1(int index) => OfClass("F1", index, counts => counts.F1(index));

        /// <summary>
        /// The area under the receiver operating characteristic: the probability that a sample of class 1 has a higher score than one of class 0,
        /// where equal scores count for half. The scores are single outputs, logits or probabilities, or of two classes the second less the first.
        /// </summary>
        /// <remarks>Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC) curve", 1982.</remarks>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.RocAuc.Of(Tensor.Vector(0.1f, 0.4f, 0.4f, 0.8f), [0, 0, 1, 1])); // 0.875
        /// </code>
        /// </example>
        public static Metric<T> RocAuc { get; } = Metric.Define<T, RankedScores>("ROC AUC", Goal.Maximize, (outputs, targets) =>
        {
            if (outputs.Shape is [.., _, 2])
            {
                ImmutableArray<int> classes = targets.ClassesFor(outputs.Shape, "ROC AUC");
                return RankedScores.Of(
                    [.. Enumerable.Range(0, classes.Length).Select(row => double.CreateChecked(outputs.Span[(2 * row) + 1]) - double.CreateChecked(outputs.Span[2 * row]))],
                    [.. classes.Select(index => index == 1)]);
            }

            var answers = targets.RequireAnswers(outputs.Shape, "ROC AUC").Cast<double>();
            return RankedScores.Of(outputs.Cast<double>().Span, [.. Enumerable.Range(0, answers.Shape.Size).Select(i => answers.Span[i] >= 0.5)]);
        }, scores => scores.Area());

        private static Metric<T, WeightedSum> TopAccuracy(int k, string name) => Share(name, (outputs, targets) =>
        {
            var (actual, classes, right) = (targets.ClassesFor(outputs.Shape, name), outputs.Shape[^1], 0);
            for (var row = 0; row < actual.Length; row++)
                right += IsAmong(k, outputs.Span.Slice(row * classes, classes), actual[row]) ? 1 : 0;
            return Count(right, actual.Length);
        });

        private static Metric<T, WeightedSum> Share(string name, Func<Tensor<T>, Targets<T>, WeightedSum> tally) =>
            Metric.Define<T, WeightedSum>(name, Goal.Maximize, tally, sum => sum.Mean(name));

        private static WeightedSum Count(int right, int all) => new(ExactSum.Of(right), ExactSum.Of(all));

        private static Metric<T, ConfusionCounts> OfClass(string name, int index, Func<ConfusionCounts, double> value)
        {
            Require.NotNegative(index);
            return OfCounts(Invariant($"{name} of class {index}"), value);
        }

        private static Metric<T, ConfusionCounts> OfCounts(string name, Func<ConfusionCounts, double> value) => Metric.Define<T, ConfusionCounts>(
            name, Goal.Maximize,
            (outputs, targets) => ConfusionCounts.Of(
                PredictedClasses.Of(outputs), targets.ClassesFor(outputs.Shape, name), outputs.Shape is [.., var classes] ? classes : 1),
            counts => counts.RequireSome() > 0 ? value(counts) : 0);

        private static bool IsAmong(int k, ReadOnlySpan<T> row, int wanted)
        {
            var before = 0;
            for (var i = 0; i < row.Length; i++)
            {
                if (T.IsNaN(row[i]))
                    return false;
                before += row[i] > row[wanted] || (row[i] == row[wanted] && i < wanted) ? 1 : 0;
            }

            return before < k;
        }
    }
}
