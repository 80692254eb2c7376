using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// How many samples of class 0 and of class 1 had each score, in the order of the scores: what the area under the receiver operating
/// characteristic is read from.
/// </summary>
public sealed record RankedScores : IAdditionOperators<RankedScores, RankedScores, RankedScores>, IAdditiveIdentity<RankedScores, RankedScores>
{
    private readonly ImmutableArray<(double Score, long Zeros, long Ones)> ranks;

    private RankedScores(ImmutableArray<(double Score, long Zeros, long Ones)> ranks) => this.ranks = ranks;

    /// <summary>No scores.</summary>
    public static RankedScores AdditiveIdentity { get; } = new([]);

    /// <summary>Scores, and whether each is of class 1.</summary>
    /// <exception cref="ArgumentException">There are not as many of one as of the other.</exception>
    public static RankedScores Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> areOnes)
    {
        if (scores.Length != areOnes.Length)
            throw new ArgumentException(Invariant($"expected a class for each score, got {areOnes.Length} for {scores.Length}"));
        var ranks = new (double Score, long Zeros, long Ones)[scores.Length];
        for (var i = 0; i < ranks.Length; i++)
            ranks[i] = (scores[i] == 0 ? 0 : scores[i], areOnes[i] ? 0 : 1, areOnes[i] ? 1 : 0);
        Array.Sort(ranks, (x, y) => x.Score.CompareTo(y.Score));
        return new(Merged(ranks));
    }

    /// <summary>The scores of both.</summary>
    public static RankedScores operator +(RankedScores left, RankedScores right)
    {
        (double Score, long Zeros, long Ones)[] ranks = [.. Require.NotNull(left).ranks, .. Require.NotNull(right).ranks];
        Array.Sort(ranks, (x, y) => x.Score.CompareTo(y.Score));
        return new(Merged(ranks));
    }

    /// <summary>
    /// The probability that a sample of class 1 has a higher score than one of class 0, where equal scores count for half; NaN if a score is.
    /// </summary>
    /// <exception cref="ArgumentException">One of the classes has no samples.</exception>
    public double Area()
    {
        var (zeros, ones) = (ranks.Sum(rank => rank.Zeros), ranks.Sum(rank => rank.Ones));
        if (zeros == 0 || ones == 0)
            throw new ArgumentException(Invariant($"ROC AUC: expected samples of both classes, got {zeros} of class 0 and {ones} of class 1"));
        if (double.IsNaN(ranks[0].Score))
            return double.NaN;
        var (below, twice) = (0L, Int128.Zero);
        foreach (var rank in ranks)
        {
            twice += (Int128)rank.Ones * ((2 * below) + rank.Zeros);
            below += rank.Zeros;
        }

        return (double)twice / (2.0 * zeros * ones);
    }

    /// <inheritdoc/>
    public bool Equals(RankedScores? other) => other is not null && ranks.AsSpan().SequenceEqual(other.ranks.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => ranks.Aggregate(ranks.Length, HashCode.Combine);

    /// <summary>One line: how many scores of each class there are.</summary>
    public override string ToString() => Invariant($"scores of {ranks.Sum(rank => rank.Zeros)} samples of class 0 and {ranks.Sum(rank => rank.Ones)} of class 1");

    // Equal scores become one rank. NaN equals NaN here, and comes first.
    private static ImmutableArray<(double Score, long Zeros, long Ones)> Merged(ReadOnlySpan<(double Score, long Zeros, long Ones)> sorted)
    {
        var merged = ImmutableArray.CreateBuilder<(double Score, long Zeros, long Ones)>(sorted.Length);
        foreach (var rank in sorted)
        {
            if (merged.Count > 0 && merged[^1].Score.Equals(rank.Score))
                merged[^1] = (rank.Score, merged[^1].Zeros + rank.Zeros, merged[^1].Ones + rank.Ones);
            else
                merged.Add(rank);
        }

        return merged.ToImmutable();
    }
}
