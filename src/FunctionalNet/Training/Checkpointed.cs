using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A state of a run, and earlier states to replay it from: <c>run.Replay(4711, last.Checkpoints)</c>.</summary>
/// <param name="State">The state.</param>
/// <param name="Checkpoints">In the order of their steps.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Checkpointed<T>(TrainingState<T> State, ImmutableList<TrainingState<T>> Checkpoints)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Equal when the states and all checkpoints are.</summary>
    public bool Equals(Checkpointed<T>? other) =>
        other is not null && State == other.State && Checkpoints.SequenceEqual(other.Checkpoints);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, Checkpoints.Count);

    /// <summary>One line: the state, and how many checkpoints there are.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{State}, {Checkpoints.Count} checkpoints");
}
