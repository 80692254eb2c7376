using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>How layers are made, those of the library and those of its users.</summary>
public static class Layer
{
    /// <summary>A layer of one's own.</summary>
    /// <param name="kind">What it is called: <c>Affine</c>. Its name within a composition is the kind and a number.</param>
    /// <param name="arguments">What tells it from others of its kind, for printing: <c>(784→50)</c>; or nothing.</param>
    /// <param name="parameters">What it needs, in order, under names of its own: <c>W</c>, <c>b</c>.</param>
    /// <param name="outputShape">
    /// The shape of the output for a shape of input, or an error that says what is wanted. It is asked before every run, so
    /// <paramref name="forward"/> only sees inputs that fit.
    /// </param>
    /// <param name="forward">
    /// The function. It finds its parameters under their own names, and the gradients that its closure gives are made by
    /// <see cref="Parameters{T}.WithValues"/>.
    /// </param>
    public static Layer<T> Define<T>(
        string kind,
        string arguments,
        ImmutableArray<ParameterSpec<T>> parameters,
        Func<Shape, Fin<Shape>> outputShape,
        Forward<T> forward)
        where T : unmanaged, IFloatingPointIeee754<T> => new([new(kind, arguments, null, parameters, outputShape, forward)]);

    /// <summary>A function of tensors as a layer without parameters, whose output has the input's shape.</summary>
    public static Layer<T> Lift<T>(string kind, Differentiable<Tensor<T>, Tensor<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => Lift(kind, shape => shape, function);

    /// <summary>A function of tensors as a layer without parameters.</summary>
    /// <param name="kind">What it is called.</param>
    /// <param name="outputShape">The shape of the output for a shape of input, or an error that says what is wanted.</param>
    /// <param name="function">The function.</param>
    public static Layer<T> Lift<T>(string kind, Func<Shape, Fin<Shape>> outputShape, Differentiable<Tensor<T>, Tensor<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => Define<T>(kind, "", [], outputShape, (_, input, _) =>
    {
        var (output, pullback) = function(input);
        return (output, gradient => new Gradients<T>(Parameters<T>.Empty, () => pullback(gradient)));
    });
}
