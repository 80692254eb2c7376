using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Functions from sequences to sequences over the states of a run, chained in any order. All are lazy, and each is a few lines. LINQ
/// has the others (<c>Take</c>, <c>Where</c>, <c>MaxBy</c>), and a new one is written like these.
/// </summary>
public static class TrainingSequence
{
    /// <summary>The states at the ends of epochs, and the last of all states, wherever it is.</summary>
    /// <param name="states">States of a run, each one step after that before it.</param>
    /// <param name="stepsPerEpoch">The number of steps in an epoch: <see cref="Batches{TBatch}.PerEpoch"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepsPerEpoch"/> is not positive.</exception>
    public static IEnumerable<TrainingState<T>> EveryEpoch<T>(this IEnumerable<TrainingState<T>> states, int stepsPerEpoch)
        where T : unmanaged, IFloatingPointIeee754<T> => EndsOfEpochs(states, stepsPerEpoch, state => state.Step);

    /// <inheritdoc cref="EveryEpoch{T}(IEnumerable{TrainingState{T}}, int)"/>
    public static IEnumerable<MeasuredState<T>> EveryEpoch<T>(this IEnumerable<MeasuredState<T>> states, int stepsPerEpoch)
        where T : unmanaged, IFloatingPointIeee754<T> => EndsOfEpochs(states, stepsPerEpoch, measured => measured.State.Step);

    /// <summary>
    /// All items up to and including the first that ends <paramref name="patience"/> in a row without improvement over the best before
    /// them. NaN is never an improvement.
    /// </summary>
    /// <remarks>
    /// By default the score is to grow, as an accuracy does: <c>epochs.StopEarly(3, epoch => epoch["test"])</c>. For a loss, say so, or
    /// training stops as soon as it falls: <c>epochs.StopEarly(3, epoch => epoch["loss"], Goal.Minimize)</c>.
    /// </remarks>
    /// <param name="items">States, with or without metrics. Patience counts items: epochs, if there is one item for each.</param>
    /// <param name="patience">The number of items without improvement.</param>
    /// <param name="score">The score of an item: a metric, an accuracy, a loss.</param>
    /// <param name="goal">Whether a larger or a smaller score is better.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is not positive, or the goal is not a member of the enumeration.</exception>
    public static IEnumerable<TItem> StopEarly<TItem>(
        this IEnumerable<TItem> items, int patience, Func<TItem, double> score, Goal goal = Goal.Maximize)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(score);
        Require.Positive(patience);
        Func<TItem, double> growing = goal switch
        {
            Goal.Maximize => score,
            Goal.Minimize => item => -score(item),
            _ => throw new ArgumentOutOfRangeException(nameof(goal), Invariant($"expected Maximize or Minimize, got {(int)goal}")),
        };
        return WhilePatient();

        IEnumerable<TItem> WhilePatient()
        {
            var (best, waited) = (double.NegativeInfinity, 0);
            foreach (var item in items)
            {
                yield return item;
                var current = growing(item);
                (best, waited) = current > best ? (current, 0) : (best, waited + 1);
                if (waited == patience)
                    yield break;
            }
        }
    }

    /// <summary>All items up to and including the first that satisfies the predicate. Nothing after it is computed.</summary>
    /// <param name="items">States, with or without metrics.</param>
    /// <param name="isLast">The predicate. It is evaluated when the next item is asked for.</param>
    public static IEnumerable<TItem> TakeUntil<TItem>(this IEnumerable<TItem> items, Func<TItem, bool> isLast)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(isLast);
        return UpToLast();

        IEnumerable<TItem> UpToLast()
        {
            foreach (var item in items)
            {
                yield return item;
                if (isLast(item))
                    yield break;
            }
        }
    }

    /// <summary>
    /// All items until cancellation is requested, at least the first. The last item is the latest one that was computed, so nothing is
    /// lost.
    /// </summary>
    public static IEnumerable<TItem> TakeUntil<TItem>(this IEnumerable<TItem> items, CancellationToken cancellation) =>
        Require.NotNull(items).TakeUntil(_ => cancellation.IsCancellationRequested);

    /// <summary>
    /// Each state together with the checkpoints so far: the states whose step is a multiple of <paramref name="every"/>. States
    /// never change, so a checkpoint is the state itself, and costs its parameters' memory.
    /// </summary>
    /// <param name="states">States of a run, in order.</param>
    /// <param name="every">The number of steps between two checkpoints.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is not positive.</exception>
    public static IEnumerable<MeasuredState<T>> Checkpoint<T>(this IEnumerable<TrainingState<T>> states, int every)
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(states).Select(Measured).Checkpoint(every);

    /// <inheritdoc cref="Checkpoint{T}(IEnumerable{TrainingState{T}}, int)"/>
    public static IEnumerable<MeasuredState<T>> Checkpoint<T>(this IEnumerable<MeasuredState<T>> states, int every)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        Require.Positive(every);
        return WithCheckpoints();

        IEnumerable<MeasuredState<T>> WithCheckpoints()
        {
            var checkpoints = ImmutableList<TrainingState<T>>.Empty;
            foreach (var measured in states)
            {
                var state = measured.State;
                checkpoints = state.Step % every == 0 && !state.HasDiverged ? checkpoints.Add(state) : checkpoints;
                yield return measured with { Checkpoints = checkpoints };
            }
        }
    }

    /// <summary>Each state with its metrics, which are measured when the sequence is asked for it.</summary>
    /// <param name="states">States of a run, often those of <c>ByEpoch</c>, since measuring takes time.</param>
    /// <param name="metrics">Names and measures: <c>("test", state => network.Accuracy(state.Parameters, test))</c>.</param>
    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<TrainingState<T>> states, params ImmutableArray<(string Name, Func<TrainingState<T>, double> Measure)> metrics)
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(states).Select(Measured).WithMetrics(metrics);

    /// <inheritdoc cref="WithMetrics{T}(IEnumerable{TrainingState{T}}, ImmutableArray{ValueTuple{string, Func{TrainingState{T}, double}}})"/>
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<MeasuredState<T>> states, params ImmutableArray<(string Name, Func<TrainingState<T>, double> Measure)> metrics)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        RequireDistinct(metrics.Select(metric => metric.Name));
        return states.Select(measured => measured with
        {
            Metrics = [.. measured.Metrics, .. metrics.Select(metric => (metric.Name, metric.Measure(measured.State)))],
        });
    }

    /// <summary>
    /// Each state with the moving average of the trained parameters so far: <c>a ← a + w (p − a)</c> with
    /// <c>w = (1 − d)/(1 − dᵗ)</c> for the t-th state of the sequence, counted from 1. So the weights of the states are
    /// in the ratio <c>1, d, d², …</c> from the last back to the first, and sum to 1: the average begins at the first parameters, unbiased.
    /// A decay of 1 gives the mean of all of them. Statistics are those of the state.
    /// </summary>
    /// <remarks>
    /// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992. It is a fold over states and not a part of them:
    /// each sequence begins its own average. A state that has diverged is left out.
    /// </remarks>
    /// <param name="states">States of a run, in order: of each step, or of each epoch.</param>
    /// <param name="decay">The decay d: from 0, which keeps the last parameters only, to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not in [0, 1].</exception>
    /// <example>
    /// <code>
    /// var data = Digits.Generate&lt;float&gt;(Key.Seed(0), 50);
    /// var network = Affine(784, 10);
    /// var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Batches.ShuffledEpochs(data, 10, Key.Seed(1)), Key.Seed(2));
    /// var average = run.Take(6).WithAverage(0.9).Last().Average;
    /// Console.WriteLine(average.Map(parameters => parameters.Size));
    /// // Some(7850)
    /// </code>
    /// </example>
    public static IEnumerable<MeasuredState<T>> WithAverage<T>(this IEnumerable<TrainingState<T>> states, double decay)
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(states).Select(Measured).WithAverage(decay);

    /// <inheritdoc cref="WithAverage{T}(IEnumerable{TrainingState{T}}, double)"/>
    public static IEnumerable<MeasuredState<T>> WithAverage<T>(this IEnumerable<MeasuredState<T>> states, double decay)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        if (decay is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(decay), Invariant($"expected a decay from 0 to 1, got {decay}"));
        return WithAverages();

        IEnumerable<MeasuredState<T>> WithAverages()
        {
            var (average, total) = (Parameters<T>.Empty, 0.0);
            foreach (var measured in states)
            {
                var parameters = measured.State.Parameters;
                if (total == 0 || !measured.State.HasDiverged)
                {
                    // The total is 1 + d + d² + …, whose reciprocal is the weight of the last.
                    total = 1 + (decay * total);
                    average = total == 1 ? parameters.Trained : Approach(average, parameters.Trained, T.CreateChecked(1 / total));
                }

                yield return measured with { Average = parameters.WithTrained(average) };
            }
        }
    }

    private static Parameters<T> Approach<T>(Parameters<T> average, Parameters<T> parameters, T weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var approach = new Interpolate<T>(weight);
        return average.Zip(parameters, (a, p) => a.Zip(p, approach));
    }

    private static MeasuredState<T> Measured<T>(TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => new(state);

    internal static void RequireDistinct(IEnumerable<string> metrics)
    {
        if (metrics.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var repeated })
            throw new ArgumentException($"two metrics are called {repeated}");
    }

    private static IEnumerable<TItem> EndsOfEpochs<TItem>(IEnumerable<TItem> states, int stepsPerEpoch, Func<TItem, long> stepOf)
        where TItem : class
    {
        ArgumentNullException.ThrowIfNull(states);
        Require.Positive(stepsPerEpoch);
        return Ends();

        IEnumerable<TItem> Ends()
        {
            TItem? open = null;
            foreach (var item in states)
            {
                var isEnd = stepOf(item) > 0 && stepOf(item) % stepsPerEpoch == 0;
                open = isEnd ? null : item;
                if (isEnd)
                    yield return item;
            }

            if (open is not null)
                yield return open;
        }
    }
}
