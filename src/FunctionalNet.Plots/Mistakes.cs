using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <content>The mistakes of a classifier.</content>
public static partial class Pictures
{
    /// <summary>
    /// The mistakes of which a network is most confident, each with the predicted class, the true class, and the probability of the
    /// prediction. The outputs of the network are logits; samples with an output that is NaN come last.
    /// </summary>
    /// <param name="network">A network from images, of a shape that <see cref="Images"/> takes, to logits <c>[batch, classes]</c>.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">Images and their classes.</param>
    /// <param name="count">The largest number of mistakes to show.</param>
    /// <param name="names">The names of all classes; their numbers if null.</param>
    /// <exception cref="ArgumentException">
    /// The targets do not fit the outputs (<see cref="Targets{T}.ClassesFor(Shape)"/>), a class has no name, or there are mistakes and
    /// their inputs are not images.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static Picture Mistakes<T>(
        Layer<T> network, Parameters<T> parameters, Dataset<T> dataset, int count = 24, IReadOnlyList<string>? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(dataset);
        Require.Positive(count);
        var outputs = network.OutputShape(dataset.Inputs.Shape);
        var actual = dataset.Targets.ClassesFor(outputs, "mistakes");
        var mistakes = Prediction.Of(network, parameters, dataset)
            .Select((prediction, sample) => (Sample: sample, prediction.Class, prediction.Confidence, Actual: actual[sample]))
            .Where(prediction => prediction.Class != prediction.Actual)
            .ToArray();
        if (mistakes is [])
            return new Sheet(Invariant($"No mistakes in {dataset.Count}"), [], Columns: 1, ImageSide, Limit: null, NotNumbers: 0).ToPicture();
        ImmutableArray<string> labels = names is null
            ? [.. Enumerable.Range(0, outputs[^1]).Select(index => Invariant($"{index}"))]
            : Labels(outputs[^1], names);
        var surest = mistakes.OrderByDescending(mistake => mistake.Confidence).Take(count).ToArray();
        return Images(
            Invariant($"Surest of {Quantity.Of(mistakes.Length, "mistake")} in {dataset.Count}"),
            dataset.Inputs.Rows([.. surest.Select(mistake => mistake.Sample)]),
            [.. surest.Select(mistake => mistake.Class == Prediction.None
                ? $"no number, is {labels[mistake.Actual]}"
                : $"{labels[mistake.Class]},{(names is null ? ' ' : '\n')}but is {labels[mistake.Actual]}\n{Sure(mistake.Confidence)}")],
            columns: 8);
    }

    // The softmax of infinite logits is NaN.
    private static string Sure(double confidence) => double.IsNaN(confidence) ? "infinite outputs" : Numerals.Share(confidence, "0.0");
}
