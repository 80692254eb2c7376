using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The gradients that a backward closure gives: those of the layer's trained parameters, and that of its input. Each is computed when it
/// is first asked for: training never asks for the gradient of the first layer's input, and a search for
/// inputs never for those of parameters.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Gradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lazy<Parameters<T>> parameters;
    private readonly Lazy<Tensor<T>> input;

    /// <summary>Gradients of a layer, those of its parameters already computed.</summary>
    /// <param name="parameters">The gradient of each trained parameter.</param>
    /// <param name="input">Computes the gradient of the input; it is called once at most.</param>
    public Gradients(Parameters<T> parameters, Func<Tensor<T>> input) =>
        (this.parameters, this.input) = (new(Require.NotNull(parameters)), new(Require.NotNull(input)));

    /// <summary>Gradients of a layer.</summary>
    /// <param name="parameters">Computes the gradient of each trained parameter; it is called once at most.</param>
    /// <param name="input">Computes the gradient of the input; it is called once at most.</param>
    public Gradients(Func<Parameters<T>> parameters, Func<Tensor<T>> input) =>
        (this.parameters, this.input) = (new(Require.NotNull(parameters)), new(Require.NotNull(input)));

    /// <summary>The gradient of each trained parameter, under the parameters' names.</summary>
    public Parameters<T> Parameters => parameters.Value;

    /// <summary>The gradient of the input, of the input's shape.</summary>
    public Tensor<T> Input => input.Value;

    /// <summary>One line that says which of them are computed. It computes none.</summary>
    public override string ToString() =>
        $"gradients of the parameters{Computed(parameters.IsValueCreated)} and of the input{Computed(input.IsValueCreated)}";

    private static string Computed(bool isComputed) => isComputed ? "" : " (not computed)";
}
