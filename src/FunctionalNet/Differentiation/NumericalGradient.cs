using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>
/// Gradients by central differences, <c>(f(x + h) − f(x − h)) / 2h</c> for one number after another: slow, and independent of the
/// backward closures. In double precision only: in single, rounding would swamp the difference.
/// </summary>
/// <remarks>
/// The chapter before, "numerical differentiation". The error of the method is of the order h², and that of rounding is
/// 10⁻¹⁶ |f| / h. The step is the same for every number, so numbers of 10⁸ or 10⁻⁸ need another step than those near 1. The divisor
/// is the distance between the rounded <c>x + h</c> and <c>x − h</c>.
/// </remarks>
public static class NumericalGradient
{
    /// <summary>The step of the textbook.</summary>
    public const double DefaultStep = 1e-4;

    /// <summary>The gradient of a scalar function with respect to every number in <paramref name="at"/>, in the same structure.</summary>
    /// <param name="function">Any function; it is evaluated twice for each number.</param>
    /// <param name="at">
    /// A double, a tensor, parameters, or a tuple of these. A statistic among parameters has no gradient and keeps its value.
    /// </param>
    /// <param name="step">The h of the formula: positive, finite, and large enough to change every number.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="at"/> is of another type, or has a number so large that the step is lost in its rounding.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive, or not finite.</exception>
    public static TIn Of<TIn>(Func<TIn, double> function, TIn at, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!(step > 0 && double.IsFinite(step)))
            throw new ArgumentOutOfRangeException(nameof(step), $"expected a positive and finite step, got {NumberFormat.Shortest(step)}");
        var leaf = 0;
        return Leaves.Map(at, tensor => OfLeaf(function, at, leaf++, tensor, step));
    }

    /// <summary>The gradient of a differentiable scalar function, without its pullback.</summary>
    /// <inheritdoc cref="Of{TIn}(Func{TIn, double}, TIn, double)"/>
    public static TIn Of<TIn>(Differentiable<TIn, double> function, TIn at, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Of(input => function(input).Value, at, step);
    }

    /// <summary>
    /// The correct result of the pullback at <paramref name="at"/> for <paramref name="cotangent"/>: the gradient of ⟨cotangent, f(x)⟩.
    /// </summary>
    /// <inheritdoc cref="Of{TIn}(Func{TIn, double}, TIn, double)"/>
    public static TIn Of<TIn, TOut>(Differentiable<TIn, TOut> function, TIn at, TOut cotangent, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(function);
        var weights = Leaves.Of(cotangent);
        RequireStructure("cotangent", weights, "output", Leaves.Of(function(at).Value));
        return Of(input => InnerProduct(Leaves.Of(function(input).Value)), at, step);

        double InnerProduct(ImmutableArray<Leaves.Leaf> values) =>
            values.Zip(weights, (value, weight) => (value.Value * weight.Value).Sum()).Sum();
    }

    /// <summary>The structure with one number of one of its tensors replaced.</summary>
    internal static TIn Replace<TIn>(TIn at, int leaf, int element, double number)
    {
        var current = 0;
        return Leaves.Map(at, tensor => current++ == leaf ? new(tensor.Shape, tensor.Data.SetItem(element, number)) : tensor);
    }

    /// <summary>Throws an <see cref="ArgumentException"/> unless a structure equals that of its model.</summary>
    internal static void RequireStructure(
        string what, ImmutableArray<Leaves.Leaf> found, string model, ImmutableArray<Leaves.Leaf> wanted)
    {
        var (actual, expected) = (Structure(found), Structure(wanted));
        if (actual != expected)
            throw new ArgumentException($"expected a {what} with the structure of the {model} {expected}, got {actual}");

        static string Structure(ImmutableArray<Leaves.Leaf> leaves) =>
            $"({string.Join(", ", leaves.Select(leaf => $"{leaf.Path} {leaf.Value.Shape}".Trim()))})";
    }

    private static Tensor<double> OfLeaf<TIn>(Func<TIn, double> function, TIn at, int leaf, Tensor<double> tensor, double step)
    {
        return Tensor.Generate(tensor.Shape, element => Quotient(element, tensor.Span[element]));

        double Quotient(int element, double number)
        {
            var (below, above) = (number - step, number + step);
            if (double.IsFinite(number) && (below == number || above == number))
            {
                throw new ArgumentException(
                    $"the step {NumberFormat.Shortest(step)} is lost in the rounding of {NumberFormat.Shortest(number)}", nameof(step));
            }

            var distance = double.IsFinite(number) ? above - below : 2 * step;
            return (function(Replace(at, leaf, element, above)) - function(Replace(at, leaf, element, below))) / distance;
        }
    }
}
