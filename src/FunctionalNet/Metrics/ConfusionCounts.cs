using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// How many samples of each class were taken for each class. It is a value: those of two parts add up, and precision, recall and F1 are
/// read from it. <c>Pictures.ConfusionMatrix</c> draws it.
/// </summary>
public sealed record ConfusionCounts : IAdditionOperators<ConfusionCounts, ConfusionCounts, ConfusionCounts>, IAdditiveIdentity<ConfusionCounts, ConfusionCounts>
{
    // Classes rows of one more column, which has those that were taken for no class.
    private readonly ImmutableArray<long> counts;

    private ConfusionCounts(int classes, ImmutableArray<long> counts) => (Classes, this.counts) = (classes, counts);

    /// <summary>No samples, and no classes yet.</summary>
    public static ConfusionCounts AdditiveIdentity { get; } = new(0, []);

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of samples.</summary>
    public long Total => counts.Sum();

    /// <summary>The number of samples that were taken for what they are.</summary>
    public long Right => Enumerable.Range(0, Classes).Sum(index => this[index, index]);

    /// <summary>The number of samples of a class that were taken for a class, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int actual, int predicted] => counts[(RequireClass(actual) * (Classes + 1)) + RequireClass(predicted)];

    /// <summary>The counts of predictions, none where outputs were not numbers, and of the classes that they should be.</summary>
    /// <exception cref="ArgumentException">There are not as many of one as of the other, or a class is not within the classes.</exception>
    public static ConfusionCounts Of(ImmutableArray<int?> predicted, ImmutableArray<int> actual, int classes)
    {
        Require.Positive(classes);
        if (predicted.IsDefault || actual.IsDefault || predicted.Length != actual.Length)
            throw new ArgumentException(Invariant($"expected a prediction for each class, got {(predicted.IsDefault ? 0 : predicted.Length)} for {(actual.IsDefault ? 0 : actual.Length)}"));
        var counts = new long[classes * (classes + 1)];
        for (var i = 0; i < actual.Length; i++)
        {
            var column = predicted[i] ?? classes;
            if ((uint)actual[i] >= (uint)classes || (uint)column > (uint)classes || predicted[i] == classes)
                throw new ArgumentException(Invariant($"expected classes from 0 to {classes - 1}, got {actual[i]} taken for {predicted[i]}"));
            counts[(actual[i] * (classes + 1)) + column]++;
        }

        return new(classes, [.. counts]);
    }

    /// <summary>The counts of both, of as many classes as the larger has.</summary>
    public static ConfusionCounts operator +(ConfusionCounts left, ConfusionCounts right)
    {
        var classes = int.Max(Require.NotNull(left).Classes, Require.NotNull(right).Classes);
        return new(classes, [.. left.Padded(classes).Zip(right.Padded(classes), (x, y) => x + y)]);
    }

    /// <summary>The number of samples of a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long Actual(int index) => counts.AsSpan(RequireClass(index) * (Classes + 1), Classes + 1).ToImmutableArray().Sum();

    /// <summary>The number of samples that were taken for a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long Predicted(int index)
    {
        _ = RequireClass(index);
        return Enumerable.Range(0, Classes).Sum(actual => this[actual, index]);
    }

    /// <summary>The number of samples whose outputs were not numbers, so that they were taken for no class.</summary>
    public long Unknown => Enumerable.Range(0, Classes).Sum(actual => counts[(actual * (Classes + 1)) + Classes]);

    /// <summary>The share of samples that were taken for what they are.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public double Accuracy => (double)Right / RequireSome();

    /// <summary>Of the samples that were taken for a class, the share that are of it; 0 if there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int index) => Share(this[index, index], Predicted(index));

    /// <summary>Of the samples of a class, the share that were taken for it; 0 if there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int index) => Share(this[index, index], Actual(index));

    /// <summary>The harmonic mean of precision and recall of a class, <c>2 r/(a + p)</c> of r right ones, a of it and p taken for it; 0 if there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int index) => Share(2 * this[index, index], Actual(index) + Predicted(index));

    /// <summary>The mean over the classes that occur, as an actual or a predicted one, of what is said of each: <c>counts.Macro(counts.F1)</c>.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public double Macro(Func<int, double> ofClass)
    {
        ArgumentNullException.ThrowIfNull(ofClass);
        _ = RequireSome();
        return Enumerable.Range(0, Classes).Where(index => Actual(index) + Predicted(index) > 0).Average(ofClass);
    }

    /// <inheritdoc/>
    public bool Equals(ConfusionCounts? other) => other is not null && Classes == other.Classes && counts.AsSpan().SequenceEqual(other.counts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => counts.Aggregate(Classes, HashCode.Combine);

    /// <summary>A line for each class: how many of it were taken for each class; and how many for none, if any.</summary>
    public override string ToString() => string.Join('\n', Enumerable.Range(0, Classes).Select(actual =>
        Invariant($"{actual}: ") + string.Join(' ', Enumerable.Range(0, Classes + (Unknown > 0 ? 1 : 0)).Select(column => Invariant($"{counts[(actual * (Classes + 1)) + column]}")))));

    /// <summary>The number of samples, if there are any.</summary>
    internal long RequireSome() => Total is var total and > 0 ? total : throw new ArgumentException("expected samples of classes, got none");

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private int RequireClass(int index) => (uint)index < (uint)Classes
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), Invariant($"expected a class from 0 to {Classes - 1}, got {index}"));

    private IEnumerable<long> Padded(int classes) =>
        from actual in Enumerable.Range(0, classes)
        from column in Enumerable.Range(0, classes + 1)
        select actual >= Classes ? 0
            : column == classes ? counts[(actual * (Classes + 1)) + Classes]
            : column < Classes ? counts[(actual * (Classes + 1)) + column]
            : 0;
}
