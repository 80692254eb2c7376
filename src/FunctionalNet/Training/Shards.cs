using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

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

    /// <summary>The first row of a shard, of a batch of so many, which is where the shard before it ends.</summary>
    public int FirstRow(int shard, int batch) => (int)((long)batch * shard / Count);

    /// <summary>The rows of this rank's own shards, of a batch of so many.</summary>
    public Range OwnRows(int batch) => FirstRow(First, batch)..FirstRow(End, batch);

    /// <summary>Throws if a batch is a part of another, but not that of this rank.</summary>
    public void RequireOwn(Batch<T> batch)
    {
        if (batch.Share is var (first, whole) && !OwnRows(whole).Equals(first..(first + batch.Count)))
            throw new ArgumentException(Invariant($"expected a whole batch, or rows {OwnRows(whole)} of {whole} in {Count} shards at {Collective}, got {batch}"));
    }

    /// <summary>The subtrees of this rank: the largest that it has all shards of, in order. Of a power of two of ranks, each has one.</summary>
    public ImmutableArray<(int Start, int End)> Subtrees => [.. SubtreesOf(Collective.Rank)];

    /// <summary>The sum over all shards of all ranks, of the tensors of each own shard, end to end.</summary>
    public Tensor<T> Sum(ImmutableArray<ImmutableArray<Tensor<T>>> own) => SumOfSubtrees(
        [.. Subtrees.Select(subtree => SumOf([.. own[(subtree.Start - First)..(subtree.End - First)].Select(EndToEnd)]))]);

    /// <summary>The sum over all shards of all ranks, of the sum of each own subtree.</summary>
    public Tensor<T> SumOfSubtrees(ImmutableArray<Tensor<T>> sums)
    {
        // Of a power of two, the tree goes on over ranks. Of others, all get all subtrees, and go on by themselves.
        if (BitOperations.IsPow2(Collective.Size))
            return Collective.Sum(sums[0]).OrThrow();
        var size = sums[0].Shape.Size;
        var all = Collective.Gather(Tensor.Concatenate(0, [.. sums])).OrThrow();
        var known = Enumerable.Range(0, Collective.Size)
            .SelectMany(rank => SubtreesOf(rank).Select((subtree, i) => (subtree, Sum: all[rank].Window((i * size)..((i + 1) * size)))))
            .ToDictionary(part => part.subtree, part => part.Sum);
        return Joined(known, 0, Count);
    }

    /// <summary>Tensors as a vector, one after the other.</summary>
    public static Tensor<T> EndToEnd(ImmutableArray<Tensor<T>> tensors)
    {
        Tensor<T>[] flat = [.. tensors.Select(tensor => tensor.Reshape([tensor.Shape.Size]))];
        return flat is [var only] ? only : Tensor.Concatenate(0, flat);
    }

    /// <summary>The tensors of these shapes that stand end to end in a vector, from a place on: where they are, nothing is copied.</summary>
    public static IEnumerable<Tensor<T>> Apart(Tensor<T> vector, int from, IEnumerable<Shape> shapes)
    {
        foreach (var shape in shapes)
        {
            yield return vector.Part(shape, from);
            from += shape.Size;
        }
    }

    private static Tensor<T> SumOf(Tensor<T>[] shards) => RowCut.Sum(shards[0].Shape, shards);

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

    private IEnumerable<(int Start, int End)> SubtreesOf(int rank)
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
