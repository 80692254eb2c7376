using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <content>Accuracy on data sets in files.</content>
public static partial class Evaluation
{
    /// <summary>The share of rows, between 0 and 1, whose largest output is at the target's class, as on a data set in memory.</summary>
    /// <inheritdoc cref="Accuracy{T}(Layer{T}, Parameters{T}, Dataset{T}, Collective{T})"/>
    /// <exception cref="IOException">A file was written to since it was opened, or cannot be read.</exception>
    [OverloadResolutionPriority(-1)]
    public static double Accuracy<T>(this Layer<T> network, Parameters<T> parameters, StoredDataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T> => network.Evaluate(Layers<T>.Metrics.Accuracy, parameters, dataset, collective);
}

/// <content>
/// Metrics on data sets in files, which are read once, in batches: the same values as on one in memory. These overloads come second, so that
/// <c>new(inputs, targets)</c> is a data set in memory.
/// </content>
public static partial class MetricEvaluation
{
    /// <summary>The value of a metric on a data set in a file, in inference.</summary>
    /// <param name="network">The network.</param>
    /// <param name="metric">The metric: <c>Metrics.Accuracy</c>.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="collective">The ranks that share the samples, and have the same value each; <see cref="Collective{T}.Alone"/> if not given.</param>
    /// <exception cref="ArgumentException">There are no samples, or the targets do not fit the outputs.</exception>
    /// <exception cref="IOException">A file was written to since it was opened, or cannot be read.</exception>
    [OverloadResolutionPriority(-1)]
    public static double Evaluate<T>(this Layer<T> network, Metric<T> metric, Parameters<T> parameters, StoredDataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T> => network.Measure([Require.NotNull(metric)], parameters, dataset, collective)[0].Value;

    /// <summary>The names and values of metrics on a data set, which is read once for all of them.</summary>
    /// <inheritdoc cref="Evaluate{T}(Layer{T}, Metric{T}, Parameters{T}, StoredDataset{T}, Collective{T})"/>
    /// <param name="network">The network.</param>
    /// <param name="metrics">The metrics: <c>[Metrics.Accuracy, Metrics.MeanLoss(loss)]</c>.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="collective">The ranks that share the samples, and have the same value each; <see cref="Collective{T}.Alone"/> if not given.</param>
    [OverloadResolutionPriority(-1)]
    public static ImmutableArray<(string Name, double Value)> Evaluate<T>(
        this Layer<T> network, IReadOnlyList<Metric<T>> metrics, Parameters<T> parameters, StoredDataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TrainingSequence.RequireDistinct(Require.NotNull(metrics).Select(metric => metric.Name));
        return [.. network.Measure(metrics, parameters, dataset, collective).Select((measurement, i) => (metrics[i].Name, measurement.Value))];
    }

    /// <summary>Each state with the values of metrics on a data set, under the metrics' names.</summary>
    /// <param name="states">Often those of <c>EveryEpoch</c>, since metrics take time.</param>
    /// <param name="network">The network.</param>
    /// <param name="metrics">The metrics: <c>[Metrics.Accuracy.Named("test accuracy")]</c>.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="collective">The ranks that share the samples, and have the same value each; <see cref="Collective{T}.Alone"/> if not given.</param>
    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    /// <exception cref="IOException">A file was written to since it was opened, or cannot be read.</exception>
    [OverloadResolutionPriority(-1)]
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<TrainingState<T>> states, Layer<T> network, IReadOnlyList<Metric<T>> metrics, StoredDataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Require.NotNull(states).Select(state => new MeasuredState<T>(state)).WithMetrics(network, metrics, dataset, collective);

    /// <inheritdoc cref="WithMetrics{T}(IEnumerable{TrainingState{T}}, Layer{T}, IReadOnlyList{Metric{T}}, StoredDataset{T}, Collective{T})"/>
    [OverloadResolutionPriority(-1)]
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<MeasuredState<T>> states, Layer<T> network, IReadOnlyList<Metric<T>> metrics, StoredDataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(dataset);
        return states.WithMetrics(metrics, parameters => network.Evaluate(metrics, parameters, dataset, collective));
    }

    private static ImmutableArray<Measurement<T>> Measure<T>(
        this Layer<T> network, IReadOnlyList<Metric<T>> metrics, Parameters<T> parameters, StoredDataset<T> dataset, Collective<T>? collective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(dataset);
        // The shape of all inputs may be too large for a tensor.
        Shape inputs = [int.Min(dataset.Count, RowsAtOnce), .. dataset.Inputs.RowShape];
        return network.Measure(metrics, parameters, inputs, dataset.Count, dataset.Window, dataset.TargetsOf, collective);
    }
}
