using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>The least-squares polynomial of degree 6 for values at 17 points from −1 to 1.</summary>
/// <param name="Slope">Its derivative at 0.</param>
/// <param name="Std">The standard deviation of the values from the polynomial.</param>
/// <remarks>Savitzky and Golay, "Smoothing and differentiation of data", 1964; by the orthogonal polynomials of Gram.</remarks>
internal readonly record struct LocalPolynomial(double Slope, double Std)
{
    private const int Side = 8;
    private const int Degree = 6;

    /// <summary>The points.</summary>
    public static ImmutableArray<double> Points { get; } = [.. Enumerable.Range(-Side, (2 * Side) + 1).Select(i => (double)i / Side)];

    private static readonly ImmutableArray<Term> Terms = [.. Orthonormal()];

    /// <summary>The standard deviation of the slope for values with standard deviation 1.</summary>
    public static double SlopeStd { get; } = double.Sqrt(Terms.Sum(term => term.Slope * term.Slope));

    /// <summary>The polynomial that fits the values at the points.</summary>
    public static LocalPolynomial Fit(ImmutableArray<double> values)
    {
        var (slope, residual) = (0.0, values.ToArray());
        foreach (var term in Terms)
        {
            var coefficient = Dot(term.Values, residual);
            slope += coefficient * term.Slope;
            for (var i = 0; i < residual.Length; i++)
                residual[i] -= coefficient * term.Values[i];
        }

        // Relative to the largest residual, since the square of a number below 1e-162 is 0.
        var unit = residual.Max(double.Abs);
        var squares = unit == 0 ? 0 : residual.Sum(x => x / unit * (x / unit));
        return new(slope, unit * double.Sqrt(squares / (residual.Length - Terms.Length)));
    }

    /// <summary>The polynomials that are orthonormal over the points, by their recurrence from one degree to the next.</summary>
    private static IEnumerable<Term> Orthonormal()
    {
        var (before, current) = (new Term([.. Points.Select(_ => 0.0)], 0), new Term([.. Points.Select(_ => 1.0)], 0));
        var squaresBefore = 1.0;
        for (var degree = 0; degree <= Degree; degree++)
        {
            var squares = Dot(current.Values, current.Values.AsSpan());
            yield return new([.. current.Values.Select(value => value / double.Sqrt(squares))], current.Slope / double.Sqrt(squares));
            var ratio = degree == 0 ? 0 : squares / squaresBefore;
            var next = Points.Select((point, i) => (point * current.Values[i]) - (ratio * before.Values[i]));
            (before, current, squaresBefore) = (current, new([.. next], current.Values[Side] - (ratio * before.Slope)), squares);
        }
    }

    private static double Dot(ImmutableArray<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < right.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    /// <summary>A polynomial's values at the points, and its derivative at 0.</summary>
    private sealed record Term(ImmutableArray<double> Values, double Slope);
}
