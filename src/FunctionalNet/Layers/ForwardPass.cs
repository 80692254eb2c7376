using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The result of a layer's forward pass: its output, the closure that runs backwards and, where the layer has any, the next values of
/// its statistics. A layer without statistics is written as the pair of the first two, and read as it:
/// <c>var (output, backward) = layer.Forward(parameters, input, mode)</c>.
/// </summary>
/// <param name="Output">The output.</param>
/// <param name="Backward">The closure that runs backwards.</param>
/// <param name="Statistics">
/// The layer's parameters with the next values of the statistics, <c>parameters.With("mean", next)</c>: the other values are ignored.
/// Null if no statistic changes.
/// </param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly record struct ForwardPass<T>(Tensor<T> Output, Backward<T> Backward, Parameters<T>? Statistics = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The output.</summary>
    public Tensor<T> Output { get; } = Require.NotNull(Output);

    /// <summary>The closure that runs backwards.</summary>
    public Backward<T> Backward { get; } = Require.NotNull(Backward);

    /// <summary>The layer's parameters with the next values of the statistics; null if no statistic changes.</summary>
    public Parameters<T>? Statistics { get; } = Statistics;

    /// <summary>The pass of a layer without statistics.</summary>
    public static implicit operator ForwardPass<T>((Tensor<T> Output, Backward<T> Backward) pass) => new(pass.Output, pass.Backward);

    /// <summary>Takes apart into output and backward closure.</summary>
    public void Deconstruct(out Tensor<T> output, out Backward<T> backward) => (output, backward) = (Output, Backward);

    /// <summary>One line: the type and shape of the output.</summary>
    public override string ToString() => $"forward pass to {TensorFormat.Type<T>(Output.Shape)}";
}
