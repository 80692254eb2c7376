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
/// <typeparam name="TBatch">The batches: <see cref="Batch{T}"/>, or whatever an objective takes.</typeparam>
public sealed class Batches<TBatch> : IEnumerable<TBatch>
    where TBatch : notnull
{
    private readonly string description;

    // Maps an epoch to a function from the number of a batch within it to the batch.
    private readonly Func<long, Func<int, TBatch>> epochs;

    internal Batches(string description, int size, int perEpoch, double samplesPerStep, Func<long, Func<int, TBatch>> epochs) =>
        (this.description, Size, PerEpoch, SamplesPerStep, this.epochs) = (description, size, perEpoch, samplesPerStep, epochs);

    /// <summary>The number of samples in a batch; the last batch of a shuffled epoch may have fewer.</summary>
    public int Size { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int PerEpoch { get; }

    /// <summary>The mean number of samples in a batch, over an epoch.</summary>
    public double SamplesPerStep { get; }

    /// <summary>The batch at a step, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public TBatch this[long step]
    {
        get
        {
            Require.NotNegative(step);
            var (epoch, batch) = long.DivRem(step, PerEpoch);
            return epochs(epoch)((int)batch);
        }
    }

    /// <summary>The infinite sequence of batches from a step on: <c>batches.From(4711)</c> begins with <c>batches[4711]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public IEnumerable<TBatch> From(long step)
    {
        Require.NotNegative(step);
        var (epoch, batch) = long.DivRem(step, PerEpoch);
        return Draw(epoch, (int)batch);
    }

    /// <summary>The infinite sequence of batches from step 0 on.</summary>
    public IEnumerator<TBatch> GetEnumerator() => From(0).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One line: the data set, the size of the batches, and how they are drawn.</summary>
    public override string ToString() => Invariant($"{description}, {PerEpoch} to an epoch");

    /// <summary>A function of every batch, which is drawn when it is asked for: an augmentation, a batch of another type.</summary>
    public Batches<TResult> Select<TResult>(Func<TBatch, TResult> function)
        where TResult : notnull
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(description, Size, PerEpoch, SamplesPerStep, epoch =>
        {
            var batches = epochs(epoch);
            return batch => function(batches(batch));
        });
    }

    private IEnumerable<TBatch> Draw(long epoch, int first)
    {
        for (; ; epoch++, first = 0)
        {
            var batches = epochs(epoch);
            for (var batch = first; batch < PerEpoch; batch++)
                yield return batches(batch);
        }
    }
}

/// <summary>Ways to draw mini-batches from a data set.</summary>
public static class Batches
{
    /// <summary>Batches of any type, each a function of its step: for objectives that take something else than inputs and targets.</summary>
    /// <param name="description">The source of the batches, for printing.</param>
    /// <param name="perEpoch">The number of batches in an epoch.</param>
    /// <param name="size">The number of samples in a batch.</param>
    /// <param name="batch">The batch at a step, counted from 0: a pure function of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <example>
    /// <code>
    /// var pairs = Batches.Define("pairs of noise", perEpoch: 100, size: 32, step =>
    ///     (Key.Seed(0).Fold(step).Normal&lt;float&gt;([32, 4]), Key.Seed(1).Fold(step).Normal&lt;float&gt;([32, 4])));
    /// Console.WriteLine(pairs[7].Item1.Shape); // [32, 4]
    /// </code>
    /// </example>
    public static Batches<TBatch> Define<TBatch>(string description, int perEpoch, int size, Func<long, TBatch> batch)
        where TBatch : notnull
    {
        ArgumentNullException.ThrowIfNull(description);
        Require.Positive(perEpoch);
        Require.Positive(size);
        ArgumentNullException.ThrowIfNull(batch);
        return new(description, size, perEpoch, size, epoch => number => batch((epoch * perEpoch) + number));
    }

    /// <summary>
    /// Batches drawn from the whole data set with replacement, as in the chapter. An epoch is as many whole batches as the data set
    /// holds, at least one.
    /// </summary>
    /// <exception cref="ArgumentException">The data set is empty, or <paramref name="size"/> is not positive.</exception>
    public static Batches<Batch<T>> WithReplacement<T>(Dataset<T> dataset, int size, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSamples(dataset, size);
        var perEpoch = int.Max(dataset.Count / size, 1);
        return new(Invariant($"{dataset}; batches of {size}, drawn with replacement"), size, perEpoch, size, epoch => batch =>
        {
            var number = (epoch * perEpoch) + batch;
            return Numbered(dataset, number, key.Fold(number).Integers(size, dataset.Count));
        });
    }

    /// <summary>
    /// Batches that take each sample once an epoch, in a new order every epoch. The last batch of an epoch is smaller if the size does
    /// not divide the number of samples.
    /// </summary>
    /// <exception cref="ArgumentException">The data set is empty, or <paramref name="size"/> is not positive.</exception>
    public static Batches<Batch<T>> ShuffledEpochs<T>(Dataset<T> dataset, int size, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSamples(dataset, size);
        var perEpoch = CountOf(size, dataset.Count);
        var samplesPerStep = dataset.Count / (double)perEpoch;
        return new(Invariant($"{dataset}; batches of {size}, shuffled every epoch"), size, perEpoch, samplesPerStep, epoch =>
        {
            var order = key.Fold(epoch).Permutation(dataset.Count);
            return batch => Numbered(dataset, (epoch * perEpoch) + batch, order[Positions(batch, size, order.Length)]);
        });
    }

    /// <summary>The number of batches of at most this size that cover the samples, without overflow.</summary>
    internal static int CountOf(int size, int samples) => (int)(((long)samples + size - 1) / size);

    /// <summary>The range of a batch in the order of the samples; the last batch may have fewer than its size.</summary>
    internal static Range Positions(int batch, int size, int samples) =>
        (batch * size)..(int)long.Min(((long)batch + 1) * size, samples);

    private static Batch<T> Numbered<T>(Dataset<T> dataset, long number, ImmutableArray<int> samples)
        where T : unmanaged, IFloatingPointIeee754<T> => dataset.Batch(samples.AsSpan()) with { Number = number };

    private static void RequireSamples<T>([NotNull] Dataset<T> dataset, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (size <= 0 || dataset.Count == 0)
            throw new ArgumentException(Invariant($"expected a size of 1 or more and at least one sample, got size {size} and {dataset}"));
    }
}
