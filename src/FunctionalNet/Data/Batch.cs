using System.Numerics;

namespace FunctionalNet;

/// <summary>Inputs with their targets, to be taken in one step.</summary>
/// <param name="Inputs"><c>[batch, ...]</c></param>
/// <param name="Targets">One for each row of the inputs.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Batch<T>(Tensor<T> Inputs, Targets<T> Targets)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many samples the batch has.</summary>
    public int Count => Targets.Count;

    /// <summary>One line: <c>Batch: 100 × f32[784]</c>.</summary>
    public override string ToString() => $"Batch: {Dataset<T>.Describe(Inputs)}";
}
