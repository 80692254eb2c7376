using System.Collections.Immutable;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Losses, which compare outputs with targets.</content>
    public static partial class Losses
    {
        /// <summary>
        /// The mean over the batch of the cross entropy <c>−Σᵢ tᵢ ln yᵢ</c> between targets t and <c>y = softmax(x)</c> of
        /// logits x: <c>[batch, ..., classes]</c>, or <c>[classes]</c> for a single sample. <c>dx = (y − t)/n</c> for n rows.
        /// The targets are class indices, one-hot rows or any distributions. With options it is <see cref="SoftmaxCrossEntropyWith"/>.
        /// </summary>
        /// <remarks>
        /// The chapter's softmax-with-loss, computed as <c>ln Σⱼ e^xⱼ − Σᵢ tᵢ xᵢ</c>, which is exact where a probability vanishes, so
        /// that no small number has to be added under the logarithm. Target probabilities may have been rounded, so that they sum to 1
        /// within a thousandth; the gradient is then <c>(y Σᵢ tᵢ − t)/n</c>, which is exactly that of the value.
        /// Throws an <see cref="ArgumentException"/> if the targets do not fit the logits: <see cref="Targets{T}.ClassesFor(Shape)"/>.
        /// </remarks>
        /// <example>
        /// <code>
        /// var loss = Losses.SoftmaxCrossEntropy.Against([1]);
        /// var (value, pullback) = loss(Tensor.Matrix(new[,] { { 0f, 0f } }));
        /// Console.WriteLine($"{value}, {pullback(1).Reshape([2])}"); // 0.6931472, f32[2] [ 0.5, -0.5]
        /// </code>
        /// </example>
        public static Loss<T> SoftmaxCrossEntropy { get; } = new(nameof(SoftmaxCrossEntropy), targets =>
        {
            ArgumentNullException.ThrowIfNull(targets);
            return logits => CrossEntropy(Require.NotNull(logits), targets);
        })
        {
            Terms = targets => SoftmaxCrossEntropyWith().Terms!(targets),
        };

        private static (T Value, Func<T, Tensor<T>> Pullback) CrossEntropy(Tensor<T> logits, Targets<T> targets)
        {
            if (logits.Shape.Rank == 0 || logits.Shape.Size == 0)
                throw new ArgumentException($"SoftmaxCrossEntropy: expected logits [batch, ..., classes] or [classes], at least one, got {logits.Shape}");
            var rows = logits.Reshape([logits.Shape[..^1].Size, logits.Shape[^1]]);
            var (value, gradient) = targets.RequireFit(logits.Shape, nameof(SoftmaxCrossEntropy)) switch
            {
                Targets<T>.Values(var values) => OfProbabilities(rows, values.Reshape(rows.Shape)),
                var classes => OfClasses(rows, classes.ClassIndices),
            };
            return (value, dy => gradient(dy / T.CreateChecked(rows.Shape[0])).Reshape(logits.Shape));
        }

        private static (T Value, Func<T, Tensor<T>> ScaledGradient) OfClasses(Tensor<T> logits, ImmutableArray<int> classes)
        {
            var softmax = new SoftmaxOfRows(logits);
            return (softmax.MeanLoss((row, logarithm) => logarithm - (logits.Span[Place(row)] - softmax.Maxima[row])), ScaledGradient);

            int Place(int row) => (row * logits.Shape[1]) + classes[row];

            Tensor<T> ScaledGradient(T scale)
            {
                var gradient = Tensor<T>.Allocate(logits.Shape.Size);
                Elementwise.Map(softmax.Probabilities.Span, gradient, new WithSecond<T, Multiply<T>>(default, scale));
                for (var row = 0; row < classes.Length; row++)
                    gradient[Place(row)] = (softmax.Probabilities.Span[Place(row)] - T.One) * scale;
                return Tensor<T>.Freeze(logits.Shape, gradient);
            }
        }

        private static (T Value, Func<T, Tensor<T>> ScaledGradient) OfProbabilities(Tensor<T> logits, Tensor<T> distributions)
        {
            var softmax = new SoftmaxOfRows(logits);
            var classes = logits.Shape[1];
            var totals = distributions.SumTo([logits.Shape[0], 1]);
            return (
                softmax.MeanLoss((row, logarithm) => (totals.Span[row] * logarithm) - Expectation(
                    distributions.Span.Slice(row * classes, classes), logits.Span.Slice(row * classes, classes), softmax.Maxima[row])),
                scale => ((softmax.Probabilities * totals) - distributions) * scale);
        }

        /// <summary><c>Σᵢ tᵢ (xᵢ − max x)</c> over the classes with tᵢ ≠ 0: an impossible class may have a logit of −∞.</summary>
        private static T Expectation(ReadOnlySpan<T> t, ReadOnlySpan<T> x, T max)
        {
            var sum = T.Zero;
            for (var i = 0; i < t.Length; i++)
                sum = t[i] == T.Zero ? sum : sum + (t[i] * (x[i] - max));
            return sum;
        }

        /// <summary>The softmax of each row of logits, and the terms of their losses.</summary>
        private sealed class SoftmaxOfRows
        {
            private readonly T[] logarithms;

            public SoftmaxOfRows(Tensor<T> logits)
            {
                var probabilities = Tensor<T>.Allocate(logits.Shape.Size);
                (Maxima, logarithms) = (new T[logits.Shape[0]], new T[logits.Shape[0]]);
                Numerics.Softmax.Of(logits.Span, logits.Shape[1], probabilities, Maxima, sums: logarithms);
                Elementwise.Map(logarithms, logarithms, default(Logarithm<T>));
                Probabilities = Tensor<T>.Freeze(logits.Shape, probabilities);
            }

            public Tensor<T> Probabilities { get; }

            public T[] Maxima { get; }

            /// <summary>The mean over the rows of a function of the row's number and of its <c>ln Σⱼ e^(xⱼ − max x)</c>.</summary>
            public T MeanLoss(Func<int, T, T> loss)
            {
                var losses = new T[logarithms.Length];
                for (var row = 0; row < losses.Length; row++)
                    losses[row] = loss(row, logarithms[row]);
                return Reductions.Sum<T>(losses) / T.CreateChecked(losses.Length);
            }
        }
    }
}
