using System.Collections.Immutable;

namespace FunctionalNet;

/// <content>The number of samples of each class.</content>
public sealed partial record Dataset<T>
{
    /// <summary>The number of samples of each class, from 0 to the highest that there is.</summary>
    /// <exception cref="ArgumentException">The targets have no classes, or one is negative.</exception>
    public ImmutableArray<int> ClassCounts()
    {
        var indices = Targets.ClassIndices;
        var counts = new int[indices.IsEmpty ? 0 : indices.Max() + 1];
        for (var row = 0; row < indices.Length; row++)
        {
            if (indices[row] < 0)
                throw new ArgumentException(Invariant($"expected classes of 0 or more, got {indices[row]} in row {row}"));
            counts[indices[row]]++;
        }

        return [.. counts];
    }

    /// <summary>
    /// As many samples of each class as the most frequent has: all samples, and of the rarer classes more, drawn with replacement; in a
    /// random order. A class without samples stays without. Balance only what is trained on.
    /// </summary>
    /// <exception cref="ArgumentException">The targets have no classes, or one is negative.</exception>
    public Dataset<T> Oversample(Key key)
    {
        var most = ClassCounts().DefaultIfEmpty().Max();
        var (orderKey, drawKey) = key.Split();
        var classes = Targets.ClassIndices;
        var rows = new List<int>(Enumerable.Range(0, Count));
        foreach (var members in Enumerable.Range(0, Count).GroupBy(row => classes[row]))
        {
            int[] own = [.. members];
            rows.AddRange(drawKey.Fold(members.Key).Integers(most - own.Length, own.Length).Select(chosen => own[chosen]));
        }

        return Rows([.. orderKey.Permutation(rows.Count).Select(position => rows[position])]);
    }
}
