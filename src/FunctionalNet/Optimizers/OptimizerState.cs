using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The state of an optimizer, as plain data: that of each transformation of its chain, in order.</summary>
/// <param name="Transformations">The states.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record OptimizerState<T>(ImmutableArray<TransformationState<T>> Transformations)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The states.</summary>
    public ImmutableArray<TransformationState<T>> Transformations { get; init => field = Given(value); } = Given(Transformations);

    /// <summary>The state of the empty chain.</summary>
    public static OptimizerState<T> Empty { get; } = new([]);

    /// <summary>The state of the transformation of this name: of the first, where there are several.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names that exist.</exception>
    public TransformationState<T> this[string transformation]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(transformation);
            return Transformations.FirstOrDefault(state => state.Name == transformation)
                ?? throw new ArgumentException($"no transformation is called {transformation}; there are {NameList.Of(Transformations.Select(state => state.Name))}");
        }
    }

    /// <summary>All tensors of the state, including those of inner optimizers.</summary>
    public IEnumerable<Parameters<T>> Moments => Transformations.SelectMany(state => state.AllTensors);

    /// <summary>The state with that of one transformation replaced: of the first one of the same name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public OptimizerState<T> With(TransformationState<T> state) =>
        new(Transformations.Replace(this[Require.NotNull(state).Name], state));

    /// <summary>The state with its tensors in the order of a layout, and only those that are in it.</summary>
    internal OptimizerState<T> BoundTo(ParameterLayout trained) => new([.. Transformations.Select(state => state.BoundTo(trained))]);

    /// <summary>The names of the transformations, as a chain.</summary>
    internal string Names => Chain(Transformations.Select(state => state.Name));

    /// <summary>Names as a chain: <c>Scale >> Trace</c>; <c>Identity</c> if there are none.</summary>
    internal static string Chain(IEnumerable<string> names) => string.Join(" >> ", names) is { Length: > 0 } chain ? chain : "Identity";

    /// <inheritdoc/>
    public bool Equals(OptimizerState<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && Transformations.AsSpan().SequenceEqual(other.Transformations.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => Transformations.Aggregate(Transformations.Length, HashCode.Combine);

    /// <summary>One line: <c>Scale >> Trace(steps 3, velocity of 23 numbers)</c>.</summary>
    public override string ToString() => Chain(Transformations.Select(state => $"{state}"));

    private static ImmutableArray<TransformationState<T>> Given(ImmutableArray<TransformationState<T>> states)
    {
        if (states.IsDefault || states.Contains(null!))
            throw new ArgumentException("expected a state for each transformation, got none", nameof(states));
        return states;
    }
}
