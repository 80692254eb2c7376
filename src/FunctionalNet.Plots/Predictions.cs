using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The prediction of a network for a sample: the class of its largest output, or none if one of its outputs is NaN.</summary>
/// <param name="Class">The class, counted from 0, or <see cref="None"/>.</param>
/// <param name="Confidence">The probability of the class, if the outputs are logits.</param>
internal readonly record struct Prediction(int Class, double Confidence)
{
    /// <summary>No class at all.</summary>
    public const int None = -1;

    // Large enough for fast matrix products, small enough for their results to stay in the cache.
    private const int RowsAtOnce = 1000;

    /// <summary>The prediction for each row of logits <c>[..., classes]</c>.</summary>
    public static ImmutableArray<Prediction> Of<T>(Tensor<T> logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var probabilities = TensorNodes<T>.Softmax(logits).Value.Reshape([logits.Shape[..^1].Size, logits.Shape[^1]]);
        return [.. Evaluation.ClassesOf(logits).Select((found, row) => found.Match(
            index => new Prediction(index, double.CreateChecked(probabilities[row, index])),
            () => new Prediction(None, double.NaN)))];
    }

    /// <summary>The prediction for each sample of a data set.</summary>
    public static ImmutableArray<Prediction> Of<T>(Layer<T> network, Parameters<T> parameters, Dataset<T> dataset)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. dataset.InBatchesOf(RowsAtOnce).SelectMany(batch => Of(network.Predict(parameters, batch.Inputs)))];
}
