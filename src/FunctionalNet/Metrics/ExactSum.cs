using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A sum of doubles without any rounding, so that it is the same in any order and any grouping: addition is associative and commutative
/// to the last bit. <see cref="ToDouble"/> rounds once.
/// </summary>
/// <remarks>
/// Every finite double is a whole number of times <c>2⁻¹⁰⁷⁴</c>, and the sum counts these: Kulisch, "Computer arithmetic and validity",
/// 2013. Infinities and NaN are added as doubles are.
/// </remarks>
public sealed record ExactSum : IAdditionOperators<ExactSum, ExactSum, ExactSum>, IAdditiveIdentity<ExactSum, ExactSum>
{
    // That of the smallest double.
    private const int Exponent = -1074;
    private const int MantissaBits = 53;

    private readonly BigInteger units;

    // 0, or what is not finite.
    private readonly double rest;

    private ExactSum(BigInteger units, double rest) => (this.units, this.rest) = (units, double.IsNaN(rest) ? double.NaN : rest);

    /// <summary>0.</summary>
    public static ExactSum Zero { get; } = new(BigInteger.Zero, 0);

    /// <summary>0, the sum of no numbers.</summary>
    public static ExactSum AdditiveIdentity => Zero;

    /// <summary>The sum of numbers.</summary>
    public static ExactSum Of(params ReadOnlySpan<double> numbers)
    {
        // A count, as shares are made of, has a place without looking for it.
        if (numbers is [var only] && double.IsInteger(only))
            return new((BigInteger)only << -Exponent, 0);
        // The mantissas of each exponent are added up before they are put in their place.
        var (mantissas, rest) = (new Int128[2047], 0.0);
        foreach (var number in numbers)
        {
            if (!double.IsFinite(number))
            {
                rest += number;
                continue;
            }

            var bits = BitConverter.DoubleToInt64Bits(number);
            var (exponent, fraction) = ((int)(bits >> 52) & 0x7FF, bits & 0xF_FFFF_FFFF_FFFF);
            var mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
            mantissas[int.Max(exponent, 1)] += bits < 0 ? -mantissa : mantissa;
        }

        var units = BigInteger.Zero;
        for (var exponent = 1; exponent < mantissas.Length; exponent++)
        {
            if (mantissas[exponent] != 0)
                units += (BigInteger)mantissas[exponent] << (exponent - 1);
        }

        return new(units, rest);
    }

    /// <summary>The sum of two sums.</summary>
    public static ExactSum operator +(ExactSum left, ExactSum right) =>
        new(Require.NotNull(left).units + Require.NotNull(right).units, left.rest + right.rest);

    /// <summary>The double nearest to the sum; of two that are as near, the even one.</summary>
    public double ToDouble() => rest != 0 ? rest : Round(units, Exponent);

    /// <summary><c>Σ x² − (Σ x)²/n</c>, rounded once at the end, so that nothing cancels however large the mean is.</summary>
    internal static double SquaredDeviations(ExactSum sum, ExactSum squares, long count) => sum.rest != 0 || squares.rest != 0
        ? double.NaN
        : Round((squares.units << -Exponent) - (sum.units * sum.units / count), 2 * Exponent);

    private static double Round(BigInteger units, int exponent)
    {
        var size = BigInteger.Abs(units);
        var excess = int.Max((int)size.GetBitLength() - MantissaBits, 0);
        if (excess > 0)
        {
            var (kept, half, lost) = (size >> excess, BigInteger.One << (excess - 1), size & ((BigInteger.One << excess) - 1));
            size = kept + (lost > half || (lost == half && !kept.IsEven) ? 1 : 0);
        }

        var magnitude = double.ScaleB((double)(long)size, excess + exponent);
        return units.Sign < 0 ? -magnitude : magnitude;
    }

    /// <summary>The double that it rounds to.</summary>
    public override string ToString() => NumberFormat.Shortest(ToDouble());
}
