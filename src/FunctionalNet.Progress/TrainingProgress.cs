using System.Numerics;
using Spectre.Console;

namespace FunctionalNet;

/// <summary>A run at a terminal. These functions have effects: they show, they listen to Ctrl+C, and they look at the clock.</summary>
public static class TrainingProgress
{
    /// <summary>
    /// The states of a run as they are, and on the way a line on the terminal: epoch, step, smoothed loss, accuracy, samples
    /// per second, a bar, and the time that is left. Where the output is no terminal nothing is shown. Ctrl+C ends the
    /// sequence, and so the run, with the state that it has come to: its step tells that it was not the last. A second Ctrl+C
    /// ends the process.
    /// </summary>
    /// <remarks>
    /// What is written by <see cref="AnsiConsole"/> in the meantime stands above the line; what is written by
    /// <see cref="Console"/> goes through it. A terminal has room for one such line at a time.
    /// </remarks>
    /// <param name="states">The states, in order: <c>run.Take(10_001)</c>.</param>
    /// <param name="lastStep">The step that the run is to come to, counted as <see cref="TrainingState{T}.Step"/> is.</param>
    /// <param name="batches">What the run learns from.</param>
    /// <param name="accuracy">Measured at the end of each epoch, between 0 and 1, if given, and if there is a terminal.</param>
    /// <param name="console">Where to show it; <see cref="AnsiConsole.Console"/> if not given.</param>
    /// <param name="clock">What the speed is measured by; the system's if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first state is behind <paramref name="lastStep"/>.</exception>
    /// <exception cref="InvalidOperationException">The terminal already shows the progress of something.</exception>
    public static IEnumerable<TrainingState<T>> WithProgress<TBatch, T>(
        this IEnumerable<TrainingState<T>> states,
        long lastStep,
        Batches<TBatch> batches,
        Func<TrainingState<T>, double>? accuracy = null,
        IAnsiConsole? console = null,
        TimeProvider? clock = null)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(batches);
        return Shown(states, state => state, lastStep, batches, accuracy, console, clock);
    }

    /// <inheritdoc cref="WithProgress{TBatch, T}(IEnumerable{TrainingState{T}}, long, Batches{TBatch}, Func{TrainingState{T}, double}, IAnsiConsole, TimeProvider)"/>
    public static IEnumerable<Observed<T>> WithProgress<TBatch, T>(
        this IEnumerable<Observed<T>> states,
        long lastStep,
        Batches<TBatch> batches,
        Func<TrainingState<T>, double>? accuracy = null,
        IAnsiConsole? console = null,
        TimeProvider? clock = null)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(batches);
        return Shown(states, observed => observed.State, lastStep, batches, accuracy, console, clock);
    }

    /// <summary>
    /// All items until a point in time. What was computed by then is not lost: at least the first item comes, and the last is
    /// the latest there is.
    /// </summary>
    /// <param name="items">States, or what was observed of them.</param>
    /// <param name="deadline">When to stop.</param>
    /// <param name="clock">The system's if not given.</param>
    public static IEnumerable<TItem> TakeUntil<TItem>(this IEnumerable<TItem> items, DateTimeOffset deadline, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        var time = clock ?? TimeProvider.System;
        return items.TakeUntil(_ => time.GetUtcNow() >= deadline);
    }

    private static IEnumerable<TItem> Shown<TItem, TBatch, T>(
        IEnumerable<TItem> items,
        Func<TItem, TrainingState<T>> stateOf,
        long lastStep,
        Batches<TBatch> batches,
        Func<TrainingState<T>, double>? accuracy,
        IAnsiConsole? console,
        TimeProvider? clock)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var line = ProgressLine.On(console ?? AnsiConsole.Console);
        using var interrupt = new Interrupt(() => line?.Dispose());
        var time = clock ?? TimeProvider.System;
        var (progress, start, first) = (RunProgress.None, time.GetTimestamp(), default(long?));
        foreach (var item in items.TakeUntil(_ => interrupt.IsRequested))
        {
            var state = stateOf(item);
            first ??= state.Step <= lastStep ? state.Step : throw new ArgumentOutOfRangeException(
                nameof(lastStep), Invariant($"the run begins at step {state.Step}, which is behind the last step, {lastStep}"));
            if (line is not null)
            {
                var samples = (state.Step - first.Value) * batches.SamplesPerStep;
                progress = progress.After(state, batches, samples / time.GetElapsedTime(start).TotalSeconds);
                if (accuracy is not null && state.Step > 0 && state.Step % batches.PerEpoch == 0)
                    progress = progress with { Accuracy = accuracy(state) };
                line.Show(progress, lastStep == first ? 1 : (state.Step - first.Value) / (double)(lastStep - first.Value));
            }

            yield return item;
        }
    }
}
