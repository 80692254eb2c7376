using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>What an optimizer remembers from step to step: for each moment, a tensor for every parameter; and single numbers.</summary>
/// <param name="Moments">None for plain gradient descent; the velocity for momentum.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record OptimizerState<T>(ImmutableArray<Parameters<T>> Moments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The state of an optimizer that remembers nothing.</summary>
    public static OptimizerState<T> Empty { get; } = new([]);

    /// <summary>
    /// The single numbers beside the moments, by name: the current rate, for one. They are doubles whatever the parameters are: a count
    /// of steps is exact in them up to 2⁵³, and a sum of as many losses as an epoch has keeps its digits.
    /// </summary>
    public ImmutableSortedDictionary<string, double> Numbers { get; init => field = Require.NotNull(value, nameof(Numbers)); } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Equals(OptimizerState<T>? other) =>
        other is not null && Moments.SequenceEqual(other.Moments) && Numbers.SequenceEqual(other.Numbers);

    /// <inheritdoc/>
    public override int GetHashCode() => Moments.Aggregate(Numbers.Count, HashCode.Combine);

    /// <summary>One line: how many moments there are, and how large each is; and each single number.</summary>
    public override string ToString() => string.Join(
        ", ", Numbers.Select(number => $"{number.Key} {NumberFormat.Brief(number.Value)}").Prepend(MomentsText));

    private string MomentsText => Moments.IsEmpty
        ? "no moments"
        : $"{ParametersFormat.Counted(Moments.Length, "moment")} of {ParametersFormat.Counted(Moments[0].Size, "number")}";
}

/// <summary>
/// One step of an optimizer: from parameters, the gradient of the loss there, the loss itself and the state to the next
/// parameters and state. Most have no use for the loss.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate (Parameters<T> Parameters, OptimizerState<T> State) OptimizerUpdate<T>(
    Parameters<T> parameters, Parameters<T> gradient, T loss, OptimizerState<T> state)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>An optimizer is two pure functions: the first state for given parameters, and the step.</summary>
/// <param name="Description">How it is written: <c>Sgd(0.1)</c>.</param>
/// <param name="Initialize">The first state.</param>
/// <param name="Update">The step. It sees the trained parameters only: a training step puts the statistics back.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Optimizer<T>(
    string Description, Func<Parameters<T>, OptimizerState<T>> Initialize, OptimizerUpdate<T> Update)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How it is written: <c>Sgd(0.1)</c>.</summary>
    public string Description { get; init => field = Require.NotNull(value, nameof(Description)); } = Require.NotNull(Description, nameof(Description));

    /// <summary>The first state.</summary>
    public Func<Parameters<T>, OptimizerState<T>> Initialize { get; init => field = Require.NotNull(value, nameof(Initialize)); } = Require.NotNull(Initialize, nameof(Initialize));

    /// <summary>The step.</summary>
    public OptimizerUpdate<T> Update { get; init => field = Require.NotNull(value, nameof(Update)); } = Require.NotNull(Update, nameof(Update));

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
