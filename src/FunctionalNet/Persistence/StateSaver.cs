using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>Which files of a run are kept: those of the last steps, and that of the best value of a metric.</summary>
/// <param name="Last">The number of the last ones.</param>
/// <param name="Best">The metric; null for none.</param>
/// <param name="Goal">Whether a larger or a smaller value is better.</param>
internal sealed record Retention(int Last, string? Best, Goal Goal)
{
    /// <summary>The files that are not kept.</summary>
    public IEnumerable<RunFile> Dropped(ImmutableArray<RunFile> files)
    {
        var kept = files.OrderByDescending(file => file.Step).Take(Last).ToHashSet();
        if (files.Where(file => !double.IsNaN(Score(file))).MaxBy(Score) is { } best)
            kept.Add(best);
        return files.Where(file => !kept.Contains(file));
    }

    // A state without the metric, as one that was written without metrics, is never the best.
    private double Score(RunFile file) =>
        Best is not null && file.Metrics.FirstOrDefault(metric => metric.Name == Best) is { Value: var value }
            ? Goal == Goal.Minimize ? -value : value
            : double.NaN;
}

/// <summary>
/// Writes states beside training: one at a time, in another thread, which is possible since states never change. It is the mutable part of
/// the sequence <c>SavedTo</c>, and nobody sees it.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="every">The number of steps between two states that are written.</param>
/// <param name="retention">The files to keep.</param>
/// <param name="goOnAfter">Whether training goes on after a failure, which it is told of.</param>
internal sealed class StateSaver<T>(RunFolder<T> folder, long every, Retention retention, Func<Error, bool> goOnAfter)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Option<ImmutableArray<RunFile>> files;
    private Task<Fin<ImmutableArray<RunFile>>>? writing;
    private MeasuredState<T>? unsaved;
    private bool hasEnded;

    /// <summary>Writes a state, if its step is one to write. Returns whether training goes on.</summary>
    public bool Take(MeasuredState<T> measured)
    {
        unsaved = measured;
        var isDue = measured.State.Step % every == 0;
        // Also by an exception of goOnAfter: then nothing more is written.
        hasEnded = true;
        hasEnded = !(IsOpen() && (!isDue || Written()) && (writing is not { IsCompleted: true } || Written()));
        if (isDue && !hasEnded && files.IsSome)
            Begin();
        return !hasEnded;
    }

    /// <summary>Writes the last state, unless training has ended by a failure, and waits until all is written.</summary>
    public void Finish()
    {
        if (hasEnded || !Written() || unsaved is null || !IsOpen() || files.IsNone)
            return;
        Begin();
        _ = Written();
    }

    private bool IsOpen()
    {
        if (files.IsSome)
            return true;
        var opened = folder.Open();
        files = opened.ToOption();
        return opened.IsSucc || goOnAfter((Error)opened);
    }

    private void Begin()
    {
        var (saved, known) = (unsaved!, files.IfNone([]));
        unsaved = null;
        writing = Task.Run(() => Write(saved, known));
    }

    /// <summary>Waits for what is being written. Returns whether training goes on.</summary>
    private bool Written()
    {
        if (writing is null)
            return true;
        var result = writing.GetAwaiter().GetResult();
        writing = null;
        files = result.Match(Succ: Option<ImmutableArray<RunFile>>.Some, Fail: _ => files);
        return result.IsSucc || goOnAfter((Error)result);
    }

    /// <summary>Writes a state and deletes those that are no longer kept. Returns the files that are there then.</summary>
    private Fin<ImmutableArray<RunFile>> Write(MeasuredState<T> measured, ImmutableArray<RunFile> known)
    {
        var saved = new SavedState<T>(measured.State, folder.Run) { Metrics = measured.Metrics };
        var path = folder.FileOf(measured.State.Step);
        return saved.Save(path).Bind(_ =>
        {
            var there = known.RemoveAll(file => file.Step == measured.State.Step)
                .Add(new(path, measured.State.Step, StateWriter<T>.Document(measured.Metrics)));
            ImmutableArray<RunFile> dropped = [.. retention.Dropped([.. there.Where(folder.IsOwn)])];
            return Outside.Try(() =>
            {
                foreach (var file in dropped)
                    File.Delete(file.Path);
                return Fin<ImmutableArray<RunFile>>.Succ(there.RemoveRange(dropped));
            }).About(folder.Path);
        });
    }
}
