using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// The sums of gradients over all ranks, in buckets: where there are several processors, one is exchanged by a thread of its own while those of earlier
/// layers are computed. All ranks have the same
/// buckets, which follow from the layout, and exchange them in the same order, from the last parameters to the first.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class GradientExchange<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Numbers: so many that their time on the way is longer than that of a message, but few enough that the first bucket leaves early.
    private const int BucketSize = 1 << 16;

    private readonly Shards<T> shards;
    private readonly ParameterLayout layout;
    private readonly Tensor<T>?[][] own;
    private readonly Tensor<T>[] sums;
    private readonly BlockingCollection<Range> buckets = [];
    private Task? exchanges;

    // The places from here on were handed over to be exchanged.
    private int sent;

    private GradientExchange(Shards<T> shards, ParameterLayout layout, int subtrees)
    {
        (this.shards, this.layout, sent) = (shards, layout, layout.Count);
        (own, sums) = ([.. layout.Select(_ => new Tensor<T>?[subtrees])], new Tensor<T>[layout.Count]);
    }

    /// <summary>The gradients summed over all ranks.</summary>
    /// <param name="shards">The shards and the ranks.</param>
    /// <param name="layout">The trained parameters.</param>
    /// <param name="subtrees">The gradients of each of this rank's subtrees, one by one, each with its place among the parameters.</param>
    public static Parameters<T> Run(Shards<T> shards, ParameterLayout layout, ImmutableArray<IEnumerable<(int Slot, Tensor<T> Value)>> subtrees)
    {
        using var exchange = new GradientExchange<T>(shards, layout, subtrees.Length);
        var gradients = subtrees.Select(subtree => subtree.GetEnumerator()).ToArray();
        for (var isLeft = true; isLeft;)
        {
            isLeft = false;
            for (var subtree = 0; subtree < gradients.Length; subtree++)
            {
                if (gradients[subtree].MoveNext())
                    (exchange.own[gradients[subtree].Current.Slot][subtree], isLeft) = (gradients[subtree].Current.Value, true);
            }

            while (exchange.NextBucket() is { } bucket)
                exchange.Send(bucket);
        }

        return Parameters<T>.Fitting(layout, [.. exchange.sums]);
    }

    /// <summary>From now on nothing is exchanged: nobody calls a collective while another thread does.</summary>
    public void Dispose()
    {
        buckets.CompleteAdding();
        if (exchanges is not null)
            Task.WaitAny(exchanges);
        buckets.Dispose();
    }

    /// <summary>
    /// The next places to exchange, if the gradients of all of them are there: one of a large parameter alone, where it is, or several small ones.
    /// </summary>
    private Range? NextBucket()
    {
        var (first, size) = (sent, 0);
        while (first > 0 && size < BucketSize && (size == 0 || layout[first - 1].Shape.Size < BucketSize))
        {
            if (own[first - 1].Contains(null))
                return null;
            size += layout[--first].Shape.Size;
        }

        return first < sent ? first..sent : null;
    }

    private void Send(Range bucket)
    {
        sent = bucket.Start.Value;
        // Without the other ranks there is no use in going on.
        if (exchanges is { IsFaulted: true })
            exchanges.GetAwaiter().GetResult();
        buckets.Add(bucket);
        if (sent == 0)
            Finish();
        // Another thread is of no use on one processor, nor for a single rank: it waits for other machines, so it is one of its own.
        else if (Workers.Count > 1 && shards.Collective.Size > 1)
            exchanges ??= Task.Factory.StartNew(ExchangeAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits until all is exchanged; where there is no other thread for it, that is done here, in one go.</summary>
    private void Finish()
    {
        buckets.CompleteAdding();
        if (exchanges is null)
            ExchangeAll();
        else
            exchanges.GetAwaiter().GetResult();
    }

    private void ExchangeAll()
    {
        foreach (var bucket in buckets.GetConsumingEnumerable())
            Exchange(bucket);
    }

    private void Exchange(Range bucket)
    {
        var gradients = own[bucket];
        var subtrees = Enumerable.Range(0, gradients[0].Length).Select(subtree => Shards<T>.EndToEnd([.. gradients.Select(ofSubtrees => ofSubtrees[subtree]!)]));
        var sum = shards.SumOfSubtrees([.. subtrees]);
        var (first, count) = bucket.GetOffsetAndLength(layout.Count);
        // Own gradients are let go of: there may be as many of them as of sums.
        foreach (var (i, gradient) in Shards<T>.Apart(sum, from: 0, Enumerable.Range(first, count).Select(slot => layout[slot].Shape)).Index())
            (sums[first + i], own[first + i]) = (gradient, []);
    }
}
