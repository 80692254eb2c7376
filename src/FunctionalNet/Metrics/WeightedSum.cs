using System.Numerics;

namespace FunctionalNet;

/// <summary>A sum and the weight of what was summed, both exact: the tally of a mean.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="Weight">The weight: the number of summands, if they have none.</param>
public sealed record WeightedSum(ExactSum Sum, ExactSum Weight)
    : IAdditionOperators<WeightedSum, WeightedSum, WeightedSum>, IAdditiveIdentity<WeightedSum, WeightedSum>
{
    /// <summary>The sum.</summary>
    public ExactSum Sum { get; } = Require.NotNull(Sum);

    /// <summary>The weight: the number of summands, if they have none.</summary>
    public ExactSum Weight { get; } = Require.NotNull(Weight);

    /// <summary>The sum of nothing.</summary>
    public static WeightedSum AdditiveIdentity { get; } = new(ExactSum.Zero, ExactSum.Zero);

    /// <summary>The sum of numbers, each of weight 1.</summary>
    public static WeightedSum Of(params ReadOnlySpan<double> numbers) => new(ExactSum.Of(numbers), ExactSum.Of(numbers.Length));

    /// <summary>The sum of both.</summary>
    public static WeightedSum operator +(WeightedSum left, WeightedSum right) =>
        new(Require.NotNull(left).Sum + Require.NotNull(right).Sum, left.Weight + right.Weight);

    /// <summary>The sum over the weight.</summary>
    /// <param name="name">The name to begin an error with.</param>
    /// <exception cref="ArgumentException">The weight is 0.</exception>
    public double Mean(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Weight.ToDouble() is var weight and not 0
            ? Sum.ToDouble() / weight
            : throw new ArgumentException($"{name}: expected at least one sample that counts, got none");
    }

    /// <summary>One line: <c>12.5 of 100</c>.</summary>
    public override string ToString() => $"{Sum} of {Weight}";
}
