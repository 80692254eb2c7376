using System.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Metrics of losses and quantities.</content>
    public static partial class Metrics
    {
        /// <summary>
        /// The mean of a loss: of its terms over all batches, by their weights. Of a loss without terms it is that of the batches' values, by the
        /// number of their samples.
        /// </summary>
        /// <param name="loss">The loss.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.MeanLoss(Losses.MeanSquaredError).Of(Tensor.Vector(1f, 4), Tensor.Vector(1f, 2))); // 2
        /// </code>
        /// </example>
        public static Metric<T> MeanLoss(Loss<T> loss)
        {
            ArgumentNullException.ThrowIfNull(loss);
            return Metric.Define<T, WeightedSum>("loss", Goal.Minimize, (outputs, targets) => TermsOf(loss, outputs, targets), sum => sum.Mean("loss"));
        }

        /// <summary><c>e^L</c> of the mean L of a loss, which is a cross entropy: among how many classes one might as well guess.</summary>
        /// <remarks>Jelinek, Mercer, Bahl and Baker, "Perplexity, a measure of the difficulty of speech recognition tasks", 1977.</remarks>
        /// <param name="loss">The loss: <c>Losses.SoftmaxCrossEntropy</c>, or one that ignores what is padding.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine($"{Metrics.Perplexity(Losses.SoftmaxCrossEntropy).Of(Tensor.Zeros&lt;float>([2, 5]), [0, 3]):f4}"); // 5.0000
        /// </code>
        /// </example>
        public static Metric<T> Perplexity(Loss<T> loss)
        {
            ArgumentNullException.ThrowIfNull(loss);
            return Metric.Define<T, WeightedSum>(
                "perplexity", Goal.Minimize, (outputs, targets) => TermsOf(loss, outputs, targets),
                sum => Numerics.Functions.Exp(sum.Mean("perplexity")));
        }

        /// <summary>The mean of <c>(x − t)²</c> over all outputs, in double precision.</summary>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.MeanSquaredError.Of(Tensor.Vector(1f, 4), Tensor.Vector(1f, 2))); // 2
        /// </code>
        /// </example>
        public static Metric<T> MeanSquaredError { get; } = MeanError("mean squared error", error => error * error);

        /// <summary>The mean of <c>|x − t|</c> over all outputs, in double precision.</summary>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.MeanAbsoluteError.Of(Tensor.Vector(1f, 4), Tensor.Vector(1f, 2))); // 1
        /// </code>
        /// </example>
        public static Metric<T> MeanAbsoluteError { get; } = MeanError("mean absolute error", double.Abs);

        /// <summary>
        /// The coefficient of determination R², <c>1 − Σ (x − t)²/Σ (t − mean t)²</c>, over all outputs: 1 where they are the targets, 0 for
        /// outputs that are all the mean, and less for worse.
        /// </summary>
        /// <remarks>Targets that are all the same have none: an <see cref="ArgumentException"/>. Wright, "Correlation and causation", 1921.</remarks>
        /// <example>
        /// <code>
        /// Console.WriteLine(Metrics.RSquared.Of(Tensor.Vector(1f, 2, 4), Tensor.Vector(1f, 2, 3))); // 0.5
        /// </code>
        /// </example>
        public static Metric<T> RSquared { get; } = Metric.Define<T, Deviations>("R²", Goal.Maximize, (outputs, targets) =>
        {
            var wanted = targets.RequireValues(outputs.Shape, "R²").Cast<double>();
            // A square as what it rounds to and what rounding loses, so that targets far from 0 keep the digits by which they differ.
            var (squares, lost) = (wanted.Map(value => value * value), wanted.Map(value => double.FusedMultiplyAdd(value, value, -(value * value))));
            return new(WeightedSum.Of(wanted.Span), SumOf(squares) + SumOf(lost), SumOf(Errors(outputs, wanted, error => error * error)));
        }, deviations => deviations.Explained());

        private static Metric<T> MeanError(string name, Func<double, double> size) => Metric.Define<T, WeightedSum>(
            name, Goal.Minimize,
            (outputs, targets) => WeightedSum.Of(Errors(outputs, targets.RequireValues(outputs.Shape, name).Cast<double>(), size).Span),
            sum => sum.Mean(name));

        private static Tensor<double> Errors(Tensor<T> outputs, Tensor<double> wanted, Func<double, double> size) =>
            (outputs.Cast<double>() - wanted).Map(size);

        private static WeightedSum TermsOf(Loss<T> loss, Tensor<T> outputs, Targets<T> targets)
        {
            if (loss.Terms is null)
                return new(ExactSum.Of(double.CreateChecked(loss.Against(targets)(outputs).Value) * targets.Count), ExactSum.Of(targets.Count));
            var terms = loss.Terms(targets)(outputs);
            return new(SumOf(terms.Values), terms.Weights is { } weights ? SumOf(weights) : ExactSum.Of(terms.Values.Shape.Size));
        }

        private static ExactSum SumOf<TNumber>(Tensor<TNumber> x)
            where TNumber : unmanaged, IFloatingPointIeee754<TNumber> => ExactSum.Of(x.Cast<double>().Span);
    }
}
