using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// A differentiable function that merges the outputs of several layers, in
/// <see cref="Layers{T}.Branches(Merge{T}, ImmutableArray{Layer{T}})"/>. An elementwise function of two tensors converts implicitly:
/// <c>Branches(TensorNodes&lt;float&gt;.Multiply, f, g)</c>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Merge<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The author's function, by which merges compare.
    private readonly Delegate definition;

    internal Merge(
        string kind,
        LayerArguments arguments,
        int? branches,
        Func<ImmutableArray<Shape>, Fin<Shape>> shapeRule,
        Differentiable<ImmutableArray<Tensor<T>>, Tensor<T>> function,
        Delegate definition) =>
        (Kind, Arguments, Branches, ShapeRule, Function, this.definition) = (kind, arguments, branches, shapeRule, function, definition);

    /// <summary>The kind of merge: <c>Sum</c>.</summary>
    public string Kind { get; }

    /// <summary>The arguments that distinguish it from others of its kind.</summary>
    public LayerArguments Arguments { get; }

    /// <summary>The number of outputs that it takes; null if any number.</summary>
    public int? Branches { get; }

    /// <summary>The shape of the result for the shapes of the outputs, or an error that says what is expected.</summary>
    public Func<ImmutableArray<Shape>, Fin<Shape>> ShapeRule { get; }

    /// <summary>The function.</summary>
    public Differentiable<ImmutableArray<Tensor<T>>, Tensor<T>> Function { get; }

    /// <summary>A function of two tensors whose shapes broadcast, as those of <see cref="TensorNodes{T}"/> do: <see cref="Merge.Lift{T}"/>.</summary>
    public static implicit operator Merge<T>(Differentiable<(Tensor<T>, Tensor<T>), Tensor<T>> function) => Merge.Lift("Merge", function);

    /// <summary>Equal when kind, arguments and the function are, as for <see cref="Layer{T}.Leaf"/>.</summary>
    public bool Equals(Merge<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && Arguments == other.Arguments && Layer.IsSame(definition, other.definition, Arguments));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Arguments);

    /// <summary>Kind and arguments: <c>Sum</c>.</summary>
    public override string ToString() => $"{Kind}{Arguments}";
}

/// <summary>Ways to make a custom <see cref="Merge{T}"/>.</summary>
public static class Merge
{
    /// <summary>A function of any number of tensors.</summary>
    /// <param name="kind">The kind of merge, for printing and for comparing: <c>Sum</c>.</param>
    /// <param name="arguments">The arguments that distinguish it from others of its kind; <c>""</c> if there are none.</param>
    /// <param name="shapeRule">The shape of the result for the shapes of the tensors, or an error that says what is expected.</param>
    /// <param name="function">The function. Its pullback gives a gradient for each tensor.</param>
    /// <exception cref="ArgumentException">The kind is empty or has a slash.</exception>
    public static Merge<T> Define<T>(
        string kind,
        LayerArguments arguments,
        Func<ImmutableArray<Shape>, Fin<Shape>> shapeRule,
        Differentiable<ImmutableArray<Tensor<T>>, Tensor<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
        Layer.RequireName("the kind of a merge", Require.NotNull(kind)), Require.NotNull(arguments), null, Require.NotNull(shapeRule), Require.NotNull(function), function);

    /// <summary>A function of two tensors.</summary>
    /// <param name="kind">The kind of merge: <c>Product</c>.</param>
    /// <param name="function">The function.</param>
    /// <param name="shapeRule">The shape of the result for the shapes of the two; if not given, the shape that they broadcast to.</param>
    /// <exception cref="ArgumentException">The kind is empty or has a slash.</exception>
    public static Merge<T> Lift<T>(
        string kind, Differentiable<(Tensor<T>, Tensor<T>), Tensor<T>> function, Func<Shape, Shape, Fin<Shape>>? shapeRule = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(function);
        var rule = shapeRule ?? Broadcast;
        return new(Layer.RequireName("the kind of a merge", kind), "", 2, shapes => rule(shapes[0], shapes[1]), Pair, function);

        (Tensor<T> Value, Func<Tensor<T>, ImmutableArray<Tensor<T>>> Pullback) Pair(ImmutableArray<Tensor<T>> inputs)
        {
            var (value, pullback) = function((inputs[0], inputs[1]));
            return (value, gradient =>
            {
                var (left, right) = pullback(gradient);
                return [left, right];
            }
            );
        }
    }

    private static Fin<Shape> Broadcast(Shape left, Shape right)
    {
        try
        {
            return Shape.Broadcast(left, right);
        }
        catch (ArgumentException)
        {
            return Error.New($"expected outputs whose shapes broadcast, got {left} and {right}");
        }
    }
}
