using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// What one does with the states of a run, as functions from sequences to sequences. All are lazy, and each is a few lines:
/// LINQ has the others (<c>Take</c>, <c>Where</c>, <c>MaxBy</c>), and a new one is written as these are.
/// </summary>
public static class TrainingSequence
{
    /// <summary>The states at the ends of epochs, and the last of all states, wherever it is.</summary>
    /// <param name="states">States of a run, each one step after that before it.</param>
    /// <param name="stepsPerEpoch">How many steps make an epoch: <see cref="Batches{T}.PerEpoch"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepsPerEpoch"/> is not positive.</exception>
    public static IEnumerable<TrainingState<T>> EveryEpoch<T>(this IEnumerable<TrainingState<T>> states, int stepsPerEpoch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepsPerEpoch);
        return EndsOfEpochs();

        IEnumerable<TrainingState<T>> EndsOfEpochs()
        {
            TrainingState<T>? open = null;
            foreach (var state in states)
            {
                var isEnd = state.Step > 0 && state.Step % stepsPerEpoch == 0;
                open = isEnd ? null : state;
                if (isEnd)
                    yield return state;
            }

            if (open is not null)
                yield return open;
        }
    }

    /// <summary>
    /// All items until there were <paramref name="patience"/> in a row that were no better than the best before them. NaN is
    /// never better.
    /// </summary>
    /// <param name="items">States, or measurements: what is looked at once an epoch is patient for epochs.</param>
    /// <param name="patience">How many.</param>
    /// <param name="score">What is to grow: an accuracy, or the negative of a loss.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is not positive.</exception>
    public static IEnumerable<TItem> StopEarly<TItem>(this IEnumerable<TItem> items, int patience, Func<TItem, double> score)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patience);
        return WhilePatient();

        IEnumerable<TItem> WhilePatient()
        {
            var (best, waited) = (double.NegativeInfinity, 0);
            foreach (var item in items)
            {
                yield return item;
                var current = score(item);
                (best, waited) = current > best ? (current, 0) : (best, waited + 1);
                if (waited == patience)
                    yield break;
            }
        }
    }

    /// <summary>
    /// All items until cancellation is requested, by Ctrl+C or by a deadline
    /// (<c>new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token</c>). What was computed by then is not lost: at least the
    /// first item comes, and the last is the latest there is.
    /// </summary>
    public static IEnumerable<TItem> TakeUntil<TItem>(this IEnumerable<TItem> items, CancellationToken cancellation)
    {
        foreach (var item in items)
        {
            yield return item;
            if (cancellation.IsCancellationRequested)
                yield break;
        }
    }

    /// <summary>
    /// Each state together with the checkpoints so far: the states whose step is a multiple of <paramref name="every"/>. States
    /// never change, so a checkpoint is the state itself, and costs its parameters' memory.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is not positive.</exception>
    public static IEnumerable<Checkpointed<T>> Checkpoint<T>(this IEnumerable<TrainingState<T>> states, int every)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        return WithCheckpoints();

        IEnumerable<Checkpointed<T>> WithCheckpoints()
        {
            var checkpoints = ImmutableList<TrainingState<T>>.Empty;
            foreach (var state in states)
            {
                checkpoints = state.Step % every == 0 && !state.HasDiverged ? checkpoints.Add(state) : checkpoints;
                yield return new(state, checkpoints);
            }
        }
    }

    /// <summary>Each state with what it is worth by some measures, which are taken as the sequence is asked for it.</summary>
    /// <param name="states">Often those of <see cref="EveryEpoch"/>, since measures take time.</param>
    /// <param name="metrics">Names and measures: <c>("test", state => network.Accuracy(state.Parameters, test))</c>.</param>
    public static IEnumerable<Measurement<T>> WithMetrics<T>(
        this IEnumerable<TrainingState<T>> states, params ImmutableArray<(string Name, Func<TrainingState<T>, double> Measure)> metrics)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        states.Select(state => new Measurement<T>(state, [.. metrics.Select(metric => (metric.Name, metric.Measure(state)))]));
}
