using System.Numerics;
using DigitJobs;
using LanguageExt;

namespace ConvNet;

/// <summary>The training of a convolutional network, and what it says once it is saved.</summary>
internal sealed class ConvNetJob : IDigitJob<Settings>
{
    public Fin<Run<T>> Train<T>(
        Settings settings, Source<T> source, Action<string> report, Action<string> complain, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var images = source.AsImages();
        return Footprint.Within(
            MemoryLimit.Available, settings, images.Train.Inputs.Shape, () => new Job<T>(settings, images, report, complain).Run(cancellation));
    }

    public Fin<Prediction> Ask<T>(Settings settings, string file, Source<T> source)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Prediction.Of(file, Recipe.Of<T>(settings.Network).Network, source.AsImages());
}
