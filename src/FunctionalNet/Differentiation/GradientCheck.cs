using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>The gradient in one number, by the pullback and by numerical differentiation.</summary>
/// <param name="Path">The place of the number: <c>Item1.Affine1/W[3, 2]</c>.</param>
/// <param name="Analytic">The gradient by the pullback.</param>
/// <param name="Numerical">The gradient by numerical differentiation.</param>
/// <param name="RelativeError">
/// The part of <c>|analytic − numerical|</c> beyond the <see cref="Uncertainty"/>, over the larger of their magnitudes; over a
/// thousandth of the largest gradient in the same tensor where both are smaller than that.
/// </param>
public sealed record GradientComparison(string Path, double Analytic, double Numerical, double RelativeError)
{
    /// <summary>The place of the number: <c>Item1.Affine1/W[3, 2]</c>.</summary>
    public string Path { get; init => field = Require.NotNull(value, nameof(Path)); } = Require.NotNull(Path, nameof(Path));

    /// <summary>The largest difference that the rounding of the function's values and of the pullback explains.</summary>
    public double Uncertainty { get; init; }

    /// <summary>The order of the worst: by error, and by difference where that is 0.</summary>
    internal (double Error, double Difference) Badness => (RelativeError, double.Abs(Analytic - Numerical));

    /// <summary>One line: path, both values, the uncertainty where there is one, and the relative error.</summary>
    public override string ToString() => Invariant(
        $"{Path}: analytic {Analytic:R}, numerical {Numerical:R}{PlusMinus}, relative error {RelativeError:0.0e-00}");

    private string PlusMinus => Uncertainty == 0 ? "" : $" ± {NumberFormat.Brief(Uncertainty, 2)}";
}

/// <summary>The gradients of one tensor, compared.</summary>
/// <param name="Path">The place of the tensor: <c>Affine1/W</c>.</param>
/// <param name="Worst">The comparison with the largest relative error.</param>
/// <param name="MeanDifference">The mean of <c>|analytic − numerical|</c>, which the chapter prints.</param>
/// <param name="Count">The number of gradients compared.</param>
public sealed record TensorComparison(string Path, GradientComparison Worst, double MeanDifference, int Count)
{
    /// <summary>The place of the tensor: <c>Affine1/W</c>.</summary>
    public string Path { get; init => field = Require.NotNull(value, nameof(Path)); } = Require.NotNull(Path, nameof(Path));

    /// <summary>The comparison with the largest relative error.</summary>
    public GradientComparison Worst { get; init => field = Require.NotNull(value, nameof(Worst)); } = Require.NotNull(Worst, nameof(Worst));

    /// <summary>One line: the path, the number of gradients compared, their mean difference and the worst of them.</summary>
    public override string ToString() => Invariant(
        $"{Path}: {Count} gradients, mean difference {MeanDifference:0.0e-00}, worst {Worst}");
}

/// <summary>The outcome of a gradient check.</summary>
/// <param name="Tensors">The comparison of each tensor; those without elements are left out.</param>
public sealed record GradientReport(ImmutableArray<TensorComparison> Tensors)
{
    /// <summary>The comparison with the largest relative error of all; null if there were no numbers.</summary>
    public GradientComparison? Worst => Tensors.MaxBy(tensor => tensor.Worst.Badness)?.Worst;

    /// <summary>Whether no relative error is larger than <paramref name="tolerance"/>. A NaN counts as an error.</summary>
    public bool IsWithin(double tolerance) => Tensors.All(tensor => tensor.Worst.RelativeError <= tolerance);

    /// <inheritdoc/>
    public bool Equals(GradientReport? other) => other is not null && Tensors.AsSpan().SequenceEqual(other.Tensors.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Tensors.Aggregate(Tensors.Length, HashCode.Combine);

    /// <summary>The number of gradients compared, and the worst of them.</summary>
    public override string ToString() => Worst is null
        ? "no numbers to compare"
        : Invariant($"worst of {Tensors.Sum(tensor => tensor.Count)} gradients: {Worst}");
}

/// <summary>Compares pullbacks with numerical differentiation.</summary>
public static class GradientCheck
{
    /// <summary>
    /// Compares the pullback of a random cotangent w with the numerical derivatives of ⟨w, f(x)⟩. The derivative in each number of x is
    /// that of a polynomial fitted to 17 values within 1/64 of the number's magnitude (of 1, if that is larger). Where the function is
    /// not smooth there, or throws an <see cref="ArgumentException"/>, the values are taken closer, down to 10⁻¹¹ of the magnitude.
    /// </summary>
    /// <remarks>
    /// A difference that rounding explains is no error. The <see cref="GradientComparison.Uncertainty"/> is about
    /// <c>10⁻¹² Σ|w f(x)| / max(1, |x|)</c>, or more where the intermediate results of f are larger than its value. An error of 10⁻⁶ in a
    /// single number is found where its gradient is at least 10⁻⁵ of <c>Σ|w f(x)| / max(1, |x|)</c>, and 10⁻¹⁰ of <c>Σ|w|</c>. A gradient
    /// below the uncertainty, such as that of a saturated sigmoid or of a loss near 0, can be neither confirmed nor refuted, and passes.
    /// </remarks>
    /// <param name="function">The function to check. It must be smooth at <paramref name="at"/>.</param>
    /// <param name="at">A double, a tensor, parameters, or a tuple of these.</param>
    /// <param name="key">The key that the cotangent, of standard normal numbers, is drawn from.</param>
    /// <exception cref="ArgumentException">
    /// The input or output is not made of doubles, or the gradient does not have the input's structure.
    /// </exception>
    public static GradientReport Of<TIn, TOut>(Differentiable<TIn, TOut> function, TIn at, Key key)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (value, pullback) = function(at);
        var index = 0;
        var cotangent = Leaves.Map(value, tensor => key.Fold(index++).Normal<double>(tensor.Shape));
        var gradient = Leaves.Of(pullback(cotangent));
        NumericalGradient.RequireStructure("gradient", gradient, "input", Leaves.Of(at));
        var rounding = PullbackRounding.Of(pullback, cotangent);
        var slopes = Slopes(input => function(input).Value, at, Numbers(value), Numbers(cotangent));
        return Report(slopes.Select((tensor, i) =>
            Compare(gradient[i], [.. tensor.Select(slope => slope.UncertainBy(rounding[i]))], scale: 0)));
    }

    /// <summary>
    /// Compares two gradients of the same structure, number by number. Since their rounding is not known, the error of a small number
    /// is relative to a thousandth of the largest in its tensor, or to 10⁻⁵ of the largest of all.
    /// </summary>
    /// <exception cref="ArgumentException">The structures differ, or are not made of doubles.</exception>
    public static GradientReport Compare<TIn>(TIn analytic, TIn numerical)
    {
        var (found, wanted) = (Leaves.Of(analytic), Leaves.Of(numerical));
        NumericalGradient.RequireStructure("gradient", found, "input", wanted);
        var scale = 1e-5 * Largest(Numbers(numerical));
        return Report(found.Zip(wanted, (a, n) => Compare(a, [.. n.Value.Data.Select(number => new Slope(number, 0))], scale)));
    }

    /// <summary>The indices of an element: <c>[1, 2]</c>; empty if there are no axes.</summary>
    internal static string Indices(Shape shape, int offset) => shape.Rank == 0 ? "" : Shape.Describe(shape.Unravel(offset).AsSpan());

    /// <summary>The slope of ⟨cotangent, f(x)⟩ in each number of each tensor.</summary>
    private static IEnumerable<IEnumerable<Slope>> Slopes<TIn, TOut>(
        Func<TIn, TOut> function, TIn at, ImmutableArray<double> value, ImmutableArray<double> cotangent)
    {
        var magnitude = value.Zip(cotangent, (number, weight) => double.IsFinite(number) ? double.Abs(weight * number) : 0).Sum();
        var weights = cotangent.Sum(double.Abs);
        return Leaves.Of(at).Select((leaf, i) => leaf.Value.Data.Select((number, j) =>
            Slope.Of(other => ChangeTo(NumericalGradient.Replace(at, i, j, other)), number, magnitude, weights)));

        Slope.Change ChangeTo(TIn input)
        {
            try
            {
                return Numbers(function(input)).Select((number, i) => (Weight: cotangent[i], Before: value[i], After: number))
                    .Where(term => term.Before != term.After)
                    .Aggregate(default(Slope.Change), (change, term) => change.With(term.Weight, term.Before, term.After));
            }
            catch (ArgumentException)
            {
                return Slope.Change.Undefined;
            }
        }
    }

    private static ImmutableArray<double> Numbers<T>(T structure) => [.. Leaves.Of(structure).SelectMany(leaf => leaf.Value.Data)];

    private static double Largest(IEnumerable<double> numbers) => numbers.Select(double.Abs).DefaultIfEmpty().Max();

    private static GradientReport Report(IEnumerable<TensorComparison> tensors) => new([.. tensors.Where(tensor => tensor.Count > 0)]);

    private static TensorComparison Compare(Leaves.Leaf analytic, ImmutableArray<Slope> numerical, double scale)
    {
        var least = double.Max(scale, 1e-3 * Largest(numerical.Select(slope => slope.Value)));
        var elements = numerical.Select((slope, i) => Compare(Path(i), analytic.Value.Data[i], slope, least)).ToList();
        return new(
            analytic.Path,
            elements.MaxBy(element => element.Badness) ?? new(analytic.Path, 0, 0, 0),
            elements.Select(element => element.Badness.Difference).DefaultIfEmpty().Average(),
            elements.Count);

        string Path(int element) => $"{analytic.Path}{Indices(analytic.Value.Shape, element)}";
    }

    private static GradientComparison Compare(string path, double analytic, Slope numerical, double least)
    {
        var excess = double.Abs(analytic - numerical.Value) - numerical.Uncertainty;
        var error = excess / double.Max(least, double.Max(double.Abs(analytic), double.Abs(numerical.Value)));
        // A NaN on either side is a disagreement.
        var relativeError = analytic == numerical.Value || excess <= 0 ? 0 : double.IsNaN(error) ? double.PositiveInfinity : error;
        return new(path, analytic, numerical.Value, relativeError) { Uncertainty = numerical.Uncertainty };
    }
}
