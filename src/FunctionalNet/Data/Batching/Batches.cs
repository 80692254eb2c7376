using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// An infinite, lazy sequence of mini-batches. The batch at a step is a function of the step and does not need those before it:
/// <c>batches[4711]</c>. To continue training from a state, use <see cref="From"/>:
/// <c>batches.From(state.Step).Take(1000).Aggregate(state, step)</c>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Batches<T> : IEnumerable<Batch<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dataset<T> dataset;
    private readonly string description;

    // Maps an epoch to a function from the number of a batch within it to the samples of the batch.
    private readonly Func<long, Func<int, ImmutableArray<int>>> epochs;

    internal Batches(
        Dataset<T> dataset, string description, int size, int perEpoch, double samplesPerStep,
        Func<long, Func<int, ImmutableArray<int>>> epochs) =>
        (this.dataset, this.description, Size, PerEpoch, SamplesPerStep, this.epochs) =
        (dataset, description, size, perEpoch, samplesPerStep, epochs);

    /// <summary>The number of samples in a batch; the last batch of a shuffled epoch may have fewer.</summary>
    public int Size { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int PerEpoch { get; }

    /// <summary>The mean number of samples in a batch, over an epoch.</summary>
    public double SamplesPerStep { get; }

    /// <summary>The batch at a step, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public Batch<T> this[long step]
    {
        get
        {
            Require.NotNegative(step);
            var (epoch, batch) = long.DivRem(step, PerEpoch);
            return Numbered(step, epochs(epoch)((int)batch));
        }
    }

    /// <summary>The infinite sequence of batches from a step on: <c>batches.From(4711)</c> begins with <c>batches[4711]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public IEnumerable<Batch<T>> From(long step)
    {
        Require.NotNegative(step);
        var (epoch, batch) = long.DivRem(step, PerEpoch);
        return Draw(epoch, (int)batch);
    }

    /// <summary>The infinite sequence of batches from step 0 on.</summary>
    public IEnumerator<Batch<T>> GetEnumerator() => From(0).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One line: the data set, the size of the batches, and how they are drawn.</summary>
    public override string ToString() =>
        Invariant($"{dataset}; {description}, {PerEpoch} to an epoch");

    private IEnumerable<Batch<T>> Draw(long epoch, int first)
    {
        for (; ; epoch++, first = 0)
        {
            var samples = epochs(epoch);
            for (var batch = first; batch < PerEpoch; batch++)
                yield return Numbered((epoch * PerEpoch) + batch, samples(batch));
        }
    }

    private Batch<T> Numbered(long number, ImmutableArray<int> samples) => dataset.Batch(samples.AsSpan()) with { Number = number };
}

/// <summary>Ways to draw mini-batches from a data set.</summary>
public static class Batches
{
    /// <summary>
    /// Batches drawn from the whole data set with replacement, as in the chapter. An epoch is as many whole batches as the data set
    /// holds, at least one.
    /// </summary>
    /// <exception cref="ArgumentException">The data set is empty, or <paramref name="size"/> is not positive.</exception>
    public static Batches<T> WithReplacement<T>(Dataset<T> dataset, int size, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSamples(dataset, size);
        var perEpoch = int.Max(dataset.Count / size, 1);
        return new Batches<T>(dataset, Invariant($"batches of {size}, drawn with replacement"), size, perEpoch, size, epoch => batch =>
            key.Fold((epoch * perEpoch) + batch).Integers(size, dataset.Count));
    }

    /// <summary>
    /// Batches that take each sample once an epoch, in a new order every epoch. The last batch of an epoch is smaller if the size does
    /// not divide the number of samples.
    /// </summary>
    /// <exception cref="ArgumentException">The data set is empty, or <paramref name="size"/> is not positive.</exception>
    public static Batches<T> ShuffledEpochs<T>(Dataset<T> dataset, int size, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSamples(dataset, size);
        var perEpoch = CountOf(size, dataset.Count);
        var samplesPerStep = dataset.Count / (double)perEpoch;
        return new Batches<T>(dataset, Invariant($"batches of {size}, shuffled every epoch"), size, perEpoch, samplesPerStep, epoch =>
        {
            var order = key.Fold(epoch).Permutation(dataset.Count);
            return batch => order[Positions(batch, size, order.Length)];
        });
    }

    /// <summary>The number of batches of at most this size that cover the samples, without overflow.</summary>
    internal static int CountOf(int size, int samples) => (int)(((long)samples + size - 1) / size);

    /// <summary>The range of a batch in the order of the samples; the last batch may have fewer than its size.</summary>
    internal static Range Positions(int batch, int size, int samples) =>
        (batch * size)..(int)long.Min(((long)batch + 1) * size, samples);

    private static void RequireSamples<T>([NotNull] Dataset<T> dataset, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (size <= 0 || dataset.Count == 0)
            throw new ArgumentException(Invariant($"expected a size of 1 or more and at least one sample, got size {size} and {dataset}"));
    }
}
