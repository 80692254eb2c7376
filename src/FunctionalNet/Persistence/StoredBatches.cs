using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <content>Batches that are read from files. These overloads come second, so that <c>new(inputs, targets)</c> is a data set in memory.</content>
public static partial class Batches
{
    /// <summary>Batches drawn from the whole data set with replacement: the same samples as of a data set in memory with the same key.</summary>
    /// <inheritdoc cref="WithReplacement{T}(Dataset{T}, int, Key)"/>
    [OverloadResolutionPriority(-1)]
    public static Batches<Batch<T>> WithReplacement<T>(StoredDataset<T> dataset, int size, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return WithReplacement(dataset.Description, dataset.Count, (number, samples) => Numbered(dataset, number, samples), size, key);
    }

    /// <summary>
    /// Batches that take each sample once an epoch, in a new order every epoch: the same samples as of a data set in memory with the same key. The
    /// order takes 4 bytes of memory a sample.
    /// </summary>
    /// <inheritdoc cref="ShuffledEpochs{T}(Dataset{T}, int, Key, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static Batches<Batch<T>> ShuffledEpochs<T>(StoredDataset<T> dataset, int size, Key key, bool dropLast = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return ShuffledEpochs(dataset.Description, dataset.Count, (number, samples) => Numbered(dataset, number, samples), size, key, dropLast);
    }

    private static Batch<T> Numbered<T>(StoredDataset<T> dataset, long number, ReadOnlyMemory<int> samples)
        where T : unmanaged, IFloatingPointIeee754<T> => dataset.Batch(samples.Span) with { Number = number };
}
