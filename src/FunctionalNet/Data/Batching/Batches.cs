using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// An infinite, lazy sequence of mini-batches. The batch at a step is a function of the step and does not need those before it:
/// <c>batches[4711]</c>. To continue training from a state, use <see cref="From"/>:
/// <c>batches.From(state.Step).Take(1000).Aggregate(state, step)</c>.
/// </summary>
/// <remarks>
/// While a batch is worked on, another thread may draw the next one, at most one ahead. When a sequence is disposed of, as <c>foreach</c> and
/// LINQ do, none is being drawn.
/// </remarks>
/// <typeparam name="TBatch">The batches: <see cref="Batch{T}"/>, or whatever an objective takes.</typeparam>
public sealed class Batches<TBatch> : IEnumerable<TBatch>
    where TBatch : notnull
{
    private readonly string description;

    // Maps an epoch to a function from the number of a batch within it to the batch.
    private readonly Func<long, Func<int, BatchDraw<TBatch>>> epochs;

    // Which rows of a batch are drawn, for the number of them. It is applied last, so that functions of batches are of the whole of them; null if all are.
    private readonly Func<int, Range>? ownRows;

    internal Batches(
        string description, int size, int perEpoch, double samplesPerStep, Func<long, Func<int, BatchDraw<TBatch>>> epochs, Func<int, Range>? ownRows = null) =>
        (this.description, Size, PerEpoch, SamplesPerStep, this.epochs, this.ownRows) = (description, size, perEpoch, samplesPerStep, epochs, ownRows);

    /// <summary>The number of samples in a batch; the last batch of a shuffled epoch may have fewer, unless it is dropped.</summary>
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
            return epochs(epoch)((int)batch).Draw(ownRows);
        }
    }

    /// <summary>The infinite sequence of batches from a step on: <c>batches.From(4711)</c> begins with <c>batches[4711]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public IEnumerable<TBatch> From(long step)
    {
        Require.NotNegative(step);
        var (epoch, batch) = long.DivRem(step, PerEpoch);
        return DrawnAhead(Draws(epoch, (int)batch));
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
            return batch =>
            {
                var draw = batches(batch);
                return new(null, _ => function(draw.Whole));
            };
        }, ownRows);
    }

    /// <summary>
    /// A random function of every batch, such as an augmentation. The key of a batch is <c>key.Fold(step)</c>, so the batch at a step is
    /// the same whenever it is asked for.
    /// </summary>
    /// <example>
    /// <code>
    /// var data = Toys.TwoMoons&lt;float&gt;(Key.Seed(0), 100);
    /// var noisy = Batches.ShuffledEpochs(data, 20, Key.Seed(1)).Map(Key.Seed(2), (batch, key) =>
    ///     new Batch&lt;float&gt;(batch.Inputs + key.Normal&lt;float&gt;(batch.Inputs.Shape) * 0.1f, batch.Targets));
    /// Console.WriteLine(noisy[7] == noisy[7]); // True
    /// </code>
    /// </example>
    public Batches<TResult> Map<TResult>(Key key, Func<TBatch, Key, TResult> function)
        where TResult : notnull
    {
        ArgumentNullException.ThrowIfNull(function);
        return Mapped(description, key, function, isOfEachRow: false);
    }

    /// <summary>
    /// The same of a function that has a description, which the batches then have too. If it is of each row by itself, it may be given a part of the rows.
    /// </summary>
    internal Batches<TResult> Map<TResult>(string change, Key key, Func<TBatch, Key, TResult> function, bool isOfEachRow)
        where TResult : notnull => Mapped($"{description}; {change}", key, function, isOfEachRow);

    /// <summary>The batches of which only some rows are drawn: those that a rule gives for the number of rows of a batch. They print as the whole ones.</summary>
    internal Batches<TBatch> OfRows(Func<int, Range> rule) => new(description, Size, PerEpoch, SamplesPerStep, epochs, rule);

    private Batches<TResult> Mapped<TResult>(string mapped, Key key, Func<TBatch, Key, TResult> function, bool isOfEachRow)
        where TResult : notnull => new(mapped, Size, PerEpoch, SamplesPerStep, epoch =>
        {
            var batches = epochs(epoch);
            return batch =>
            {
                var (draw, own) = (batches(batch), key.Fold((epoch * PerEpoch) + batch));
                return isOfEachRow ? new(draw.Count, rows => function(draw.Rows(rows), own)) : new(null, _ => function(draw.Whole, own));
            };
        }, ownRows);

    /// <summary>The function that draws each batch from one on. The order of an epoch is drawn with its first batch.</summary>
    private IEnumerable<Func<TBatch>> Draws(long epoch, int first)
    {
        for (; ; epoch++, first = 0)
        {
            var number = epoch;
            var batches = new Lazy<Func<int, BatchDraw<TBatch>>>(() => epochs(number));
            for (var i = first; i < PerEpoch; i++)
            {
                var batch = i;
                yield return () => batches.Value(batch).Draw(ownRows);
            }
        }
    }

    /// <summary>Each batch, while another thread has time to draw the next one.</summary>
    private static IEnumerable<TBatch> DrawnAhead(IEnumerable<Func<TBatch>> draws)
    {
        using var rest = draws.GetEnumerator();
        var next = Next();
        try
        {
            for (; ; )
            {
                var batch = next.Await();
                next = Next();
                next.Offer();
                yield return batch;
            }
        }
        finally
        {
            next.Dispose();
        }

        Deferred<TBatch> Next() => rest.MoveNext() ? new(rest.Current) : throw new InvalidOperationException("batches never end");
    }
}

/// <summary>Ways to draw mini-batches from a data set.</summary>
public static partial class Batches
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
        return new(description, size, perEpoch, size, epoch => number => new(null, _ => batch((epoch * perEpoch) + number)));
    }

    /// <summary>
    /// Batches drawn from the whole data set with replacement, as in the chapter. An epoch is as many whole batches as the data set
    /// holds, at least one.
    /// </summary>
    /// <exception cref="ArgumentException">The data set is empty, or <paramref name="size"/> is not positive.</exception>
    public static Batches<Batch<T>> WithReplacement<T>(Dataset<T> dataset, int size, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return WithReplacement($"{dataset}", dataset.Count, (number, samples) => Numbered(dataset, number, samples), size, key);
    }

    /// <summary>Batches that take each sample once an epoch, in a new order every epoch.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="size">The number of samples in a batch.</param>
    /// <param name="key">The key of the orders.</param>
    /// <param name="dropLast">
    /// Whether an epoch ends with its last whole batch, if the size does not divide the number of samples: those left over, others in
    /// every epoch, are not in it. Otherwise they are a smaller batch.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The data set is empty, <paramref name="size"/> is not positive, or there is no whole batch where only whole ones are asked for.
    /// </exception>
    public static Batches<Batch<T>> ShuffledEpochs<T>(Dataset<T> dataset, int size, Key key, bool dropLast = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return ShuffledEpochs($"{dataset}", dataset.Count, (number, samples) => Numbered(dataset, number, samples), size, key, dropLast);
    }

    /// <summary>
    /// Batches over samples from any source, such as images that are read when they are needed: each sample once an epoch, in a new order
    /// every epoch.
    /// </summary>
    /// <param name="description">The source of the samples, for printing.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="sample">The sample at an index: a pure function of it.</param>
    /// <param name="collate">The batch of several samples: <see cref="Sample.Collate"/>, or a function to a batch of another type.</param>
    /// <param name="size">The number of samples in a batch.</param>
    /// <param name="key">The key of the orders.</param>
    /// <param name="dropLast">Whether a last batch that would be smaller is left out.</param>
    /// <exception cref="ArgumentException">
    /// There are no samples, <paramref name="size"/> is not positive, or there is no whole batch where only whole ones are asked for.
    /// </exception>
    /// <example>
    /// <code>
    /// var squares = Batches.ShuffledEpochs(
    ///     "squares", 10, i => new Sample&lt;float&gt;(Tensor.Vector&lt;float&gt;(i), Tensor.Matrix(new float[,] { { i * i } })),
    ///     Sample.Collate, size: 4, Key.Seed(0));
    /// Console.WriteLine(squares); // squares; batches of 4, shuffled every epoch, 3 to an epoch
    /// Console.WriteLine(squares[2]); // Batch: 2 × f32[1]
    /// </code>
    /// </example>
    public static Batches<TBatch> ShuffledEpochs<TSample, TBatch>(
        string description,
        int count,
        Func<int, TSample> sample,
        Func<ImmutableArray<TSample>, TBatch> collate,
        int size,
        Key key,
        bool dropLast = false)
        where TBatch : notnull
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(collate);
        // Any other function may make of some samples what it makes of them among others, such as sequences that are padded to the longest.
        var isOfEachRow = collate.Method.DeclaringType == typeof(Sample);
        return ShuffledEpochs(description, count, (_, samples) => collate([.. samples.ToArray().Select(sample)]), size, key, dropLast, isOfEachRow);
    }

    /// <summary>Batches of a function of their number and the indices of their samples, which are drawn with replacement.</summary>
    internal static Batches<TBatch> WithReplacement<TBatch>(
        string description, int count, Func<long, ReadOnlyMemory<int>, TBatch> batchOf, int size, Key key)
        where TBatch : notnull
    {
        RequireSamples(description, count, size);
        var perEpoch = int.Max(count / size, 1);
        return new(Invariant($"{description}; batches of {size}, drawn with replacement"), size, perEpoch, size, epoch => batch =>
        {
            var number = (epoch * perEpoch) + batch;
            return BatchDraw<TBatch>.Of(key.Fold(number).Integers(size, count).AsMemory(), samples => batchOf(number, samples));
        });
    }

    /// <summary>Batches of a function of their number and the indices of their samples, each of which comes once an epoch.</summary>
    internal static Batches<TBatch> ShuffledEpochs<TBatch>(
        string description, int count, Func<long, ReadOnlyMemory<int>, TBatch> batchOf, int size, Key key, bool dropLast, bool isOfEachRow = true)
        where TBatch : notnull
    {
        RequireSamples(description, count, size);
        var perEpoch = dropLast ? count / size : CountOf(size, count);
        if (perEpoch == 0)
            throw new ArgumentException(Invariant($"expected samples for a batch of {size} at least, since smaller ones are dropped, got {description}"));
        var samplesPerStep = dropLast ? size : count / (double)perEpoch;
        var whole = dropLast && count % size != 0 ? ", whole batches only" : "";
        return new(Invariant($"{description}; batches of {size}, shuffled every epoch{whole}"), size, perEpoch, samplesPerStep, epoch =>
        {
            var order = key.Fold(epoch).Permutation(count);
            return batch =>
            {
                var samples = order.AsMemory()[Positions(batch, size, order.Length)];
                return isOfEachRow
                    ? BatchDraw<TBatch>.Of(samples, some => batchOf((epoch * perEpoch) + batch, some))
                    : new(null, _ => batchOf((epoch * perEpoch) + batch, samples));
            };
        });
    }

    /// <summary>The number of batches of at most this size that cover the samples, without overflow.</summary>
    internal static int CountOf(int size, int samples) => (int)(((long)samples + size - 1) / size);

    /// <summary>The range of a batch in the order of the samples; the last batch may have fewer than its size.</summary>
    internal static Range Positions(int batch, int size, int samples) =>
        (batch * size)..(int)long.Min(((long)batch + 1) * size, samples);

    private static Batch<T> Numbered<T>(Dataset<T> dataset, long number, ReadOnlyMemory<int> samples)
        where T : unmanaged, IFloatingPointIeee754<T> => dataset.Batch(samples.Span) with { Number = number };

    private static void RequireSamples(string description, int count, int size)
    {
        if (size <= 0 || count <= 0)
            throw new ArgumentException(Invariant($"expected a size of 1 or more and at least one sample, got size {size} and {description}"));
    }
}
