using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>
/// Gradients by central differences, <c>(f(x + h) − f(x − h)) / 2h</c> for one number after another: slow, and right
/// whatever the backward closures say. In double precision only: in single the difference drowns in rounding.
/// </summary>
/// <remarks>The chapter before, "numerical differentiation"; the error is of the order h².</remarks>
public static class NumericalGradient
{
    /// <summary>The step that the textbook takes.</summary>
    public const double DefaultStep = 1e-4;

    /// <summary>The gradient of a number with respect to every number in <paramref name="at"/>, in the same structure.</summary>
    /// <param name="function">Any function; it is evaluated twice for each number.</param>
    /// <param name="at">
    /// A double, a tensor, parameters, or a tuple of these. A statistic among parameters has no gradient: its place keeps its value.
    /// </param>
    /// <param name="step">The h of the formula.</param>
    /// <exception cref="ArgumentException"><paramref name="at"/> is made of something else.</exception>
    public static TIn Of<TIn>(Func<TIn, double> function, TIn at, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(function);
        var leaf = 0;
        return Leaves.Map(at, tensor => OfLeaf(function, at, leaf++, tensor, step));
    }

    /// <summary>The gradient of a differentiable number, without its pullback.</summary>
    /// <inheritdoc cref="Of{TIn}(Func{TIn, double}, TIn, double)"/>
    public static TIn Of<TIn>(Differentiable<TIn, double> function, TIn at, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Of(input => function(input).Value, at, step);
    }

    /// <summary>
    /// What the pullback at <paramref name="at"/> should give for <paramref name="cotangent"/>: the gradient of ⟨cotangent, f(x)⟩.
    /// </summary>
    /// <inheritdoc cref="Of{TIn}(Func{TIn, double}, TIn, double)"/>
    public static TIn Of<TIn, TOut>(Differentiable<TIn, TOut> function, TIn at, TOut cotangent, double step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(function);
        var weights = Leaves.Of(cotangent);
        return Of(input => InnerProduct(Leaves.Of(function(input).Value)), at, step);

        double InnerProduct(ImmutableArray<Leaves.Leaf> values) =>
            values.Zip(weights, (value, weight) => (value.Value * weight.Value).Sum()).Sum();
    }

    private static Tensor<double> OfLeaf<TIn>(Func<TIn, double> function, TIn at, int leaf, Tensor<double> tensor, double step)
    {
        double Shifted(int element, double by)
        {
            var current = 0;
            return function(Leaves.Map(at, other => current++ == leaf ? Shift(other, element, by) : other));
        }

        return Tensor.Generate(tensor.Shape, element => (Shifted(element, step) - Shifted(element, -step)) / (2 * step));
    }

    private static Tensor<double> Shift(Tensor<double> tensor, int element, double by) =>
        new(tensor.Shape, tensor.Data.SetItem(element, tensor.Data[element] + by));
}
