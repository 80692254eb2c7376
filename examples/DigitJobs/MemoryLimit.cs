using System.Numerics;
using System.Runtime.CompilerServices;
using LanguageExt;
using LanguageExt.Common;

namespace DigitJobs;

/// <summary>The memory of a run. A run that needs too much is refused, with the options that cause it.</summary>
public static class MemoryLimit
{
    /// <summary>The bytes of memory that there are.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The result of a run, or an error if it needs more than this number of bytes: before the run, if that is known.</summary>
    /// <param name="memory">The number of bytes.</param>
    /// <param name="options">The options that the need depends on, as they are written.</param>
    /// <param name="largest">The size of the largest tensor.</param>
    /// <param name="atOnce">A lower bound of the numbers in memory at the same time.</param>
    /// <param name="run">The run.</param>
    public static Fin<Run<T>> Within<T>(long memory, string options, double largest, double atOnce, Func<Fin<Run<T>>> run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (largest > Array.MaxLength)
            return Error.New(Invariant($"{options}: a tensor has at most {Array.MaxLength} numbers, one would have {largest:0}"));
        if (atOnce * Unsafe.SizeOf<T>() is var bytes && bytes > memory)
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
}
