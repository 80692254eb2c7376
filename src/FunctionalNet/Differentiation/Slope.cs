using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>The numerical derivative of a function of one number, with its uncertainty.</summary>
/// <param name="Value">The derivative; NaN if the function has no finite values around the point.</param>
/// <param name="Uncertainty">The largest error that the rounding of the function's values explains.</param>
/// <remarks>
/// The derivative is that of a polynomial fitted to values in a window around the point. The residual of the fit estimates the
/// rounding of the values; their magnitude is only a lower bound: <c>ln(1 + x)</c> of a small x is small, and is rounded as 1 is.
/// </remarks>
internal readonly record struct Slope(double Value, double Uncertainty)
{
    // Binary exponents of half the window's width, so that its points are exact: 1/64 of the point's magnitude, then an eighth each time.
    private const int Widest = -6;
    private const int Narrowest = -36;
    private const int Narrower = -3;

    private const double Epsilon = 1.0 / (1L << 52);

    // Relative error that no narrower window needs to improve on.
    private const double Resolved = 1e-9;

    // In standard deviations: enough for rounding, with ten degrees of freedom left, and for a kink within the window (17).
    private const double Margin = 20;

    // Relative to the function's magnitude: a larger residual is not the rounding of a smooth function in double precision.
    private const double LargestRounding = 1.0 / (1 << 27);

    // Relative to the largest change: with a smaller residual the polynomial is trusted. A narrower window, in which only a few last
    // digits change, may fit even better by chance.
    private const double Trusted = 1e-3;

    // Relative to the weights: smaller changes may be the last digits of numbers near 1. A few of these may not change at all, and
    // some may lie on a polynomial by chance.
    private const double FewDigits = 1.0 / (1L << 40);
    private const double SomeDigits = 1.0 / (1L << 29);

    /// <summary>
    /// The derivative at a point, from the window with the smallest error: half as wide as 1/64 of the point's magnitude (of 1, if
    /// that is larger), or narrower where the function is not smooth or not defined, down to 10⁻¹¹ of the magnitude.
    /// </summary>
    /// <param name="change">The change of the function's value from that at the point to that at another number.</param>
    /// <param name="at">The point.</param>
    /// <param name="magnitude">The sum of the magnitudes of the terms of the function's value at the point.</param>
    /// <param name="weight">The sum of the magnitudes of the terms' weights.</param>
    public static Slope Of(Func<double, Change> change, double at, double magnitude, double weight)
    {
        var exponent = double.IsFinite(at) && at != 0 ? int.Max(double.ILogB(at), -900) : 0;
        var best = Estimate.None;
        for (var width = int.Max(exponent, 0) + Widest; width >= exponent + Narrowest; width += Narrower)
        {
            var estimate = In(double.ScaleB(1, width));
            best = estimate.IsBetterThan(best) ? estimate : best;
            if (best.Error <= Resolved * double.Abs(best.Slope.Value) || estimate.LeastNarrower >= best.Error)
                break;
        }

        return best.MayBeChance
            ? best.Slope.UncertainBy(best.ErrorBy(double.Max(In(best.Half / 8).Std, In(best.Half / 64).Std)))
            : best.Slope;

        Estimate In(double half) => Estimate.From(
            [.. LocalPolynomial.Points.Select(point => point == 0 ? default : change(at + (half * point)))], half, magnitude, weight);
    }

    /// <summary>The slope with a larger uncertainty.</summary>
    public Slope UncertainBy(double more) => this with { Uncertainty = Uncertainty + more };

    /// <summary>The change of a function's value, a weighted sum of terms.</summary>
    /// <param name="Difference">The change.</param>
    /// <param name="Before">The sum of the magnitudes of the terms that changed, before.</param>
    /// <param name="After">The same, after.</param>
    public readonly record struct Change(double Difference, double Before, double After)
    {
        /// <summary>The change to a point where the function is not defined.</summary>
        public static Change Undefined { get; } = new(double.NaN, 0, 0);

        public override string ToString() => Invariant($"{Difference} of {Before}, {After}");

        /// <summary>The change with that of one more term.</summary>
        public Change With(double weight, double before, double after) => new(
            Difference + (weight * (after - before)), Before + double.Abs(weight * before), After + double.Abs(weight * after));
    }

    /// <summary>The slope in one window.</summary>
    /// <param name="Half">Half the window's width.</param>
    /// <param name="Slope">The slope.</param>
    /// <param name="Std">The standard deviation of the function's values from the polynomial, as far as it can be rounding.</param>
    /// <param name="Error">An upper bound of the slope's error, by rounding or because the function is not a polynomial.</param>
    /// <param name="LeastNarrower">A lower bound of the error in the next window.</param>
    /// <param name="IsPolynomial">Whether the function is a polynomial in the window.</param>
    /// <param name="MayBeChance">Whether it may be one by chance. Narrower windows, where it is the same, then tell the rounding.</param>
    private readonly record struct Estimate(
        double Half, Slope Slope, double Std, double Error, double LeastNarrower, bool IsPolynomial, bool MayBeChance)
    {
        public static Estimate None { get; } = new(0, new(double.NaN, 0), 0, double.PositiveInfinity, 0, false, false);

        public static Estimate From(ImmutableArray<Change> changes, double half, double magnitude, double weight)
        {
            var (slope, deviation) = LocalPolynomial.Fit([.. changes.Select(change => change.Difference)]);
            var largest = changes.Max(change => double.Abs(change.Difference));
            var (before, after) = (changes.Max(change => change.Before), changes.Max(change => change.After));
            var ofRounding = double.Min(deviation, LargestRounding * double.Max(magnitude, weight));
            // A term that does not change may have a slope below its last digit.
            var hidden = Epsilon * (magnitude + (largest <= FewDigits * weight ? 4 * weight : 0)) / half;
            var rounding = hidden + ErrorBy(Epsilon * double.Max(before, after), half);
            return new(
                half,
                new(slope / half, rounding + ErrorBy(ofRounding, half)),
                ofRounding,
                rounding + ErrorBy(deviation + (Epsilon * weight), half),
                8 * ((Epsilon * magnitude / half) + ErrorBy(Epsilon * (before + weight), half)),
                deviation <= Trusted * largest,
                largest > 0 && largest <= SomeDigits * weight);
        }

        public bool IsBetterThan(Estimate wider) => 2 * Error < wider.Error
            && !(wider.IsPolynomial && double.Abs(Slope.Value - wider.Slope.Value) > wider.Error);

        /// <summary>The largest error of the slope for values with this standard deviation.</summary>
        public double ErrorBy(double deviation) => ErrorBy(deviation, Half);

        private static double ErrorBy(double std, double half) => Margin * LocalPolynomial.SlopeStd * std / half;
    }
}
