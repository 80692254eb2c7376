using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// What one does with the states of a run, as functions from sequences to sequences, put behind each other in any order. All are
/// lazy, and each is a few lines: LINQ has the others (<c>Take</c>, <c>Where</c>, <c>MaxBy</c>), and a new one is written as
/// these are.
/// </summary>
public static class TrainingSequence
{
    /// <summary>The states at the ends of epochs, and the last of all states, wherever it is.</summary>
    /// <param name="states">States of a run, each one step after that before it.</param>
    /// <param name="stepsPerEpoch">How many steps make an epoch: <see cref="Batches{TBatch}.PerEpoch"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepsPerEpoch"/> is not positive.</exception>
    public static IEnumerable<TrainingState<T>> EveryEpoch<T>(this IEnumerable<TrainingState<T>> states, int stepsPerEpoch)
        where T : unmanaged, IFloatingPointIeee754<T> => EndsOfEpochs(states, stepsPerEpoch, state => state.Step);

    /// <inheritdoc cref="EveryEpoch{T}(IEnumerable{TrainingState{T}}, int)"/>
    public static IEnumerable<MeasuredState<T>> EveryEpoch<T>(this IEnumerable<MeasuredState<T>> states, int stepsPerEpoch)
        where T : unmanaged, IFloatingPointIeee754<T> => EndsOfEpochs(states, stepsPerEpoch, observed => observed.State.Step);

    /// <summary>
    /// All items until <paramref name="patience"/> of them in a row were no better than the best before them. NaN is never better.
    /// </summary>
    /// <remarks>
    /// An accuracy is to grow: <c>epochs.StopEarly(3, epoch => epoch["test"])</c>. A loss is to fall, and that must be said, or training
    /// stops as soon as it falls: <c>epochs.StopEarly(3, epoch => epoch["loss"], Goal.Minimize)</c>.
    /// </remarks>
    /// <param name="items">States, with or without metrics: what comes once an epoch is waited for in epochs.</param>
    /// <param name="patience">How many.</param>
    /// <param name="score">The score of an item: a metric, an accuracy, a loss.</param>
    /// <param name="goal">Whether the score is to grow or to fall.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is not positive, or the goal is none of those there are.</exception>
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

    /// <summary>All items up to the first that is the last: that one comes too, and nothing behind it is computed.</summary>
    /// <param name="items">States, or what was observed of them.</param>
    /// <param name="isLast">Asked about each item once it has been dealt with.</param>
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
    /// All items until cancellation is requested. What was computed by then is not lost: at least the first item comes, and the
    /// last is the latest there is.
    /// </summary>
    public static IEnumerable<TItem> TakeUntil<TItem>(this IEnumerable<TItem> items, CancellationToken cancellation) =>
        Require.NotNull(items).TakeUntil(_ => cancellation.IsCancellationRequested);

    /// <summary>
    /// Each state together with the checkpoints so far: the states whose step is a multiple of <paramref name="every"/>. States
    /// never change, so a checkpoint is the state itself, and costs its parameters' memory.
    /// </summary>
    /// <param name="states">States of a run, in order.</param>
    /// <param name="every">How many steps are between two checkpoints.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is not positive.</exception>
    public static IEnumerable<MeasuredState<T>> Checkpoint<T>(this IEnumerable<TrainingState<T>> states, int every)
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(states).Select(Observe).Checkpoint(every);

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
            foreach (var observed in states)
            {
                var state = observed.State;
                checkpoints = state.Step % every == 0 && !state.HasDiverged ? checkpoints.Add(state) : checkpoints;
                yield return observed with { Checkpoints = checkpoints };
            }
        }
    }

    /// <summary>Each state with what it is worth by some measures, which are taken as the sequence is asked for it.</summary>
    /// <param name="states">Often those of <c>EveryEpoch</c>, since measures take time.</param>
    /// <param name="metrics">Names and measures: <c>("test", state => network.Accuracy(state.Parameters, test))</c>.</param>
    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<TrainingState<T>> states, params ImmutableArray<(string Name, Func<TrainingState<T>, double> Measure)> metrics)
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(states).Select(Observe).WithMetrics(metrics);

    /// <inheritdoc cref="WithMetrics{T}(IEnumerable{TrainingState{T}}, ImmutableArray{ValueTuple{string, Func{TrainingState{T}, double}}})"/>
    public static IEnumerable<MeasuredState<T>> WithMetrics<T>(
        this IEnumerable<MeasuredState<T>> states, params ImmutableArray<(string Name, Func<TrainingState<T>, double> Measure)> metrics)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        if (metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var repeated })
            throw new ArgumentException($"two metrics are called {repeated}");
        return states.Select(observed => observed with
        {
            Metrics = [.. observed.Metrics, .. metrics.Select(metric => (metric.Name, metric.Measure(observed.State)))],
        });
    }

    /// <summary>
    /// Each state with the moving average of the trained parameters so far: <c>a ← a + w (p − a)</c> with
    /// <c>w = (1 − d)/(1 − dᵗ)</c> for the t-th state of the sequence, counted from 1. So of n states the weights are as
    /// <c>1, d, d², …</c> from the last back to the first, and they sum to 1: the average begins at the first parameters, and without a bias.
    /// A decay of 1 gives the mean of all of them. Statistics are those of the state.
    /// </summary>
    /// <remarks>
    /// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992. It is a fold over states and no part of them:
    /// where a sequence begins, the average begins anew. A step that could not be made counts for nothing.
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
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(states).Select(Observe).WithAverage(decay);

    /// <inheritdoc cref="WithAverage{T}(IEnumerable{TrainingState{T}}, double)"/>
    public static IEnumerable<MeasuredState<T>> WithAverage<T>(this IEnumerable<MeasuredState<T>> states, double decay)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        if (decay is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(decay), Invariant($"a decay is at least 0 and at most 1, got {decay}"));
        return WithAverages();

        IEnumerable<MeasuredState<T>> WithAverages()
        {
            var (average, total) = (Parameters<T>.Empty, 0.0);
            foreach (var observed in states)
            {
                var parameters = observed.State.Parameters;
                if (total == 0 || !observed.State.HasDiverged)
                {
                    // The total is 1 + d + d² + …, whose reciprocal is the weight of the last.
                    total = 1 + (decay * total);
                    average = total == 1 ? parameters.Trained : Approach(average, parameters.Trained, T.CreateChecked(1 / total));
                }

                yield return observed with { Average = parameters.WithTrained(average) };
            }
        }
    }

    private static Parameters<T> Approach<T>(Parameters<T> average, Parameters<T> parameters, T weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var approach = new Interpolate<T>(weight);
        return average.Zip(parameters, (a, p) => a.Zip(p, approach));
    }

    private static MeasuredState<T> Observe<T>(TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => new(state);

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
