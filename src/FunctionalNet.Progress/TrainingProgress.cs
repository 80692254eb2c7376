using System.Numerics;
using Spectre.Console;

namespace FunctionalNet;

/// <summary>Runs at a terminal. These functions have effects: they write to the terminal, handle Ctrl+C and read the clock.</summary>
public static class TrainingProgress
{
    /// <summary>
    /// Passes on the states of a run, and shows a line on the terminal meanwhile: epoch, step, smoothed loss, accuracy, samples per
    /// second, a bar, and the remaining time. Nothing is shown if the output is not a terminal. Ctrl+C ends the sequence, and with it
    /// the run, at the current state, whose step is then before the last one. A second Ctrl+C ends the process.
    /// </summary>
    /// <remarks>
    /// Text written by <see cref="AnsiConsole"/> meanwhile appears above the line; text written by <see cref="Console"/> garbles it. A
    /// terminal can show one such line at a time.
    /// </remarks>
    /// <param name="states">The states, in order: <c>run.Take(10_001)</c>.</param>
    /// <param name="lastStep">The last step of the run, counted as <see cref="TrainingState{T}.Step"/> is.</param>
    /// <param name="batches">The batches of the run.</param>
    /// <param name="accuracy">Measures the accuracy, between 0 and 1, at the end of each epoch; called only if there is a terminal.</param>
    /// <param name="console">The console to write to; <see cref="AnsiConsole.Console"/> if null.</param>
    /// <param name="clock">The clock that measures the speed; the system's if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first state is after <paramref name="lastStep"/>.</exception>
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
    public static IEnumerable<MeasuredState<T>> WithProgress<TBatch, T>(
        this IEnumerable<MeasuredState<T>> states,
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
    /// The items until a point in time. The item that is being computed then is the last one, so there is at least one.
    /// </summary>
    /// <param name="items">States, with or without metrics.</param>
    /// <param name="deadline">The time to stop at.</param>
    /// <param name="clock">The clock; the system's if null.</param>
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
                nameof(lastStep), Invariant($"expected a last step of {state.Step} or more, where the run begins, got {lastStep}"));
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
