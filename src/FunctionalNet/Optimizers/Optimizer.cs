using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>What an optimizer remembers from step to step: for each moment, a tensor for every parameter.</summary>
/// <param name="Moments">None for plain gradient descent; the velocity for momentum.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record OptimizerState<T>(ImmutableArray<Parameters<T>> Moments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The state of an optimizer that remembers nothing.</summary>
    public static OptimizerState<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public bool Equals(OptimizerState<T>? other) => other is not null && Moments.SequenceEqual(other.Moments);

    /// <inheritdoc/>
    public override int GetHashCode() => Moments.Aggregate(Moments.Length, HashCode.Combine);

    /// <summary>One line: how many moments there are, and how large each is.</summary>
    public override string ToString() => Moments.IsEmpty
        ? "no moments"
        : $"{ParametersFormat.Counted(Moments.Length, "moment")} of {ParametersFormat.Counted(Moments[0].Size, "number")}";
}

/// <summary>One step of an optimizer: from parameters, their gradient and the state to the next parameters and state.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate (Parameters<T> Parameters, OptimizerState<T> State) OptimizerUpdate<T>(
    Parameters<T> parameters, Parameters<T> gradient, OptimizerState<T> state)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>An optimizer is two pure functions: the first state for given parameters, and the step.</summary>
/// <param name="Description">How it is written: <c>Sgd(0.1)</c>.</param>
/// <param name="Initialize">The first state.</param>
/// <param name="Update">The step. A statistic is not trained: its next value is what the gradient has in its place.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Optimizer<T>(
    string Description, Func<Parameters<T>, OptimizerState<T>> Initialize, OptimizerUpdate<T> Update)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
