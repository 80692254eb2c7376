namespace FunctionalNet.Numerics;

/// <summary>
/// The quantile function of the normal distribution, to about 1 part in 10¹⁶: rational approximations in the middle and in
/// the tails. Made of arithmetic, square roots and <see cref="Functions.Log"/>, so its bits are the same everywhere.
/// </summary>
/// <remarks>Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (PPND16), 1988.</remarks>
internal static class NormalQuantile
{
    // Ascending powers: of 0.180625 − q² in the middle; of r − 1.6 and of r − 5, where r = √(−ln p), in the tails.
    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
        21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
    ];

    private static ReadOnlySpan<double> NearTailNumerator =>
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 0.000774545014278341407640,
    ];

    private static ReadOnlySpan<double> NearTailDenominator =>
    [
        1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
        0.148103976427480074590, 0.0151986665636164571966, 0.000547593808499534494600, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarTailNumerator =>
    [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
        0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarTailDenominator =>
    [
        1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
        0.000786869131145613259100, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    /// <summary>The quantile at the middle of one of 2⁵² equal parts of (0, 1), chosen by random bits: ±8.2 at most.</summary>
    // With a bit more, the middle of the last part would round up to 1.
    public static double OfBits(ulong bits) => Of(((bits >> 12) + 0.5) * double.ScaleB(1, -52));

    /// <summary>The z with <c>P(Z ≤ z) = p</c>, for 0 &lt; p &lt; 1.</summary>
    public static double Of(double p)
    {
        var q = p - 0.5;
        if (double.Abs(q) <= 0.425)
        {
            var middle = 0.180625 - (q * q);
            return q * Polynomial(MiddleNumerator, middle) / Polynomial(MiddleDenominator, middle);
        }

        var r = double.Sqrt(-Functions.Log(q < 0 ? p : 1 - p));
        var magnitude = r <= 5
            ? Polynomial(NearTailNumerator, r - 1.6) / Polynomial(NearTailDenominator, r - 1.6)
            : Polynomial(FarTailNumerator, r - 5) / Polynomial(FarTailDenominator, r - 5);
        return q < 0 ? -magnitude : magnitude;
    }

    /// <summary>
    /// The probability <c>P(Z ≤ z)</c>, for z up to 0 to nearly full relative precision: the number whose quantile is z, found by halving
    /// the range of floating-point numbers. For a range that is drawn from, not for each draw.
    /// </summary>
    public static double Inverse(double z)
    {
        if (z > 0)
            return 1 - Inverse(-z);
        // Numbers of one sign are ordered as their bits are.
        var (low, high) = (0L, BitConverter.DoubleToInt64Bits(0.5));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Of(BitConverter.Int64BitsToDouble(middle)) < z ? (middle + 1, high) : (low, middle);
        }

        return BitConverter.Int64BitsToDouble(low);
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--)
            sum = (sum * x) + coefficients[i];
        return sum;
    }
}
