using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The shards of a batch that a rank works on, and the sum over all shards: along a binary tree over shards that is the same for every number of ranks.
/// </summary>
/// <param name="Count">The number of shards, of all ranks.</param>
/// <param name="Collective">The ranks.</param>
internal sealed record Shards<T>(int Count, Collective<T> Collective)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The first of this rank's own shards.</summary>
    public int First => FirstOf(Collective.Rank);

    /// <summary>The end of this rank's own shards.</summary>
    public int End => FirstOf(Collective.Rank + 1);

    /// <summary>The rows of a shard, of a batch of so many. They may be none.</summary>
    public Range Rows(int shard, int batch) => (int)((long)batch * shard / Count)..(int)((long)batch * (shard + 1) / Count);

    /// <summary>The sum over all shards of all ranks, of the tensors of each own shard, end to end.</summary>
    public Tensor<T> Sum(ImmutableArray<ImmutableArray<Tensor<T>>> own)
    {
        // Of a power of two, each rank has one subtree, and the tree goes on over ranks. Of others, all get all subtrees, and go on by themselves.
        if (BitOperations.IsPow2(Collective.Size))
            return Outcome(Collective.Sum(SumOf(own)));
        var sums = Subtrees(Collective.Rank).Select(subtree => SumOf(own[(subtree.Start - First)..(subtree.End - First)])).ToArray();
        var all = Outcome(Collective.Gather(Tensor.Concatenate(0, sums)));
        var known = Enumerable.Range(0, Collective.Size)
            .SelectMany(rank => Subtrees(rank).Select((subtree, i) => (subtree, Sum: all[rank].Window((i * sums[0].Shape.Size)..((i + 1) * sums[0].Shape.Size)))))
            .ToDictionary(part => part.subtree, part => part.Sum);
        return Joined(known, 0, Count);
    }

    private static TResult Outcome<TResult>(LanguageExt.Fin<TResult> result) => result.IfFail(error => throw error.ToException());

    private static Tensor<T> SumOf(ImmutableArray<ImmutableArray<Tensor<T>>> shards)
    {
        var (sum, at) = (Tensor<T>.Allocate(shards[0].Sum(tensor => tensor.Shape.Size)), 0);
        for (var i = 0; i < shards[0].Length; at += shards[0][i++].Shape.Size)
        {
            var place = i;
            TreeSum.Of([.. shards.Select(shard => shard[place])], sum, at);
        }

        return Tensor<T>.Freeze([sum.Length], sum);
    }

    private static Tensor<T> Joined(Dictionary<(int Start, int End), Tensor<T>> known, int start, int end) => known.TryGetValue((start, end), out var sum)
        ? sum
        : Joined(known, start, TreeSum.Middle(start, end)) + Joined(known, TreeSum.Middle(start, end), end);

    /// <summary>The first shard of a rank: of a power of two, that of its subtree; otherwise that of an even share.</summary>
    private int FirstOf(int rank)
    {
        if (!BitOperations.IsPow2(Collective.Size) || rank == Collective.Size)
            return (int)((long)Count * rank / Collective.Size);
        var (start, end) = (0, Count);
        for (var bit = Collective.Size / 2; bit > 0; bit /= 2)
            (start, end) = (rank & bit) == 0 ? (start, TreeSum.Middle(start, end)) : (TreeSum.Middle(start, end), end);
        return start;
    }

    /// <summary>The largest subtrees that a rank has all shards of, in order.</summary>
    private IEnumerable<(int Start, int End)> Subtrees(int rank)
    {
        return Within(0, Count);

        IEnumerable<(int Start, int End)> Within(int start, int end) => (start, end) switch
        {
            _ when start >= FirstOf(rank) && end <= FirstOf(rank + 1) => [(start, end)],
            _ when end <= FirstOf(rank) || start >= FirstOf(rank + 1) => [],
            _ => Within(start, TreeSum.Middle(start, end)).Concat(Within(TreeSum.Middle(start, end), end)),
        };
    }
}
