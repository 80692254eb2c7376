using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// Runs on the disk: states are written to a folder while a run goes on, and another process goes on from the newest of them, to the bit.
/// These functions have effects: they read and write files.
/// </summary>
/// <example>
/// The second run would be in another process.
/// <code>
/// var folder = Directory.CreateTempSubdirectory().FullName;
/// var batches = Batches.ShuffledEpochs(Digits.Generate&lt;float&gt;(Key.Seed(0), 50), 25, Key.Seed(1));
/// var run = Train.Run(Affine(784, 10), Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.001), batches, Key.Seed(2));
/// var first = run.Take(8).SavedTo(folder, run, every: 5).Last();
/// var resumed = run.ResumedFrom(folder).ThrowIfFail().Run;
/// Console.WriteLine($"{first.Step} {resumed.Initial.Step} {resumed.First(state => state.Step == 12) == run.ElementAt(12)}"); // 7 7 True
/// </code>
/// </example>
public static class RunPersistence
{
    /// <summary>
    /// Passes on the states of a run, and writes some of them to a folder meanwhile: those whose step is a multiple of
    /// <paramref name="every"/>, and the last, also if the sequence is left or ends by an exception. A file is whole or absent at any time.
    /// It is written beside training, in another thread.
    /// </summary>
    /// <remarks>
    /// The folder is one run's: it is made if it does not exist, and one that has states of another run is a failure. Two processes must not
    /// write to it at the same time.
    /// </remarks>
    /// <param name="states">The states, in order: <c>run.Epochs(30)</c>.</param>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="run">The run that the states are of.</param>
    /// <param name="every">The number of steps between two states that are written.</param>
    /// <param name="keep">The number of the last states to keep; those before are deleted.</param>
    /// <param name="goOnAfter">
    /// Whether training goes on after a failure, of which it is told in a line: a full disk, a folder that cannot be written to. What was
    /// written before is still there. By default, an <see cref="IOException"/> ends the sequence.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> or <paramref name="keep"/> is not positive.</exception>
    public static IEnumerable<TrainingState<T>> SavedTo<TBatch, T>(
        this IEnumerable<TrainingState<T>> states, string folder, TrainingRun<TBatch, T> run, long every, int keep = 3, Func<Error, bool>? goOnAfter = null)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Require.NotNull(states).Select(state => new MeasuredState<T>(state))
            .SavedTo(folder, run, every, keep, goOnAfter: goOnAfter).Select(measured => measured.State);

    /// <summary>Passes on the states of a run, all of them, and writes some of them to a folder meanwhile, as the other forms do.</summary>
    /// <inheritdoc cref="SavedTo{TBatch, T}(IEnumerable{TrainingState{T}}, string, TrainingRun{TBatch, T}, long, int, Func{Error, bool})"/>
    public static IEnumerable<TrainingState<T>> SavedTo<TBatch, T>(
        this TrainingRun<TBatch, T> run, string folder, long every, int keep = 3, Func<Error, bool>? goOnAfter = null)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> => run.SavedTo(folder, Require.NotNull(run), every, keep, goOnAfter);

    /// <summary>
    /// Passes on the measured states of a run, and writes some of them with their metrics to a folder meanwhile. The best by a metric is
    /// kept beside the last ones.
    /// </summary>
    /// <inheritdoc cref="SavedTo{TBatch, T}(IEnumerable{TrainingState{T}}, string, TrainingRun{TBatch, T}, long, int, Func{Error, bool})"/>
    /// <param name="states">The states with their metrics, in order: <c>run.ByEpoch(30).WithMetrics(...)</c>.</param>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="run">The run that the states are of.</param>
    /// <param name="every">The number of steps between two states that are written: 1 writes all states of the sequence.</param>
    /// <param name="keep">The number of the last states to keep.</param>
    /// <param name="best">The name of the metric whose best state is kept too; null for none.</param>
    /// <param name="goal">Whether a larger or a smaller value of the metric is better.</param>
    /// <param name="goOnAfter">Whether training goes on after a failure, of which it is told in a line. By default it ends by an exception.</param>
    /// <exception cref="ArgumentException">A state has no such metric.</exception>
    public static IEnumerable<MeasuredState<T>> SavedTo<TBatch, T>(
        this IEnumerable<MeasuredState<T>> states, string folder, TrainingRun<TBatch, T> run, long every, int keep = 3,
        string? best = null, Goal goal = Goal.Maximize, Func<Error, bool>? goOnAfter = null)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(run);
        Require.Positive(every);
        Require.Positive(keep);
        var (place, retention) = (RunFolder<T>.Of(folder, run), new Retention(keep, best, goal));
        return Saved();

        IEnumerable<MeasuredState<T>> Saved()
        {
            var saver = new StateSaver<T>(place, every, retention, goOnAfter ?? Throw);
            try
            {
                foreach (var measured in states)
                {
                    if (best is not null)
                        _ = measured[best];
                    var goesOn = saver.Take(measured);
                    yield return measured;
                    if (!goesOn)
                        yield break;
                }
            }
            finally
            {
                saver.Finish();
            }
        }
    }

    /// <summary>
    /// The run from the newest whole state in a folder that <c>SavedTo</c> wrote; from its beginning if the folder has none, or does not
    /// exist. Files that are torn or no states are passed over, with an error for each. A state of another run (network, loss, optimizer,
    /// batches, seed or precision) is a failure that says what differs: <see cref="SavedState{T}.Load"/> reads it all the same.
    /// So is a file that cannot be opened, since it may be the newest state.
    /// </summary>
    /// <param name="run">The run, as in the process that wrote.</param>
    /// <param name="folder">The path of the folder.</param>
    public static Fin<ResumedRun<TBatch, T>> ResumedFrom<TBatch, T>(this TrainingRun<TBatch, T> run, string folder)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        return RunFolder<T>.Of(folder, run).List().Map(listed =>
        {
            var passedOver = listed.Others;
            foreach (var file in listed.Files.Reverse())
            {
                var saved = Load(run, file);
                if (saved.IsSucc)
                    return new ResumedRun<TBatch, T>(run with { Initial = saved.ThrowIfFail() }, file.Path, passedOver);
                passedOver = passedOver.Add((Error)saved);
            }

            return new ResumedRun<TBatch, T>(run, Option<string>.None, passedOver);
        });
    }

    /// <summary>
    /// All whole states of a run in a folder, in the order of their steps, for <c>Replay</c> and <c>FirstNonFinite</c>; and an error for each
    /// file that is torn or no state.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The path of the folder.</param>
    public static Fin<SavedStates<T>> SavedIn<TBatch, T>(this TrainingRun<TBatch, T> run, string folder)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        return RunFolder<T>.Of(folder, run).List().Map(listed =>
        {
            var read = listed.Files.Select(file => Load(run, file)).ToList();
            return new SavedStates<T>(
                [.. read.Where(saved => saved.IsSucc).Select(saved => saved.ThrowIfFail())],
                listed.Others.Concat(read.Where(saved => saved.IsFail).Select(saved => (Error)saved)));
        });
    }

    private static Fin<TrainingState<T>> Load<TBatch, T>(TrainingRun<TBatch, T> run, RunFile file)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> =>
        SavedState<T>.Load(file.Path).Bind(saved => Bound(run, saved).About(file.Path));

    /// <summary>The state with parameters and moments in the order of the run's network, if they are of it.</summary>
    private static Fin<TrainingState<T>> Bound<TBatch, T>(TrainingRun<TBatch, T> run, SavedState<T> saved)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            var parameters = run.Objective.Bind(saved.State.Parameters);
            // In the same order as it was, the optimizer's state stays as it is: it may have tensors of its own besides those of parameters.
            var optimizer = saved.State.Parameters.Layout == parameters.Layout
                ? saved.State.Optimizer
                : saved.State.Optimizer.BoundTo(parameters.Trained.Layout);
            run.Optimizer.RequireOwn(optimizer, parameters.Trained.Layout);
            return saved.State with { Parameters = parameters, Optimizer = optimizer };
        }
        catch (ArgumentException foreign)
        {
            return Error.New(foreign.Message);
        }
    }

    private static bool Throw(Error error) => throw new IOException(error.Message);
}

/// <summary>A run that goes on from a state on the disk.</summary>
/// <param name="Run">The run, from that state on, or from its beginning.</param>
/// <param name="File">The file of the state; none if the run begins anew.</param>
/// <param name="PassedOver">A line for each file that was passed over, and why.</param>
/// <typeparam name="TBatch">The batches.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record ResumedRun<TBatch, T>(TrainingRun<TBatch, T> Run, Option<string> File, Seq<Error> PassedOver)
    where TBatch : notnull
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The run, from that state on, or from its beginning.</summary>
    public TrainingRun<TBatch, T> Run { get; init => field = Require.NotNull(value, nameof(Run)); } = Require.NotNull(Run, nameof(Run));

    /// <summary>The step and the file that it goes on from, and the number of files that were passed over.</summary>
    public override string ToString() =>
        File.Match(file => Invariant($"from step {Run.Initial.Step}, {file}"), () => "from the beginning")
        + (PassedOver.IsEmpty ? "" : $", {Quantity.Of(PassedOver.Count, "file")} passed over");
}

/// <summary>The states of a run on the disk.</summary>
/// <param name="States">The states, in the order of their steps.</param>
/// <param name="PassedOver">A line for each file that was passed over, and why.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record SavedStates<T>(ImmutableArray<TrainingState<T>> States, Seq<Error> PassedOver)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Equal when states and errors are.</summary>
    public bool Equals(SavedStates<T>? other) =>
        other is not null && States.AsSpan().SequenceEqual(other.States.AsSpan()) && PassedOver == other.PassedOver;

    /// <inheritdoc/>
    public override int GetHashCode() => States.Aggregate(PassedOver.Count, HashCode.Combine);

    /// <summary>The steps, and the number of files that were passed over.</summary>
    public override string ToString() =>
        $"steps {NameList.Of(States.Select(state => Invariant($"{state.Step}")))}"
        + (PassedOver.IsEmpty ? "" : $", {Quantity.Of(PassedOver.Count, "file")} passed over");
}
