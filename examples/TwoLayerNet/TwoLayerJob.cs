using System.Numerics;
using DigitJobs;
using FunctionalNet;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>The chapter's training job, and what its network says once it is saved.</summary>
internal sealed class TwoLayerJob : IDigitJob<Settings>
{
    public Fin<Run<T>> Train<T>(
        Settings settings, Source<T> source, Action<string> report, Action<string> complain, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T> => Footprint.Within(
        MemoryLimit.Available, settings, source.Train.Inputs.Shape[^1],
        () => new Job<T>(settings, source, report, complain).Run(cancellation));

    // The hidden layer has as many neurons as the file says.
    public Fin<Prediction> Ask<T>(Settings settings, string file, Source<T> source)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from hidden in HiddenIn<T>(file)
        from prediction in Prediction.Of(file, Job<T>.Network(source.Test.Inputs.Shape[^1], hidden), source)
        select prediction;

    private static Fin<int> HiddenIn<T>(string file)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Parameters.LoadTensors<T>(file, convert: true).Bind(tensors =>
            tensors.FirstOrDefault(tensor => tensor.Name == "Affine1/W").Value is { Shape: [_, > 0 and var hidden] }
                ? hidden
                : Fin<int>.Fail($"{file}: expected the parameters of a two-layer network, with a matrix Affine1/W, found {Names(tensors)}"));

    private static string Names<T>(NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        tensors.Count == 0 ? "no tensors" : string.Join(", ", tensors.Select(tensor => $"{tensor.Name} {tensor.Value.Shape}"));
}
