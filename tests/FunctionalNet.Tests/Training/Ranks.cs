using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet.Tests.Training;

/// <summary>Ranks that are threads of this process: they exchange tensors in memory.</summary>
internal static class Ranks
{
    /// <summary>The result of a function at each rank.</summary>
    public static ImmutableArray<TResult> Run<T, TResult>(int size, Func<Collective<T>, TResult> function)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (tensors, results, barrier) = (new Tensor<T>[size], new TResult[size], new Barrier(size));
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = function(Of(rank));
            }
            catch (Exception failure)
            {
                lock (failures)
                    failures.Add(failure);
                barrier.RemoveParticipant();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failures.Count == 0 ? [.. results] : throw new AggregateException(failures);

        Collective<T> Of(int rank) => new()
        {
            Rank = rank,
            Size = size,
            Sum = own => Sum(Exchange(rank, own)),
            Gather = own => Exchange(rank, own),
            Broadcast = own => Exchange(rank, own)[0],
            Barrier = () =>
            {
                barrier.SignalAndWait();
                return Prelude.unit;
            },
        };

        ImmutableArray<Tensor<T>> Exchange(int rank, Tensor<T> own)
        {
            tensors[rank] = own;
            barrier.SignalAndWait();
            ImmutableArray<Tensor<T>> all = [.. tensors];
            barrier.SignalAndWait();
            return all;
        }

        static Tensor<T> Sum(ImmutableArray<Tensor<T>> all) => all.Length == 1 ? all[0] : Sum([.. all.Chunk(2).Select(pair => pair[0] + pair[1])]);
    }
}
