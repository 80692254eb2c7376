using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// Metrics of a network on a data set, and of the states of a run. The data set is gone through once, in batches, which threads share; the
/// tallies add up to the same bits in any grouping.
/// </summary>
public static partial class MetricEvaluation
{
    // Enough rows for the matrix products to run at speed, few enough for them and what layers make of them to stay in the cache of a core.
    internal const int RowsAtOnce = 256;

    /// <summary>The value of a metric on a data set, in inference.</summary>
    /// <param name="network">The network.</param>
    /// <param name="metric">The metric: <c>Metrics.Accuracy</c>.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="collective">The ranks that share the samples, and have the same value each; <see cref="Collective{T}.Alone"/> if not given.</param>
    /// <exception cref="ArgumentException">There are no samples, or the targets do not fit the outputs.</exception>
    /// <example>
    /// <code>
    /// var xor = new Dataset&lt;float>(Tensor.Matrix(new[,] { { 0f, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), [0, 1, 1, 0]);
    /// Console.WriteLine(Layer&lt;float>.Identity.Evaluate(Metrics.Accuracy, Parameters&lt;float>.Empty, xor)); // 0.75
    /// </code>
    /// </example>
    public static double Evaluate<T>(this Layer<T> network, Metric<T> metric, Parameters<T> parameters, Dataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network.Measure([Require.NotNull(metric)], Require.NotNull(parameters), Require.NotNull(dataset), collective)[0].Value;

    /// <summary>The names and values of metrics on a data set, which is gone through once for all of them.</summary>
    /// <inheritdoc cref="Evaluate{T}(Layer{T}, Metric{T}, Parameters{T}, Dataset{T}, Collective{T})"/>
    /// <param name="network">The network.</param>
    /// <param name="metrics">The metrics: <c>[Metrics.Accuracy, Metrics.MeanLoss(loss)]</c>.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="collective">The ranks that share the samples, and have the same value each; <see cref="Collective{T}.Alone"/> if not given.</param>
    /// <example>
    /// <code>
    /// var xor = new Dataset&lt;float>(Tensor.Matrix(new[,] { { 0f, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), [0, 1, 1, 0]);
    /// foreach (var (name, value) in Layer&lt;float>.Identity.Evaluate([Metrics.Accuracy, Metrics.Recall(1)], Parameters&lt;float>.Empty, xor))
    ///     Console.WriteLine($"{name} {value}");
    /// // accuracy 0.75
    /// // recall of class 1 0.5
    /// </code>
    /// </example>
    public static ImmutableArray<(string Name, double Value)> Evaluate<T>(
        this Layer<T> network, IReadOnlyList<Metric<T>> metrics, Parameters<T> parameters, Dataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TrainingSequence.RequireDistinct(Require.NotNull(metrics).Select(metric => metric.Name));
        return
        [
            .. network.Measure(metrics, Require.NotNull(parameters), Require.NotNull(dataset), collective)
                .Select((measurement, i) => (metrics[i].Name, measurement.Value)),
        ];
    }

    /// <summary>How many samples of each class a network takes for each class.</summary>
    /// <inheritdoc cref="Evaluate{T}(Layer{T}, Metric{T}, Parameters{T}, Dataset{T}, Collective{T})"/>
    public static ConfusionCounts Confusion<T>(this Layer<T> network, Parameters<T> parameters, Dataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network.Tally(Layers<T>.Metrics.Confusion, parameters, dataset, collective);

    /// <summary>The tally of a metric on a data set.</summary>
    /// <inheritdoc cref="Evaluate{T}(Layer{T}, Metric{T}, Parameters{T}, Dataset{T}, Collective{T})"/>
    public static TTally Tally<T, TTally>(this Layer<T> network, Metric<T, TTally> metric, Parameters<T> parameters, Dataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTally : class, IAdditionOperators<TTally, TTally, TTally>, IAdditiveIdentity<TTally, TTally> =>
        ((Measurement<T, TTally>)network.Measure([Require.NotNull(metric)], Require.NotNull(parameters), Require.NotNull(dataset), collective)[0]).Tally;

    /// <summary>Each state with the values of metrics on a data set, under the metrics' names.</summary>
    /// <param name="states">Often those of <c>EveryEpoch</c>, since metrics take time.</param>
    /// <param name="network">The network.</param>
    /// <param name="metrics">The metrics: <c>[Metrics.Accuracy.Named("test accuracy")]</c>.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="collective">The ranks that share the samples, and have the same value each; <see cref="Collective{T}.Alone"/> if not given.</param>
    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<TrainingState<T>> states, Layer<T> network, IReadOnlyList<Metric<T>> metrics, Dataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Require.NotNull(states).Select(state => new MeasuredState<T>(state)).WithMetrics(network, metrics, dataset, collective);

    /// <inheritdoc cref="WithMetrics{T}(IEnumerable{TrainingState{T}}, Layer{T}, IReadOnlyList{Metric{T}}, Dataset{T}, Collective{T})"/>
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<MeasuredState<T>> states, Layer<T> network, IReadOnlyList<Metric<T>> metrics, Dataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(dataset);
        return states.WithMetrics(metrics, parameters => network.Evaluate(metrics, parameters, dataset, collective));
    }

    /// <summary>
    /// All states until <paramref name="patience"/> of them in a row were no better than the best before them by a metric, which was taken by
    /// <c>WithMetrics</c> and knows whether it is to grow or to fall. NaN is never better.
    /// </summary>
    /// <param name="states">States with metrics.</param>
    /// <param name="patience">How many.</param>
    /// <param name="metric">One of the metrics, by its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is not positive.</exception>
    public static IEnumerable<MeasuredState<T>> StopEarly<T>(this IEnumerable<MeasuredState<T>> states, int patience, Metric<T> metric)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Require.NotNull(states).StopEarly(patience, measured => measured[metric.Name], metric.Goal);
    }

    private static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<MeasuredState<T>> states, IReadOnlyList<Metric<T>> metrics, Func<Parameters<T>, ImmutableArray<(string Name, double Value)>> evaluate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // At once, and not when the first state is asked for.
        TrainingSequence.RequireDistinct(Require.NotNull(metrics).Select(metric => metric.Name));
        return states.Select(measured => measured with { Metrics = [.. measured.Metrics, .. evaluate(measured.State.Parameters)] });
    }

    private static ImmutableArray<Measurement<T>> Measure<T>(
        this Layer<T> network, IReadOnlyList<Metric<T>> metrics, Parameters<T> parameters, Dataset<T> dataset, Collective<T>? collective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Measure(metrics, parameters, dataset.Inputs.Shape, dataset.Count, dataset.Window, dataset.Targets.Window, collective);
    }

    /// <summary>The measurements of metrics on samples from anywhere.</summary>
    /// <param name="network">The network.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="inputs">The shape of inputs, for an error if the network does not take them.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="window">The samples in a range.</param>
    /// <param name="targets">The targets in a range.</param>
    /// <param name="collective">The ranks, if several share the samples.</param>
    private static ImmutableArray<Measurement<T>> Measure<T>(
        this Layer<T> network, IReadOnlyList<Metric<T>> metrics, Parameters<T> parameters, Shape inputs, int count, Func<Range, Batch<T>> window,
        Func<Range, Targets<T>> targets, Collective<T>? collective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count == 0)
            throw new ArgumentException("expected samples to evaluate on, got none");
        var outputs = network.OutputShape(inputs);
        var measured = collective is { Size: > 1 }
            ? DividedEvaluation.Run(rows => network.Predict(parameters, rows), outputs[1..], count, window, targets, collective)
                .SelectMany(part => MeasureBatches(metrics, part.Targets.Count, rows => (part.Outputs.Window(rows), part.Targets.Window(rows))))
            : MeasureBatches(metrics, count, rows =>
            {
                var batch = window(rows);
                return (network.Predict(parameters, batch.Inputs), batch.Targets);
            });
        ImmutableArray<ImmutableArray<Measurement<T>>> batches = [.. measured];
        return [.. metrics.Select((_, metric) => Sum([.. batches.Select(batch => batch[metric])]))];
    }

    /// <summary>The measurements of batches of outputs with their targets.</summary>
    private static ImmutableArray<Measurement<T>>[] MeasureBatches<T>(
        IReadOnlyList<Metric<T>> metrics, int count, Func<Range, (Tensor<T> Outputs, Targets<T> Targets)> window)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var measured = new ImmutableArray<Measurement<T>>[Batches.CountOf(RowsAtOnce, count)];
        Workers.Run(measured.Length, 1, (first, batches) =>
        {
            for (var i = (int)first; i < first + batches; i++)
            {
                var (outputs, targets) = window(Batches.Positions(i, RowsAtOnce, count));
                measured[i] = [.. metrics.Select(metric => metric.Measure(outputs, targets))];
            }
        });
        return measured;
    }

    // In halves: what grows with the number of samples is merged log n times.
    private static Measurement<T> Sum<T>(ReadOnlySpan<Measurement<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        parts.Length == 1 ? parts[0] : Sum(parts[..(parts.Length / 2)]).Plus(Sum(parts[(parts.Length / 2)..]));
}
