using System.Numerics;
using DigitJobs;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>The memory of a run.</summary>
internal static class Footprint
{
    private const int Classes = 10;

    // The number of images that the library evaluates at once.
    private const int Evaluated = 1000;

    /// <summary>The result of a run, or an error if it needs more than this number of bytes: before the run, if that is known.</summary>
    public static Fin<Run<T>> Within<T>(long memory, Settings settings, int pixels, Func<Fin<Run<T>>> run)
        where T : unmanaged, IFloatingPointIeee754<T> => MemoryLimit.Within(
        memory, Invariant($"--hidden {settings.Hidden}, --batch {settings.Batch}"), Largest(settings, pixels), AtOnce(settings, pixels), run);

    /// <summary>The size of the largest tensor: the weights, a batch, or the outputs of the hidden layer.</summary>
    private static double Largest(Settings settings, double pixels) => double.Max(
        pixels * double.Max(settings.Hidden, settings.Batch),
        double.Max(settings.Batch, Evaluated) * settings.Hidden);

    /// <summary>
    /// A lower bound of the numbers in memory at the same time: the parameters, their gradient and the next ones; a batch, the outputs
    /// of the hidden layer before and after Relu, and a gradient of these.
    /// </summary>
    private static double AtOnce(Settings settings, double pixels) =>
        (3 * (pixels + Classes) * settings.Hidden) + (settings.Batch * (pixels + (3.0 * settings.Hidden)));
}
