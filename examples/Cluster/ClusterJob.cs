using System.Numerics;
using DigitJobs;
using FunctionalNet;
using LanguageExt;

namespace Cluster;

/// <summary>The training of a network by all ranks, and what it says once it is saved.</summary>
/// <param name="world">The ranks; null on a single machine.</param>
internal sealed class ClusterJob(Communicator? world) : IDigitJob<Settings>
{
    public Fin<Run<T>> Train<T>(
        Settings settings, Source<T> source, Action<string> report, Action<string> complain, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var collective = world?.Collective<T>() ?? Collective<T>.Alone;
        return settings.Shards < collective.Size
            ? Fin<Run<T>>.Fail(Invariant($"--shards: expected one for each of {collective.Size} ranks at least, got {settings.Shards}"))
            : new Job<T>(settings, source, collective, report, complain).Run(cancellation);
    }

    public Fin<Prediction> Ask<T>(Settings settings, string file, Source<T> source)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Prediction.Of(file, Networks.Of<T>(settings.Network, source.Test.Inputs.Shape[^1]), source);
}
