using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using FunctionalNet;
using LanguageExt;

namespace DigitJobs;

/// <summary>The course of a run: how far it goes, what is measured and kept on the way, and what is told of it.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Source">The images.</param>
/// <param name="Network">The network.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Run">The run from its first step.</param>
/// <param name="LastStep">The step that it ends at.</param>
/// <param name="Length">The option that says so, as it is written: <c>--iterations 100</c>.</param>
public sealed record Course<T>(
    JobSettings Settings, Source<T> Source, Layer<T> Network, Loss<T> Loss, TrainingRun<Batch<T>, T> Run, long LastStep, string Length)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The largest number of training images that the accuracy is measured on, the first ones.</summary>
    public int MostMeasured { get; init; } = int.MaxValue;

    /// <summary>The ranks that follow the run together and share what is measured.</summary>
    public Collective<T> Collective { get; init; } = Collective<T>.Alone;

    /// <summary>What else there is to say of the job in its report.</summary>
    public ImmutableArray<(string Name, string Value)> Details { get; init; } = [];

    /// <summary>The pictures of trained parameters in the report.</summary>
    public Func<Parameters<T>, ImmutableArray<Figure>> Weights { get; init; } = _ => [];

    /// <summary>
    /// Follows the run to its end, or to its current state when it is asked to stop; or says why it is not begun: its states can be neither saved
    /// nor gone on from.
    /// </summary>
    /// <param name="report">Is told of the course of the run.</param>
    /// <param name="complain">Is told, a line each, of states that cannot be read or saved. The run goes on.</param>
    /// <param name="cancellation">The request to stop.</param>
    public Fin<Run<T>> Follow(Action<string> report, Action<string> complain, CancellationToken cancellation)
    {
        report($"{Source.Description}\n{Network}, {Run.Initial.Parameters.Size} parameters, {Run.Optimizer}, {Run.Batches}");
        return Settings.Checkpoints is { } checkpoints
            ? checkpoints.Begin(Run, LastStep, Length).Map(begun => Saved(begun, checkpoints, report, complain, cancellation))
            : Measured(Run, Wanted(Run, cancellation), report);
    }

    /// <summary>Goes with a run to its end, as another rank does that tells of it: nothing is told or kept here.</summary>
    /// <param name="run">The run from its first step, or from where it goes on.</param>
    public Run<T> Work(TrainingRun<Batch<T>, T> run)
    {
        var worked = Measured(run, run.TakeUntil(state => state.Step >= LastStep), _ => { });
        // Of a divergence, the other tells.
        return worked with { Outcome = worked.Outcome with { Divergence = null } };
    }

    private IEnumerable<TrainingState<T>> Wanted(TrainingRun<Batch<T>, T> run, CancellationToken cancellation) =>
        run.TakeUntil(state => state.Step >= LastStep).TakeUntil(cancellation);

    private Run<T> Saved(
        ResumedRun<Batch<T>, T> begun, Checkpoints checkpoints, Action<string> report, Action<string> complain, CancellationToken cancellation)
    {
        begun.PassedOver.Iter(error => complain($"passed over {error.Message}"));
        begun.File.IfSome(_ => report($"resumed {begun}"));
        var isSaved = true;
        var states = Wanted(begun.Run, cancellation).SavedTo(checkpoints.Folder, begun.Run, checkpoints.Every, goOnAfter: error =>
        {
            complain($"--checkpoint: {error.Message}");
            isSaved = false;
            return true;
        });
        return Measured(begun.Run, states, report) with { IsSaved = isSaved };
    }

    private Run<T> Measured(TrainingRun<Batch<T>, T> run, IEnumerable<TrainingState<T>> states, Action<string> report)
    {
        var losses = ImmutableArray.CreateBuilder<(double, double)>();
        var accuracies = ImmutableArray.CreateBuilder<(long, double, double)>();
        var everyLoss = long.Max(1, LastStep / History.KeptLosses);
        var train = IsMeasuredWhole ? Source.Train : Source.Train[..MostMeasured];
        var (whole, steps) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var last = run.Initial;
        foreach (var state in Collective.Rank == 0 ? states.WithProgress(LastStep, run.Batches) : states)
        {
            steps.Stop();
            var (epoch, batch) = long.DivRem(state.Step, run.Batches.PerEpoch);
            if (batch == 0 && state.Step < LastStep)
            {
                var (ofTrain, ofTest) = (Share(state, train, Collective), Share(state, Source.Test, Collective));
                report(Invariant($"epoch {epoch,3} | train {ofTrain:0.0000} | test {ofTest:0.0000}"));
                accuracies.Add((state.Step, ofTrain, ofTest));
            }

            if (state.Step % everyLoss == 0 || state.HasDiverged)
                state.Loss.IfSome(loss => losses.Add((state.Step, double.CreateChecked(loss))));
            last = state;
            steps.Start();
        }

        steps.Stop();
        var outcome = OutcomeOf(run, last, whole.Elapsed, steps.Elapsed, train);
        accuracies.Add((last.Step, outcome.TrainAccuracy, outcome.TestAccuracy));
        return new(outcome, new(losses.ToImmutable(), accuracies.ToImmutable(), run.Batches.PerEpoch), Network, last.Parameters, Source.Test)
        {
            Weights = Weights,
        };
    }

    private Outcome OutcomeOf(TrainingRun<Batch<T>, T> run, TrainingState<T> last, TimeSpan whole, TimeSpan steps, Dataset<T> train)
    {
        // A rank that was interrupted is alone: the others are in the middle of a step.
        var ranks = last.Step >= LastStep || last.HasDiverged ? Collective : Collective<T>.Alone;
        return new(
            Settings, $"{Network}", $"{Loss}", $"{run.Optimizer}", $"{Network.ParameterSpecs[0].Initializer}", Source.Description,
            run.Initial.Step,
            last.Step,
            LastStep,
            last.Divergence.MatchUnsafe(report => $"{report}", () => null),
            whole.TotalSeconds,
            last.Step > run.Initial.Step ? steps.TotalMicroseconds / (last.Step - run.Initial.Step) : null,
            last.Loss.MatchUnsafe(loss => (double?)double.CreateChecked(loss), () => null),
            Share(last, train, ranks),
            Share(last, Source.Test, ranks),
            last.Parameters.Fingerprint())
        {
            Measured = IsMeasuredWhole ? null : MostMeasured,
            Details = Details,
        };
    }

    private bool IsMeasuredWhole => Source.Train.Count <= MostMeasured;

    private double Share(TrainingState<T> state, Dataset<T> dataset, Collective<T> ranks) => Network.Accuracy(state.Parameters, dataset, ranks);
}
