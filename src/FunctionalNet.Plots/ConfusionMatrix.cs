using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <content>The confusion matrix.</content>
public static partial class Pictures
{
    private const int MostClasses = 1000;

    /// <summary>
    /// How many samples of each class were taken for each: rows are the true classes, columns the predicted. What is right is
    /// blue, by its share of the class; what is wrong is orange, by its share of the commonest mistake.
    /// </summary>
    /// <param name="predicted">The predicted class of each sample, counted from 0.</param>
    /// <param name="actual">The true class of each sample.</param>
    /// <param name="names">What to call the classes, all of them; their numbers unless given.</param>
    /// <exception cref="ArgumentException">
    /// There are no samples, not as many of the one as of the other, a class is negative or has no name, or there are more than
    /// 1000 classes.
    /// </exception>
    public static Picture ConfusionMatrix(
        ImmutableArray<int> predicted, ImmutableArray<int> actual, IReadOnlyList<string>? names = null)
    {
        if (predicted.IsDefaultOrEmpty || actual.IsDefault || predicted.Length != actual.Length)
        {
            throw new ArgumentException("a confusion matrix takes a prediction for each true class, and at least one, got "
                + Invariant($"{(predicted.IsDefault ? 0 : predicted.Length)} for {(actual.IsDefault ? 0 : actual.Length)}"));
        }

        if (predicted.Concat(actual).Min() is var lowest and < 0)
            throw new ArgumentException(Invariant($"classes are counted from 0, got {lowest}"));
        return ConfusionMatrix(predicted, actual, (long)int.Max(predicted.Max(), actual.Max()) + 1, names);
    }

    /// <summary>
    /// The same of what a network says of a data set. What it has no number for is counted in the title only, as wrong.
    /// </summary>
    /// <param name="network">From inputs to outputs <c>[batch, classes]</c>, of which the largest counts.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">Inputs and their classes.</param>
    /// <param name="names">What to call the classes, all of them; their numbers unless given.</param>
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
            throw new ArgumentException("a confusion matrix takes at least one sample, got 0");
        var outputs = network.OutputShape(dataset.Inputs.Shape);
        var actual = dataset.Targets.ClassesFor(outputs, "a confusion matrix");
        return ConfusionMatrix(
            [.. Prediction.Of(network, parameters, dataset).Select(prediction => prediction.Class)], actual, outputs[^1], names);
    }

    private static Picture ConfusionMatrix(
        ImmutableArray<int> predicted, ImmutableArray<int> actual, long classes, IReadOnlyList<string>? names)
    {
        if (names is not null && (names.Count < classes || names.Contains(null!)))
            throw new ArgumentException(Invariant($"{classes} classes have as many names, got {names.Count(name => name is not null)}"));
        var all = names?.Count ?? classes;
        if (all > MostClasses)
            throw new ArgumentException(Invariant($"a confusion matrix has at most {MostClasses} classes, got {all}"));
        ImmutableArray<string> labels = names is null
            ? [.. Enumerable.Range(0, (int)all).Select(index => Invariant($"{index}"))]
            : [.. names];
        var counts = new int[labels.Length, labels.Length];
        foreach (var (prediction, truth) in predicted.Zip(actual))
        {
            if (prediction != Prediction.None)
                counts[truth, prediction]++;
        }

        var right = predicted.Zip(actual, (prediction, truth) => prediction == truth ? 1 : 0).Sum();
        var none = predicted.Count(prediction => prediction == Prediction.None);
        return new MatrixChart(
            Invariant($"Confusion matrix: {Numerals.Share(right, predicted.Length)} of {predicted.Length} right")
                + (none > 0 ? Invariant($"\n{none} not a number") : ""),
            counts, labels).ToPicture();
    }
}
