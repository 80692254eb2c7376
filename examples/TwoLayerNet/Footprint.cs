using System.Numerics;
using System.Runtime.CompilerServices;
using LanguageExt;
using LanguageExt.Common;

namespace TwoLayerNet;

/// <summary>The memory of a run. What there is not enough for is refused with the options that ask for it.</summary>
internal static class Footprint
{
    private const int Classes = 10;

    // As many images as the library evaluates at once.
    private const int Evaluated = 1000;

    /// <summary>What a run gives, or that it does not fit into so many bytes: said before it where that can be known.</summary>
    public static Fin<Run<T>> Within<T>(long memory, Settings settings, int pixels, Func<Run<T>> run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var options = Invariant($"--hidden {settings.Hidden}, --batch {settings.Batch}");
        if (Largest(settings, pixels) is var largest && largest > Array.MaxLength)
            return Error.New(Invariant($"{options}: a tensor has at most {Array.MaxLength} numbers, one would have {largest:0}"));
        if (AtOnce(settings, pixels) * Unsafe.SizeOf<T>() is var bytes && bytes > memory)
            return Error.New(Invariant($"{options}: the run takes {bytes / 1e9:0.0} GB of memory or more, there are {memory / 1e9:0.0} GB"));
        try
        {
            return run();
        }
        catch (OutOfMemoryException)
        {
            return Error.New($"{options}: there is not enough memory for the run");
        }
    }

    /// <summary>How many numbers the largest tensor has: the weights, a batch, or what the hidden layer gives.</summary>
    private static double Largest(Settings settings, double pixels) => double.Max(
        pixels * double.Max(settings.Hidden, settings.Batch),
        double.Max(settings.Batch, Evaluated) * settings.Hidden);

    /// <summary>
    /// How many numbers there are at the same time, at least: the parameters, their gradient and the next ones; a batch, what
    /// the hidden layer gives for it before and after Relu, and a gradient of that.
    /// </summary>
    private static double AtOnce(Settings settings, double pixels) =>
        (3 * (pixels + Classes) * settings.Hidden) + (settings.Batch * (pixels + (3.0 * settings.Hidden)));
}
