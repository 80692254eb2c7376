using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// What a backward closure gives: the gradients of the layer's parameters, and that of its input, which is computed when
/// it is first asked for. Training never asks for that of the first layer.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Gradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lazy<Tensor<T>> input;

    /// <summary>Gradients of a layer.</summary>
    /// <param name="parameters">The gradient of each parameter; for a statistic, its next value.</param>
    /// <param name="input">Computes the gradient of the input; it is called once at most.</param>
    public Gradients(Parameters<T> parameters, Func<Tensor<T>> input) =>
        (Parameters, this.input) = (Require.NotNull(parameters), new(Require.NotNull(input)));

    /// <summary>The gradient of each parameter, under the parameters' names; in place of a statistic, its next value.</summary>
    public Parameters<T> Parameters { get; }

    /// <summary>The gradient of the input, of the input's shape.</summary>
    public Tensor<T> Input => input.Value;

    /// <summary>One line: of how many parameters. The input's gradient is not computed for it.</summary>
    public override string ToString() =>
        $"gradients of the input and of {ParametersFormat.Counted(Parameters.Count, "parameter")}, "
        + ParametersFormat.Counted(Parameters.Size, "number");
}
