using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>Functions of data sets. The parts of a split are taken apart: <c>var (train, test) = dataset.Split(0.8, 0.2);</c>.</summary>
public static class Dataset
{
    /// <summary>The two parts.</summary>
    /// <exception cref="ArgumentException">There is another number of parts than 2.</exception>
    public static void Deconstruct<T>(this ImmutableArray<Dataset<T>> parts, out Dataset<T> first, out Dataset<T> second)
        where T : unmanaged, IFloatingPointIeee754<T> => (first, second) = parts is [var one, var two] ? (one, two) : throw Mismatch(parts, 2);

    /// <summary>The three parts.</summary>
    /// <exception cref="ArgumentException">There is another number of parts than 3.</exception>
    public static void Deconstruct<T>(
        this ImmutableArray<Dataset<T>> parts, out Dataset<T> first, out Dataset<T> second, out Dataset<T> third)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (first, second, third) = parts is [var one, var two, var three] ? (one, two, three) : throw Mismatch(parts, 3);

    private static ArgumentException Mismatch<T>(ImmutableArray<Dataset<T>> parts, int expected)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Invariant($"expected {expected} parts, got {(parts.IsDefault ? 0 : parts.Length)}: each part of a split has a fraction of its own"));
}
