using System.Numerics;

namespace FunctionalNet;

/// <summary>Sums of targets, of their squares and of squared errors, all exact: the tally of R².</summary>
/// <param name="Targets">The sum and the number of the targets.</param>
/// <param name="Squares">The sum of their squares.</param>
/// <param name="Errors">The sum of the squared errors.</param>
public sealed record Deviations(WeightedSum Targets, ExactSum Squares, ExactSum Errors)
    : IAdditionOperators<Deviations, Deviations, Deviations>, IAdditiveIdentity<Deviations, Deviations>
{
    /// <summary>The sum and the number of the targets.</summary>
    public WeightedSum Targets { get; } = Require.NotNull(Targets);

    /// <summary>The sum of their squares.</summary>
    public ExactSum Squares { get; } = Require.NotNull(Squares);

    /// <summary>The sum of the squared errors.</summary>
    public ExactSum Errors { get; } = Require.NotNull(Errors);

    /// <summary>Sums of nothing.</summary>
    public static Deviations AdditiveIdentity { get; } = new(WeightedSum.AdditiveIdentity, ExactSum.Zero, ExactSum.Zero);

    /// <summary>The sums of both.</summary>
    public static Deviations operator +(Deviations left, Deviations right) =>
        new(Require.NotNull(left).Targets + Require.NotNull(right).Targets, left.Squares + right.Squares, left.Errors + right.Errors);

    /// <summary>One line: the sum of the targets, and those of the squares.</summary>
    public override string ToString() =>
        $"targets {Targets}, squares {NumberFormat.Brief(Squares.ToDouble())}, squared errors {NumberFormat.Brief(Errors.ToDouble())}";

    /// <summary><c>1 − Σ (x − t)²/Σ (t − mean t)²</c>: 1 for outputs that are the targets, 0 for those that are all their mean.</summary>
    /// <exception cref="ArgumentException">All targets are the same, or there are none.</exception>
    public double Explained()
    {
        var mean = Targets.Mean("R²");
        var total = ExactSum.SquaredDeviations(Targets.Sum, Squares, (long)Targets.Weight.ToDouble());
        return total > 0 || double.IsNaN(total)
            ? 1 - (Errors.ToDouble() / total)
            : throw new ArgumentException(Invariant($"R²: expected targets that differ, got {Targets.Weight} of about {NumberFormat.Brief(mean)}"));
    }
}
