using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// How far outputs are from targets: for given targets, a differentiable function from the outputs to a number, so that it
/// composes with what computes the outputs: <c>network.OnInput(images, mode) >> loss.Against(labels)</c>.
/// </summary>
/// <param name="Description">How it is written: <c>SoftmaxCrossEntropy</c>.</param>
/// <param name="Against">The function, <c>[batch, ...] -> []</c>, for the targets of a batch.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Loss<T>(string Description, Func<Targets<T>, Differentiable<Tensor<T>, T>> Against)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
