using System.Collections.Immutable;
using System.Globalization;

namespace FunctionalNet;

/// <summary>One number's gradient, from the backward closures and by central differences.</summary>
/// <param name="Path">Where the number is: <c>Item1.Affine1/W[3, 2]</c>.</param>
/// <param name="Analytic">What the pullback gives.</param>
/// <param name="Numerical">What the differences give.</param>
/// <param name="RelativeError">
/// <c>|analytic − numerical|</c> over the larger of their magnitudes; over a thousandth of the largest gradient in the same
/// tensor where both are smaller than that, since differences cannot resolve them.
/// </param>
public sealed record GradientComparison(string Path, double Analytic, double Numerical, double RelativeError)
{
    /// <summary>Where the number is: <c>Item1.Affine1/W[3, 2]</c>.</summary>
    public string Path { get; init => field = Require.NotNull(value, nameof(Path)); } = Require.NotNull(Path, nameof(Path));

    /// <summary>One line: path, both values and the relative error.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Path}: analytic {Analytic:R}, numerical {Numerical:R}, relative error {RelativeError:0.0e-00}");
}

/// <summary>The gradients of one tensor, compared.</summary>
/// <param name="Path">Where the tensor is: <c>Affine1/W</c>.</param>
/// <param name="Worst">The number whose relative error is largest.</param>
/// <param name="MeanDifference">The mean of <c>|analytic − numerical|</c>: what the chapter prints.</param>
/// <param name="Count">How many numbers were compared.</param>
public sealed record TensorComparison(string Path, GradientComparison Worst, double MeanDifference, int Count)
{
    /// <summary>Where the tensor is.</summary>
    public string Path { get; init => field = Require.NotNull(value, nameof(Path)); } = Require.NotNull(Path, nameof(Path));

    /// <summary>The comparison of the largest relative error.</summary>
    public GradientComparison Worst { get; init => field = Require.NotNull(value, nameof(Worst)); } = Require.NotNull(Worst, nameof(Worst));

    /// <summary>One line: path, how many numbers were compared, their mean difference and the worst of them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Path}: {Count} gradients, mean difference {MeanDifference:0.0e-00}, worst {Worst}");
}

/// <summary>The outcome of a gradient check.</summary>
/// <param name="Tensors">The comparison of each tensor; those without elements are left out.</param>
public sealed record GradientReport(ImmutableArray<TensorComparison> Tensors)
{
    /// <summary>The number whose relative error is largest of all; none if there were no numbers.</summary>
    public GradientComparison? Worst => Tensors.MaxBy(tensor => tensor.Worst.RelativeError)?.Worst;

    /// <summary>Whether no relative error is larger than <paramref name="tolerance"/>. A NaN is an error.</summary>
    public bool IsWithin(double tolerance) => Tensors.All(tensor => tensor.Worst.RelativeError <= tolerance);

    /// <inheritdoc/>
    public bool Equals(GradientReport? other) => other is not null && Tensors.AsSpan().SequenceEqual(other.Tensors.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Tensors.Aggregate(Tensors.Length, HashCode.Combine);

    /// <summary>How many numbers were compared, and the worst of them.</summary>
    public override string ToString() => Worst is null
        ? "no numbers to compare"
        : Invariant($"worst of {Tensors.Sum(tensor => tensor.Count)} gradients: {Worst}");
}

/// <summary>Compares pullbacks with central differences.</summary>
public static class GradientCheck
{
    // Large enough that rounding is far below the extrapolated error, small against the distance to a kink.
    private const double Step = 1e-3;

    /// <summary>
    /// Compares the pullback of a random cotangent with central differences, at steps h and h/2, extrapolated to an error of
    /// order h⁴ (Richardson).
    /// </summary>
    /// <param name="function">The function to check. Within 0.001 of <paramref name="at"/> it must be smooth.</param>
    /// <param name="at">A double, a tensor, parameters, or a tuple of these.</param>
    /// <param name="key">What the cotangent is drawn from: standard normal numbers.</param>
    /// <exception cref="ArgumentException">
    /// The input or output is not made of doubles, or the gradient has not the input's structure.
    /// </exception>
    public static GradientReport Of<TIn, TOut>(Differentiable<TIn, TOut> function, TIn at, Key key)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (value, pullback) = function(at);
        var index = 0;
        var cotangent = Leaves.Map(value, tensor => key.Fold(index++).Normal<double>(tensor.Shape));
        var coarse = Leaves.Of(NumericalGradient.Of(function, at, cotangent, Step));
        var fine = Leaves.Of(NumericalGradient.Of(function, at, cotangent, Step / 2));
        var extrapolated = coarse.Zip(fine, (h, half) => new Leaves.Leaf(h.Path, ((4 * half.Value) - h.Value) / 3));
        return Compare(Leaves.Of(pullback(cotangent)), [.. extrapolated]);
    }

    /// <summary>Compares two gradients of the same structure, number by number.</summary>
    /// <exception cref="ArgumentException">The structures differ, or are not made of doubles.</exception>
    public static GradientReport Compare<TIn>(TIn analytic, TIn numerical) => Compare(Leaves.Of(analytic), Leaves.Of(numerical));

    private static GradientReport Compare(ImmutableArray<Leaves.Leaf> analytic, ImmutableArray<Leaves.Leaf> numerical)
    {
        var (found, wanted) = (Structure(analytic), Structure(numerical));
        return found == wanted
            ? new([.. analytic.Zip(numerical, Compare).Where(comparison => comparison.Count > 0)])
            : throw new ArgumentException($"the gradient has not the structure of the input: {found} instead of {wanted}");
    }

    private static string Structure(ImmutableArray<Leaves.Leaf> leaves) =>
        $"({string.Join(", ", leaves.Select(leaf => $"{leaf.Path} {leaf.Value.Shape}".Trim()))})";

    private static TensorComparison Compare(Leaves.Leaf analytic, Leaves.Leaf numerical)
    {
        var floor = 1e-3 * numerical.Value.Data.Select(double.Abs).DefaultIfEmpty().Max();
        var elements = Enumerable.Range(0, analytic.Value.Shape.Size).Select(Element).ToList();
        return new(
            analytic.Path,
            elements.MaxBy(element => element.RelativeError) ?? new(analytic.Path, 0, 0, 0),
            elements.Select(element => double.Abs(element.Analytic - element.Numerical)).DefaultIfEmpty().Average(),
            elements.Count);

        GradientComparison Element(int i)
        {
            var (a, n) = (analytic.Value.Data[i], numerical.Value.Data[i]);
            return new($"{analytic.Path}{Indices(analytic.Value.Shape, i)}", a, n, RelativeError(a, n, floor));
        }
    }

    // A NaN on either side is no agreement.
    private static double RelativeError(double analytic, double numerical, double floor) =>
        analytic == numerical ? 0
        : double.Abs(analytic - numerical) / double.Max(floor, double.Max(double.Abs(analytic), double.Abs(numerical))) is var error
            && double.IsNaN(error) ? double.PositiveInfinity
        : error;

    private static string Indices(Shape shape, int offset)
    {
        var indices = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
            (offset, indices[axis]) = int.DivRem(offset, shape[axis]);
        return shape.Rank == 0 ? "" : Invariant($"[{string.Join(", ", indices.Select(index => Invariant($"{index}")))}]");
    }
}
