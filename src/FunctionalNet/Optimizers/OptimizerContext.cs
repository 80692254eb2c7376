using System.Numerics;

namespace FunctionalNet;

/// <summary>The context of a step: parameters, loss and the number of the step.</summary>
/// <param name="Parameters">The trained parameters before the step, of the layout of the updates.</param>
/// <param name="All">All parameters before the step, statistics included: for measures that evaluate a network.</param>
/// <param name="Loss">The loss at these parameters.</param>
/// <param name="Step">The number of steps made before: 0 in the first.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly record struct OptimizerContext<T>(Parameters<T> Parameters, Parameters<T> All, T Loss, long Step)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The trained parameters before the step, of the layout of the updates.</summary>
    public Parameters<T> Parameters { get; init => field = Require.NotNull(value, nameof(Parameters)); } = Require.NotNull(Parameters, nameof(Parameters));

    /// <summary>All parameters before the step, statistics included: for measures that evaluate a network.</summary>
    public Parameters<T> All { get; init => field = Require.NotNull(value, nameof(All)); } = Require.NotNull(All, nameof(All));

    /// <summary>The context of a step of training.</summary>
    /// <param name="all">All parameters, statistics included.</param>
    /// <param name="loss">The loss at these parameters.</param>
    /// <param name="step">The number of steps made before.</param>
    public static OptimizerContext<T> Of(Parameters<T> all, T loss, long step) => new(Require.NotNull(all).Trained, all, loss, step);

    /// <summary>One line: <c>step 17, loss 0.25, 39760 numbers to train</c>.</summary>
    public override string ToString() =>
        Invariant($"step {Step}, loss {NumberFormat.Brief(Loss, 4)}, {Quantity.Of(Parameters.Size, "number")} to train");
}
