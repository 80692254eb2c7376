using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// How far outputs are from targets: for given targets, a differentiable function from the outputs to a number, so that it
/// composes with what computes the outputs: <c>network.OnInput(images, mode) >> loss(labels)</c>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate Differentiable<Tensor<T>, T> Loss<T>(Targets<T> targets)
    where T : unmanaged, IFloatingPointIeee754<T>;
