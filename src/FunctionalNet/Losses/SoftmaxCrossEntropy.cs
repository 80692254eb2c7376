using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Losses: from outputs and targets to a number.</content>
public static partial class Layers<T>
{
    // How far the sum of a row of single-precision probabilities may be from 1.
    private const double DistributionTolerance = 1e-3;

    /// <summary>
    /// The mean over the batch of the cross entropy <c>−Σᵢ tᵢ ln yᵢ</c> between targets t and <c>y = softmax(x)</c> of
    /// logits x: <c>[batch, classes]</c>, or <c>[classes]</c> for a single sample. <c>dx = (y − t)/batch</c>.
    /// The targets are class indices, one-hot rows or any distributions.
    /// </summary>
    /// <remarks>
    /// The chapter's softmax-with-loss, computed as <c>ln Σⱼ e^xⱼ − Σᵢ tᵢ xᵢ</c>, so that no small number needs to be added
    /// under the logarithm: it is exact where a probability vanishes.
    /// Throws an <see cref="ArgumentException"/> if the targets do not fit the logits, if an index is not a class, or if a row
    /// of target probabilities has a negative one or does not sum to 1.
    /// </remarks>
    public static Loss<T> SoftmaxCrossEntropy { get; } = targets => logits =>
    {
        var rows = logits.Shape.Rank switch
        {
            1 when logits.Shape.Size > 0 => logits.Reshape([1, .. logits.Shape]),
            2 when logits.Shape.Size > 0 => logits,
            _ => throw new ArgumentException(
                $"SoftmaxCrossEntropy takes logits [batch, classes] or [classes], and at least one, got {logits.Shape}"),
        };
        var distribution = Distribution(targets, rows.Shape);
        var (value, probabilities) = CrossEntropy(rows, distribution);
        return (value, dy => ((probabilities - distribution) * (dy / T.CreateChecked(rows.Shape[0]))).Reshape(logits.Shape));
    };

    private static (T Value, Tensor<T> Probabilities) CrossEntropy(Tensor<T> logits, Tensor<T> targets)
    {
        var (batch, classes) = (logits.Shape[0], logits.Shape[1]);
        var probabilities = Tensor<T>.Allocate(logits.Shape.Size);
        var losses = new T[batch];
        Numerics.Softmax.Of(logits.Span, classes, probabilities, sums: losses);
        Functions.Log<T>(losses, losses);
        for (var row = 0; row < batch; row++)
        {
            var x = logits.Span.Slice(row * classes, classes);
            losses[row] -= Expectation(targets.Span.Slice(row * classes, classes), x, Reductions.Max(x));
        }

        return (Reductions.Sum<T>(losses) / T.CreateChecked(batch), Tensor<T>.Freeze(logits.Shape, probabilities));
    }

    /// <summary><c>Σᵢ tᵢ (xᵢ − max x)</c> over the classes that can be: an impossible one may have a logit of −∞.</summary>
    private static T Expectation(ReadOnlySpan<T> t, ReadOnlySpan<T> x, T max)
    {
        var sum = T.Zero;
        for (var i = 0; i < t.Length; i++)
            sum = t[i] == T.Zero ? sum : sum + (t[i] * (x[i] - max));
        return sum;
    }

    private static Tensor<T> Distribution(Targets<T> targets, Shape logits) => targets switch
    {
        Targets<T>.Classes(var indices) when indices.Length == logits[0] => Tensor.OneHot<T>(indices, logits[1]),
        Targets<T>.Values(var values) when values.Shape.Size == logits.Size && values.Shape[^1] == logits[1] =>
            Probabilities(values.Reshape(logits)),
        Targets<T>.Classes(var indices) => throw new ArgumentException(
            $"SoftmaxCrossEntropy takes a class for each row of logits {logits}, got {indices.Length}"),
        Targets<T>.Values(var values) => throw new ArgumentException(
            $"SoftmaxCrossEntropy takes target probabilities of the logits' shape {logits}, got {values.Shape}"),
        _ => throw new ArgumentException($"SoftmaxCrossEntropy takes classes or probabilities, got {targets}"),
    };

    private static Tensor<T> Probabilities(Tensor<T> values)
    {
        var classes = values.Shape[1];
        for (var row = 0; row < values.Shape[0]; row++)
        {
            var probabilities = values.Span.Slice(row * classes, classes);
            var sum = double.CreateChecked(Reductions.Sum(probabilities));
            if (!(double.Abs(sum - 1) <= DistributionTolerance))
                throw new ArgumentException($"SoftmaxCrossEntropy: target probabilities sum to 1, those of row {row} to {sum}");
            if (probabilities.ContainsAnyExceptInRange(T.Zero, T.PositiveInfinity))
                throw new ArgumentException($"SoftmaxCrossEntropy: target probabilities are not negative, one of row {row} is");
        }

        return values;
    }
}
