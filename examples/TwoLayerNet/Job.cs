using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using FunctionalNet;

namespace TwoLayerNet;

/// <summary>The chapter's training job.</summary>
internal static class Job<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Run<T> Run(Settings settings, Source<T> source, Action<string> report, CancellationToken cancellation)
    {
        var (network, loss) = (Network(source.Train.Inputs.Shape[^1], settings.Hidden), Layers<T>.Losses.SoftmaxCrossEntropy);
        var optimizer = Layers<T>.Optimizers.Sgd(settings.Rate);
        var (startKey, batchesKey) = Key.Seed(settings.Seed).Split();
        var batches = Batches.WithReplacement(source.Train, settings.Batch, batchesKey);
        var run = Train.Run(network, loss, optimizer, batches, startKey);
        report($"{source.Description}\n{network}, {run.Initial.Parameters.Size} parameters, {optimizer}, {batches}");

        var losses = ImmutableArray.CreateBuilder<(double, double)>();
        var accuracies = ImmutableArray.CreateBuilder<(long, double, double)>();
        var everyLoss = int.Max(1, settings.Iterations / History.KeptLosses);
        var (whole, steps) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var last = run.Initial;
        // Ctrl+C ends the run at its current state.
        foreach (var state in Wanted().TakeUntil(cancellation).WithProgress(settings.Iterations, batches))
        {
            steps.Stop();
            var (epoch, batch) = long.DivRem(state.Step, batches.PerEpoch);
            if (batch == 0 && state.Step < settings.Iterations)
            {
                var (train, test) = (Share(state, source.Train), Share(state, source.Test));
                report($"epoch {epoch,3} | train {train:0.0000} | test {test:0.0000}");
                accuracies.Add((state.Step, train, test));
            }

            if (state.Step % everyLoss == 0 || state.HasDiverged)
                state.Loss.IfSome(loss => losses.Add((state.Step, double.CreateChecked(loss))));
            last = state;
            steps.Start();
        }

        steps.Stop();
        var outcome = new Outcome(
            settings, $"{network}", $"{loss}", $"{optimizer}", $"{network.ParameterSpecs[0].Initializer}", source.Description, last.Step,
            last.Divergence.MatchUnsafe(report => $"{report}", () => null),
            whole.Elapsed.TotalSeconds,
            last.Step > 0 ? steps.Elapsed.TotalMicroseconds / last.Step : null,
            last.Loss.MatchUnsafe(loss => (double?)double.CreateChecked(loss), () => null),
            Share(last, source.Train),
            Share(last, source.Test),
            last.Parameters.Fingerprint());
        accuracies.Add((last.Step, outcome.TrainAccuracy, outcome.TestAccuracy));
        return new(outcome, new(losses.ToImmutable(), accuracies.ToImmutable(), batches.PerEpoch), network, last.Parameters, source.Test);

        IEnumerable<TrainingState<T>> Wanted() => run.TakeUntil(state => state.Step >= settings.Iterations);

        double Share(TrainingState<T> state, Dataset<T> dataset) => network.Accuracy(state.Parameters, dataset);
    }

    /// <summary>The two-layer network, with the chapter's weights N(0, 0.01²).</summary>
    private static Layer<T> Network(int pixels, int hidden)
    {
        var weights = Layers<T>.Initializers.Normal(T.CreateChecked(0.01));
        return Layers<T>.Affine(pixels, hidden, weights) >> Layers<T>.Relu >> Layers<T>.Affine(hidden, 10, weights);
    }
}
