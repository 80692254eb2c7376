using System.Numerics;

namespace FunctionalNet;

/// <summary>One transformation of updates: from updates, its state and the context of the step to the next updates and state.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate (Updates<T> Updates, TransformationState<T> State) TransformationUpdate<T>(
    Updates<T> updates, TransformationState<T> state, OptimizerContext<T> context)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>A link of an optimizer's chain: two pure functions, the first state and the step.</summary>
/// <param name="Description">The text that it prints as: <c>Trace(0.9)</c>.</param>
/// <param name="Initialize">The first state, for trained parameters.</param>
/// <param name="Update">The step.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Transformation<T>(
    string Description, Func<Parameters<T>, TransformationState<T>> Initialize, TransformationUpdate<T> Update)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The text that it prints as: <c>Trace(0.9)</c>.</summary>
    public string Description { get; } = Require.NotNull(Description);

    /// <summary>The name that it and its state are known by: the description up to its arguments, <c>Trace</c>.</summary>
    public string Name { get; } = Description.Split('(')[0];

    /// <summary>The first state, for trained parameters.</summary>
    public Func<Parameters<T>, TransformationState<T>> Initialize { get; } = Require.NotNull(Initialize);

    /// <summary>The step.</summary>
    public TransformationUpdate<T> Update { get; } = Require.NotNull(Update);

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
