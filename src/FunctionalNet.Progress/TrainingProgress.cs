using System.Numerics;
using Spectre.Console;

namespace FunctionalNet;

/// <summary>A run at a terminal. These functions have effects: they show, and they listen to Ctrl+C.</summary>
public static class TrainingProgress
{
    /// <summary>
    /// The states of a run as they are, and on the way a line on the terminal: epoch, step, smoothed loss, accuracy, samples
    /// per second, a bar, and the time that is left. Where the output is no terminal nothing is shown. Ctrl+C ends the
    /// sequence, and so the run, with the state that it has come to.
    /// </summary>
    /// <param name="states">The states, in order: <c>run.Take(10_001)</c>.</param>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="batches">What the run learns from.</param>
    /// <param name="accuracy">Measured at the end of each epoch, between 0 and 1, if given.</param>
    /// <param name="console">Where to show it; <see cref="AnsiConsole.Console"/> if not given.</param>
    /// <param name="clock">What the speed is measured by; the system's if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative.</exception>
    public static IEnumerable<TrainingState<T>> WithProgress<T>(
        this IEnumerable<TrainingState<T>> states,
        long steps,
        Batches<T> batches,
        Func<TrainingState<T>, double>? accuracy = null,
        IAnsiConsole? console = null,
        TimeProvider? clock = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var (screen, time) = (console ?? AnsiConsole.Console, clock ?? TimeProvider.System);
        return Shown();

        IEnumerable<TrainingState<T>> Shown()
        {
            using var interrupt = new Interrupt();
            using var line = ProgressLine.On(screen, steps);
            var (progress, start, first) = (RunProgress.None, time.GetTimestamp(), default(long?));
            foreach (var state in states.TakeUntil(interrupt.Token))
            {
                first ??= state.Step;
                if (line is not null)
                {
                    var samples = (state.Step - first.Value) * batches.Size;
                    progress = progress.After(state, batches, samples / time.GetElapsedTime(start).TotalSeconds);
                    if (accuracy is not null && state.Step > 0 && state.Step % batches.PerEpoch == 0)
                        progress = progress with { Accuracy = accuracy(state) };
                    line.Show(progress);
                }

                yield return state;
            }
        }
    }

    /// <summary>
    /// All items until a point in time. What was computed by then is not lost: at least the first item comes, and the last is
    /// the latest there is.
    /// </summary>
    /// <param name="items">States, or what was made of them.</param>
    /// <param name="deadline">When to stop.</param>
    /// <param name="clock">The system's if not given.</param>
    public static IEnumerable<TItem> TakeUntil<TItem>(this IEnumerable<TItem> items, DateTimeOffset deadline, TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        foreach (var item in items)
        {
            yield return item;
            if (time.GetUtcNow() >= deadline)
                yield break;
        }
    }
}
