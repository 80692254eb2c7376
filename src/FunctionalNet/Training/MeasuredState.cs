using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>A state of a run with its metrics, the checkpoints before it, and the moving average of the parameters.</summary>
/// <param name="State">The state.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record MeasuredState<T>(TrainingState<T> State)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The state.</summary>
    public TrainingState<T> State { get; init => field = Require.NotNull(value, nameof(State)); } = Require.NotNull(State, nameof(State));

    /// <summary>Names and values, in the order in which they were measured: <see cref="TrainingSequence"/>'s <c>WithMetrics</c>.</summary>
    public ImmutableArray<(string Name, double Value)> Metrics { get; init; } = [];

    /// <summary>Earlier states in the order of their steps: <see cref="TrainingSequence"/>'s <c>Checkpoint</c>.</summary>
    public ImmutableList<TrainingState<T>> Checkpoints { get; init => field = Require.NotNull(value, nameof(Checkpoints)); } = [];

    /// <summary>The moving average of the parameters: <see cref="TrainingSequence"/>'s <c>WithAverage</c>.</summary>
    public Option<Parameters<T>> Average { get; init; }

    /// <summary>The value of the metric of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names that exist.</exception>
    public double this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Metrics.Any(metric => metric.Name == name)
                ? Metrics.First(metric => metric.Name == name).Value
                : throw new ArgumentException($"no metric is called {name}; there are {NameList.Of(Metrics.Select(metric => metric.Name))}");
        }
    }

    /// <summary>Equal when the states, all metrics, all checkpoints and the averages are.</summary>
    public bool Equals(MeasuredState<T>? other) =>
        other is not null
        && State == other.State
        && Average == other.Average
        && Metrics.AsSpan().SequenceEqual(other.Metrics.AsSpan())
        && Checkpoints.SequenceEqual(other.Checkpoints);

    /// <inheritdoc/>
    public override int GetHashCode() => Metrics.Aggregate(HashCode.Combine(State, Checkpoints.Count), HashCode.Combine);

    /// <summary>One line: the state, each metric to four digits, and the number of checkpoints.</summary>
    public override string ToString() => string.Join(", ",
    [
        $"{State}",
        .. Metrics.Select(metric => $"{metric.Name} {NumberFormat.Brief(metric.Value, 4)}"),
        .. Checkpoints.IsEmpty ? [] : new[] { Quantity.Of(Checkpoints.Count, "checkpoint") },
    ]);
}
