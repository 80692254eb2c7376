using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using FunctionalNet;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>The chapter's training job.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Source">The images.</param>
/// <param name="Report">Is told of the course of the run.</param>
/// <param name="Complain">Is told, a line each, of states that cannot be read or saved. The run goes on.</param>
internal sealed record Job<T>(Settings Settings, Source<T> Source, Action<string> Report, Action<string> Complain)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static Loss<T> Loss => Layers<T>.Losses.SoftmaxCrossEntropy;

    private Layer<T> Built { get; } = Network(Source.Train.Inputs.Shape[^1], Settings.Hidden);

    /// <summary>The two-layer network, with the chapter's weights N(0, 0.01²).</summary>
    public static Layer<T> Network(int pixels, int hidden)
    {
        var weights = Layers<T>.Initializers.Normal(T.CreateChecked(0.01));
        return Layers<T>.Affine(pixels, hidden, weights) >> Layers<T>.Relu >> Layers<T>.Affine(hidden, 10, weights);
    }

    /// <summary>The run, or the reason why it is not begun: its states can be neither saved nor gone on from. Ctrl+C ends it at its current state.</summary>
    public Fin<Run<T>> Run(CancellationToken cancellation)
    {
        var (startKey, batchesKey) = Key.Seed(Settings.Seed).Split();
        var batches = Batches.WithReplacement(Source.Train, Settings.Batch, batchesKey);
        var run = Train.Run(Built, Loss, Layers<T>.Optimizers.Sgd(Settings.Rate), batches, startKey);
        Report($"{Source.Description}\n{Built}, {run.Initial.Parameters.Size} parameters, {run.Optimizer}, {batches}");
        return Settings.Checkpoints is { } checkpoints
            ? checkpoints.Begin(run, Settings.Iterations).Map(begun => Saved(begun, checkpoints, cancellation))
            : Follow(run, Wanted(run, cancellation));
    }

    private IEnumerable<TrainingState<T>> Wanted(TrainingRun<Batch<T>, T> run, CancellationToken cancellation) =>
        run.TakeUntil(state => state.Step >= Settings.Iterations).TakeUntil(cancellation);

    private Run<T> Saved(ResumedRun<Batch<T>, T> begun, Checkpoints checkpoints, CancellationToken cancellation)
    {
        begun.PassedOver.Iter(error => Complain($"passed over {error.Message}"));
        begun.File.IfSome(_ => Report($"resumed {begun}"));
        var isSaved = true;
        var states = Wanted(begun.Run, cancellation).SavedTo(checkpoints.Folder, begun.Run, checkpoints.Every, goOnAfter: error =>
        {
            Complain($"--checkpoint: {error.Message}");
            isSaved = false;
            return true;
        });
        return Follow(begun.Run, states) with { IsSaved = isSaved };
    }

    private Run<T> Follow(TrainingRun<Batch<T>, T> run, IEnumerable<TrainingState<T>> states)
    {
        var losses = ImmutableArray.CreateBuilder<(double, double)>();
        var accuracies = ImmutableArray.CreateBuilder<(long, double, double)>();
        var everyLoss = int.Max(1, Settings.Iterations / History.KeptLosses);
        var (whole, steps) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var last = run.Initial;
        foreach (var state in states.WithProgress(Settings.Iterations, run.Batches))
        {
            steps.Stop();
            var (epoch, batch) = long.DivRem(state.Step, run.Batches.PerEpoch);
            if (batch == 0 && state.Step < Settings.Iterations)
            {
                var (train, test) = (Share(state, Source.Train), Share(state, Source.Test));
                Report($"epoch {epoch,3} | train {train:0.0000} | test {test:0.0000}");
                accuracies.Add((state.Step, train, test));
            }

            if (state.Step % everyLoss == 0 || state.HasDiverged)
                state.Loss.IfSome(loss => losses.Add((state.Step, double.CreateChecked(loss))));
            last = state;
            steps.Start();
        }

        steps.Stop();
        var outcome = OutcomeOf(run, last, whole.Elapsed, steps.Elapsed);
        accuracies.Add((last.Step, outcome.TrainAccuracy, outcome.TestAccuracy));
        return new(outcome, new(losses.ToImmutable(), accuracies.ToImmutable(), run.Batches.PerEpoch), Built, last.Parameters, Source.Test);
    }

    private Outcome OutcomeOf(TrainingRun<Batch<T>, T> run, TrainingState<T> last, TimeSpan whole, TimeSpan steps) => new(
        Settings, $"{Built}", $"{Loss}", $"{run.Optimizer}", $"{Built.ParameterSpecs[0].Initializer}", Source.Description,
        run.Initial.Step,
        last.Step,
        last.Divergence.MatchUnsafe(report => $"{report}", () => null),
        whole.TotalSeconds,
        last.Step > run.Initial.Step ? steps.TotalMicroseconds / (last.Step - run.Initial.Step) : null,
        last.Loss.MatchUnsafe(loss => (double?)double.CreateChecked(loss), () => null),
        Share(last, Source.Train),
        Share(last, Source.Test),
        last.Parameters.Fingerprint());

    private double Share(TrainingState<T> state, Dataset<T> dataset) => Built.Accuracy(state.Parameters, dataset);
}
