using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <content>What a classifier gets wrong.</content>
public static partial class Pictures
{
    /// <summary>
    /// The mistakes that a network is surest of, each with what it was taken for, what it is, and the probability that the
    /// network gave its mistake. The network's outputs are taken for logits; those that are not numbers are the last of the mistakes.
    /// </summary>
    /// <param name="network">From images, of a shape that <see cref="Images"/> takes, to logits <c>[batch, classes]</c>.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">Images and their classes.</param>
    /// <param name="count">How many mistakes to show, if there are as many.</param>
    /// <param name="names">What to call the classes, all of them; their numbers unless given.</param>
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

    // Infinite logits are numbers, their softmax is none.
    private static string Sure(double confidence) => double.IsNaN(confidence) ? "infinite outputs" : Numerals.Share(confidence, "0.0");
}
