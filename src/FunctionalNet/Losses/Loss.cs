using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A measure of the distance of outputs from targets. For given targets it is a differentiable function from the outputs to a
/// number, so that it composes with a network: <c>network.OnInput(images, mode) >> loss.Against(labels)</c>.
/// </summary>
/// <param name="Description">The name that it prints as: <c>SoftmaxCrossEntropy</c>.</param>
/// <param name="Against">The function, <c>[batch, ...] -> []</c>, for the targets of a batch.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Loss<T>(string Description, Func<Targets<T>, Differentiable<Tensor<T>, T>> Against)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The name that it prints as: <c>SoftmaxCrossEntropy</c>.</summary>
    public string Description { get; init => field = Require.NotNull(value, nameof(Description)); } = Require.NotNull(Description, nameof(Description));

    /// <summary>The function, <c>[batch, ...] -> []</c>, for the targets of a batch.</summary>
    public Func<Targets<T>, Differentiable<Tensor<T>, T>> Against { get; init => field = Require.NotNull(value, nameof(Against)); } = Require.NotNull(Against, nameof(Against));

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
