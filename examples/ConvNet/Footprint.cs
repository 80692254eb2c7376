using System.Numerics;
using DigitJobs;
using FunctionalNet;
using LanguageExt;

namespace ConvNet;

/// <summary>The memory of a run.</summary>
internal static class Footprint
{
    // The parameters, their gradient, the next ones, and Adam's two moments before and after a step.
    private const int Copies = 7;

    /// <summary>The result of a run, or an error if it needs more than this number of bytes: before the run, if that is known.</summary>
    /// <param name="memory">The number of bytes.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="images">The shape of all training images together.</param>
    /// <param name="run">The run.</param>
    public static Fin<Run<T>> Within<T>(long memory, Settings settings, Shape images, Func<Fin<Run<T>>> run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var network = Recipe.Of<T>(settings.Network).Network;
        var batch = (double)int.Min(settings.Batch, images[0]);
        // A step keeps the outputs of all layers.
        double[] sizes = [.. network.Plan.InferShapes([1, .. images[1..]]).ThrowIfFail().Select(shape => (double)shape.Size)];
        var parameters = network.ParameterSpecs.Sum(spec => (double)spec.Shape.Size);
        return MemoryLimit.Within(
            memory, Invariant($"--batch {settings.Batch}"), batch * sizes.Max(), (Copies * parameters) + (batch * sizes.Sum()), run);
    }
}
