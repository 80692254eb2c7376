using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A state of a run with what it was found to be worth: <c>measurement["test"]</c>.</summary>
/// <param name="State">The state.</param>
/// <param name="Metrics">Names and values, in the order in which they were asked for.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Measurement<T>(TrainingState<T> State, ImmutableArray<(string Name, double Value)> Metrics)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The value of the metric of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public double this[string name] => Metrics.Any(metric => metric.Name == name)
        ? Metrics.First(metric => metric.Name == name).Value
        : throw new ArgumentException($"no metric is called {name}; there are {string.Join(", ", Metrics.Select(metric => metric.Name))}");

    /// <summary>Equal when the states and all metrics are.</summary>
    public bool Equals(Measurement<T>? other) =>
        other is not null && State == other.State && Metrics.AsSpan().SequenceEqual(other.Metrics.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Metrics.Aggregate(State.GetHashCode(), HashCode.Combine);

    /// <summary>One line: the state, and each metric to four digits.</summary>
    public override string ToString() => string.Join(
        ", ", Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {metric.Value:G4}")).Prepend($"{State}"));
}
