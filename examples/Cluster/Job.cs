using System.Numerics;
using DigitJobs;
using FunctionalNet;
using LanguageExt;

namespace Cluster;

/// <summary>The training of a network by all ranks, which share the work of steps and of measuring. The first of them tells and saves.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Source">The images.</param>
/// <param name="Collective">The ranks.</param>
/// <param name="Report">Is told of the course of the run.</param>
/// <param name="Complain">Is told, a line each, of states that cannot be read or saved. The run goes on.</param>
internal sealed record Job<T>(Settings Settings, Source<T> Source, Collective<T> Collective, Action<string> Report, Action<string> Complain)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static Loss<T> Loss => Layers<T>.Losses.SoftmaxCrossEntropy;

    /// <summary>The run, or the reason why it is not begun: its states can be neither saved nor gone on from.</summary>
    public Fin<Run<T>> Run(CancellationToken cancellation)
    {
        var network = Networks.Of<T>(Settings.Network, Source.Train.Inputs.Shape[^1]);
        var (startKey, batchesKey) = Key.Seed(Settings.Seed).Split();
        var batches = Batches.WithReplacement(Source.Train, Settings.Batch, batchesKey);
        var run = Train.Run(network, Loss, Layers<T>.Optimizers.Sgd(Settings.Rate), batches, startKey, Settings.Shards, Collective);
        var course = new Course<T>(Settings, Source, network, Loss, run, Settings.Iterations, Invariant($"--iterations {Settings.Iterations}"))
        {
            Collective = Collective,
            Details = [("Ranks", Invariant($"{Collective.Size}")), ("Shards", Invariant($"{Settings.Shards}"))],
        };
        return Agreed(run).Bind(begun => Collective.Rank == 0 ? course.Follow(Report, Complain, cancellation) : course.Work(begun));
    }

    /// <summary>The run from where all ranks begin: each reads the states of the first, and must find the same.</summary>
    private Fin<TrainingRun<Batch<T>, T>> Agreed(TrainingRun<Batch<T>, T> run) =>
        from begun in Settings.Checkpoints is { Resume: true, Folder: var folder } && Directory.Exists(folder) ? run.ResumedFrom(folder).Map(found => found.Run) : run
        from first in Collective.Broadcast(Numbers(begun.Initial.Step))
        from agreed in first == Numbers(begun.Initial.Step)
            ? begun
            : Fin<TrainingRun<Batch<T>, T>>.Fail(Invariant(
                $"--resume: expected the state in {Settings.Checkpoints?.Folder} that rank 0 found, got that of step {begun.Initial.Step} at {Collective}"))
        select agreed;

    // A step of more than 24 bits would not fit into one number in single precision.
    private static Tensor<T> Numbers(long step) => Tensor.Vector(T.CreateChecked(step >> 20), T.CreateChecked(step & 0xfffff));
}
