using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>
/// The rounding error of a pullback. Its size does not follow from the result, in which larger numbers may have cancelled. It is
/// estimated by scaling the cotangent: the result should scale alike, and the rest is rounding.
/// </summary>
internal static class PullbackRounding
{
    private const int Draws = 8;

    // The largest of a few draws may be smaller than the largest possible by this factor.
    private const double Margin = 8;

    // Relative to the largest number of cotangent and gradient. A larger scatter is not rounding in double precision.
    private const double LargestRounding = 1e-8;

    // Relative to the cotangent: smaller gradients are rounding errors of 0, of which a few draws of a few numbers may show none.
    private const double Zero = 1.0 / (1L << 44);
    private const double LastDigits = 1.0 / (1L << 49);

    /// <summary>Smaller numbers may underflow in between, lose digits, and not double exactly.</summary>
    public const double Underflow = 1e-300;

    /// <summary>
    /// For each tensor of the gradient, the largest error of one of its numbers that rounding explains. It is 0 if twice the cotangent
    /// does not give exactly twice the gradient, since then the pullback is not linear.
    /// </summary>
    public static ImmutableArray<double> Of<TOut, TIn>(Func<TOut, TIn> pullback, TOut cotangent)
    {
        var gradient = Leaves.Of(pullback(cotangent));
        var size = Leaves.Of(cotangent).Select(leaf => Largest(leaf.Value)).DefaultIfEmpty().Max();
        var most = LargestRounding * gradient.Select(leaf => Largest(leaf.Value)).Append(size).Max();
        // Between 1 and 2, since a power of two would change no digit.
        var changes = Enumerable.Range(1, Draws).Select(draw => ChangesBy(1 + (draw / (Draws + 1.0)))).ToList();
        var isLinear = ChangesBy(2).All(change => change <= Underflow);
        return [.. gradient.Select((leaf, i) => isLinear ? Rounding(i, leaf.Value) : 0)];

        double Rounding(int i, Tensor<double> tensor) =>
            (Margin * double.Min(most, changes.Max(change => change[i]))) + (Largest(tensor) <= Zero * size ? LastDigits * size : 0);

        ImmutableArray<double> ChangesBy(double factor) =>
        [
            .. Leaves.Of(pullback(Leaves.Map(cotangent, tensor => tensor * factor)))
                .Zip(gradient, (scaled, leaf) => Largest((scaled.Value / factor) - leaf.Value)),
        ];
    }

    private static double Largest(Tensor<double> tensor) => tensor.Data.Select(double.Abs).DefaultIfEmpty().Max();
}
