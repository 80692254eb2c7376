using System.Collections.Immutable;

namespace FunctionalNet;

/// <content>Random order, and the division into parts: for training, validation and test.</content>
public sealed partial record Dataset<T>
{
    // Fractions such as 0.7 + 0.2 + 0.1 sum to 1 but for rounding.
    private const double Rounding = 1e-9;

    /// <summary>The samples in a random order.</summary>
    public Dataset<T> Shuffle(Key key) => Rows(key.Permutation(Count).AsSpan());

    /// <summary>
    /// Consecutive parts with these fractions of the samples. What is left if they sum to less than 1 is in no part. The counts are the
    /// fractions of the number of samples, rounded by the method of the largest remainder: none is off by 1 or more. Shuffle first, by a
    /// key, unless the order of the samples is random already.
    /// </summary>
    /// <exception cref="ArgumentException">A fraction is not from 0 to 1, or they sum to more than 1.</exception>
    /// <example>
    /// <code>
    /// var (train, test) = Toys.TwoMoons&lt;float&gt;(Key.Seed(0), 200).Split(Key.Seed(1), 0.8, 0.2);
    /// Console.WriteLine($"{train.Count} and {test.Count}"); // 160 and 40
    /// </code>
    /// </example>
    public ImmutableArray<Dataset<T>> Split(params ReadOnlySpan<double> fractions)
    {
        var parts = ImmutableArray.CreateBuilder<Dataset<T>>(fractions.Length);
        var start = 0;
        foreach (var count in Apportionment.Of(Count, WithRest(fractions))[..^1])
        {
            parts.Add(this[start..(start + count)]);
            start += count;
        }

        return parts.MoveToImmutable();
    }

    /// <summary>Parts with these fractions of the samples, as <see cref="Split(ReadOnlySpan{double})"/> after <see cref="Shuffle"/>.</summary>
    /// <exception cref="ArgumentException">A fraction is not from 0 to 1, or they sum to more than 1.</exception>
    public ImmutableArray<Dataset<T>> Split(Key key, params ReadOnlySpan<double> fractions) => Shuffle(key).Split(fractions);

    /// <summary>
    /// Parts with these fractions of the samples of every class, in a random order. The number of samples of each class in each part is
    /// off by less than 1, and the roundings of the classes balance each other.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A fraction is not from 0 to 1, they sum to more than 1, or the targets have no classes.
    /// </exception>
    public ImmutableArray<Dataset<T>> SplitStratified(Key key, params ReadOnlySpan<double> fractions)
    {
        var shares = WithRest(fractions);
        var (order, classes) = (key.Permutation(Count), Targets.ClassIndices);
        var rows = Array.ConvertAll(shares, _ => new List<int>());
        var owed = new double[shares.Length];
        foreach (var stratum in order.GroupBy(row => classes[row]).OrderBy(stratum => stratum.Key))
        {
            int[] members = [.. stratum];
            var (counts, taken) = (Apportionment.Of(members.Length, shares, owed), 0);
            for (var part = 0; part < counts.Length; taken += counts[part++])
                rows[part].AddRange(members.AsSpan(taken, counts[part]));
        }

        // Back into the random order, in which the classes are mixed.
        var position = new int[Count];
        for (var i = 0; i < order.Length; i++)
            position[order[i]] = i;
        return [.. rows[..^1].Select(part => Rows([.. part.OrderBy(row => position[row])]))];
    }

    /// <summary>
    /// The k folds of cross-validation, made lazily: every sample is once in the validation part, and in the training part of all other
    /// folds. The sizes of the validation parts differ by 1 at most.
    /// </summary>
    /// <param name="folds">The number of folds, from 2 to the number of samples.</param>
    /// <param name="key">The key of the order in which samples are dealt out; without it they keep their order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2 or above the number of samples.</exception>
    public IEnumerable<(Dataset<T> Train, Dataset<T> Validation)> KFold(int folds, Key? key = null)
    {
        if (folds < 2 || folds > Count)
            throw new ArgumentOutOfRangeException(nameof(folds), Invariant($"expected from 2 to {Count} folds of {this}, got {folds}"));
        var shuffled = key is { } order ? Shuffle(order) : this;
        return from fold in Enumerable.Range(0, folds)
               let start = (int)((long)Count * fold / folds)
               let end = (int)((long)Count * (fold + 1) / folds)
               select (shuffled[..start].Concat(shuffled[end..]), shuffled[start..end]);
    }

    /// <summary>The fractions, and last the fraction that is in no part.</summary>
    private static double[] WithRest(ReadOnlySpan<double> fractions)
    {
        var sum = 0.0;
        foreach (var fraction in fractions)
        {
            if (fraction is not (>= 0 and <= 1))
                throw new ArgumentException(Invariant($"expected fractions from 0 to 1, got {NumberFormat.Shortest(fraction)}"), nameof(fractions));
            sum += fraction;
        }

        return sum <= 1 + Rounding ? [.. fractions, sum < 1 - Rounding ? 1 - sum : 0]
            : throw new ArgumentException(Invariant($"expected fractions that sum to at most 1, got {NumberFormat.Brief(sum)}"), nameof(fractions));
    }
}
