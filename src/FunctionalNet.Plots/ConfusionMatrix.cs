using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <content>The confusion matrix.</content>
public static partial class Pictures
{
    private const int MostClasses = 1000;

    /// <summary>
    /// The number of samples of each true class (rows) that were predicted as each class (columns). Correct predictions are blue, by
    /// their share of the class; mistakes are orange, relative to the commonest one.
    /// </summary>
    /// <param name="predicted">The predicted class of each sample, counted from 0.</param>
    /// <param name="actual">The true class of each sample.</param>
    /// <param name="names">The names of all classes; their numbers if null.</param>
    /// <exception cref="ArgumentException">
    /// There are no samples, the two arrays differ in length, a class is negative or has no name, or there are more than 1000 classes.
    /// </exception>
    public static Picture ConfusionMatrix(
        ImmutableArray<int> predicted, ImmutableArray<int> actual, IReadOnlyList<string>? names = null)
    {
        if (predicted.IsDefaultOrEmpty || actual.IsDefault || predicted.Length != actual.Length)
        {
            throw new ArgumentException("a confusion matrix: expected a prediction for each true class, and at least one, got "
                + Invariant($"{(predicted.IsDefault ? 0 : predicted.Length)} for {(actual.IsDefault ? 0 : actual.Length)}"));
        }

        if (predicted.Concat(actual).Min() is var lowest and < 0)
            throw new ArgumentException(Invariant($"expected classes of 0 or more, got {lowest}"));
        return ConfusionMatrix(predicted, actual, (long)int.Max(predicted.Max(), actual.Max()) + 1, names);
    }

    /// <summary>
    /// The confusion matrix of a network on a data set. Samples with an output that is NaN count as wrong, in the title only.
    /// </summary>
    /// <param name="network">A network from inputs to outputs <c>[batch, classes]</c>, of which the largest is the prediction.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">Inputs and their classes.</param>
    /// <param name="names">The names of all classes; their numbers if null.</param>
    /// <exception cref="ArgumentException">
    /// There are no samples, the targets do not fit the outputs (<see cref="Targets{T}.ClassesFor(Shape)"/>), a class has no name, or
    /// there are more than 1000 classes.
    /// </exception>
    public static Picture ConfusionMatrix<T>(
        Layer<T> network, Parameters<T> parameters, Dataset<T> dataset, IReadOnlyList<string>? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count == 0)
            throw new ArgumentException("a confusion matrix: expected at least one sample, got 0");
        var outputs = network.OutputShape(dataset.Inputs.Shape);
        var actual = dataset.Targets.ClassesFor(outputs, "a confusion matrix");
        return ConfusionMatrix(
            [.. Prediction.Of(network, parameters, dataset).Select(prediction => prediction.Class)], actual, outputs[^1], names);
    }

    /// <summary>The confusion matrix of counts, as <c>network.Confusion(parameters, dataset)</c> gives them.</summary>
    /// <param name="counts">How many samples of each class were taken for each class.</param>
    /// <param name="names">The names of all classes; their numbers if null.</param>
    /// <exception cref="ArgumentException">There are no samples, a class has no name, or there are more than 1000 classes.</exception>
    public static Picture ConfusionMatrix(ConfusionCounts counts, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.Total > 0
            ? Draw(counts, Labels(counts.Classes, names))
            : throw new ArgumentException("a confusion matrix: expected at least one sample, got 0");
    }

    private static Picture ConfusionMatrix(
        ImmutableArray<int> predicted, ImmutableArray<int> actual, long classes, IReadOnlyList<string>? names)
    {
        var labels = Labels(classes, names);
        return Draw(
            ConfusionCounts.Of([.. predicted.Select(index => index == Prediction.None ? (int?)null : index)], actual, labels.Length), labels);
    }

    private static ImmutableArray<string> Labels(long classes, IReadOnlyList<string>? names)
    {
        if (names is not null && (names.Count < classes || names.Contains(null!)))
            throw new ArgumentException(Invariant($"expected {classes} names of classes, got {names.Count(name => name is not null)}"));
        var all = names?.Count ?? classes;
        if (all > MostClasses)
            throw new ArgumentException(Invariant($"a confusion matrix: expected at most {MostClasses} classes, got {all}"));
        return names is null ? [.. Enumerable.Range(0, (int)all).Select(index => Invariant($"{index}"))] : [.. names];
    }

    private static Picture Draw(ConfusionCounts counts, ImmutableArray<string> labels)
    {
        var cells = new int[labels.Length, labels.Length];
        for (var actual = 0; actual < counts.Classes; actual++)
        {
            for (var predicted = 0; predicted < counts.Classes; predicted++)
                cells[actual, predicted] = checked((int)counts[actual, predicted]);
        }

        return new MatrixChart(
            Invariant($"Confusion matrix: {Numerals.Share(checked((int)counts.Right), checked((int)counts.Total))} of {counts.Total} right")
                + (counts.Unknown > 0 ? Invariant($"\n{counts.Unknown} not a number") : ""),
            cells, labels).ToPicture();
    }
}
