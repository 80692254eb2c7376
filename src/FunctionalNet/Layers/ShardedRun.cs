using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// A run of a network on a batch that is cut into shards: the rows and the mode of each shard, and the statistics of each, which change on the way.
/// </summary>
/// <param name="parameters">The network's parameters, in the order of its plan.</param>
/// <param name="rows">The rows of the batch.</param>
/// <param name="modes">The mode of each shard.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class ShardedRun<T>(Parameters<T> parameters, RowCut rows, ImmutableArray<Mode> modes)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tensor<T>[]?[] next = new Tensor<T>[rows.Shards][];

    /// <summary>The network's parameters.</summary>
    public Parameters<T> Parameters => parameters;

    /// <summary>The rows of the batch.</summary>
    public RowCut Rows => rows;

    /// <summary>The network's parameters with the next statistics of each shard; null if none changes.</summary>
    public ImmutableArray<Parameters<T>?> Statistics =>
        [.. next.Select(values => values is null ? null : Parameters<T>.Fitting(parameters.Layout, ImmutableCollectionsMarshal.AsImmutableArray(values)))];

    /// <summary>A layer that has no way of its own to run on shards: on each by itself, and the rows of all joined.</summary>
    public NodePass<T> Run(PlanNode<T>.LeafNode node, Tensor<T> input)
    {
        var passes = rows.ForEach(shard => node.Run(
            input.Window(rows[shard]), node.Own(next[shard] ?? parameters.Values.AsSpan()), modes[shard]));
        for (var shard = 0; shard < passes.Length; shard++)
        {
            if (passes[shard].Statistics is { } statistics)
                Walk<T>.PutStatistics(node, statistics, next[shard] ??= [.. parameters.Values]);
        }

        // Of the passes, only what runs backwards is kept: their outputs are in the joined one.
        var backwards = Array.ConvertAll(passes, pass => pass.Backward);
        return new(Joined(node, "an output", [.. passes.Select(pass => pass.Output)]), Backward, null, null);

        Gradients<T> Backward(Tensor<T> gradient)
        {
            var gradients = rows.ForEach(shard => BackwardWalk<T>.RequireGradients(node, backwards[shard]!(gradient.Window(rows[shard]))));
            return new(
                () => Parameters<T>.Fitting(
                    node.Layout.Trained.Layout,
                    RowCut.Sum(node.Layout.Trained.Layout, rows.ForEach(shard => BackwardWalk<T>.RequireOwn(node, gradients[shard]!.Parameters)))),
                () => Joined(node, "a gradient of its input", rows.ForEach(shard => gradients[shard]!.Input)));
        }
    }

    /// <summary>A merge that has no way of its own to run on shards.</summary>
    public NodePass<T> Run(PlanNode<T>.MergeNode node, ImmutableArray<Tensor<T>> inputs)
    {
        var passes = rows.ForEach(shard => node.Run([.. inputs.Select(input => input.Window(rows[shard]))]));
        var pullbacks = Array.ConvertAll(passes, pass => pass.Pullback);
        return new(Joined(node, "an output", [.. passes.Select(pass => pass.Output)]), null, Pullback, null);

        ImmutableArray<Tensor<T>> Pullback(Tensor<T> gradient)
        {
            var gradients = rows.ForEach(shard => BackwardWalk<T>.RequireGradients(node, pullbacks[shard]!(gradient.Window(rows[shard]))));
            return [.. node.Inputs.Select((_, i) => Joined(node, "a gradient of its input", [.. gradients.Select(ofShard => ofShard.IsDefault ? null : ofShard[i])]))];
        }
    }

    /// <summary>The rows of all shards, one after the other, of what a node has given for each; null for an empty one.</summary>
    private Tensor<T> Joined(PlanNode<T> node, string what, ReadOnlySpan<Tensor<T>?> ofShards)
    {
        var parts = new List<Tensor<T>>(ofShards.Length);
        for (var shard = 0; shard < ofShards.Length; shard++)
        {
            if (ofShards[shard] is not { } part)
                continue;
            if (part.Shape.Rank == 0 || part.Shape[0] != rows.RowsOf(shard))
                throw new ArgumentException(Invariant($"{node.Path}: expected {what} of {rows.RowsOf(shard)} rows for those of a shard, got {part.Shape}"));
            parts.Add(part);
        }

        return parts is [var only] ? only : Tensor.Concatenate(0, [.. parts]);
    }
}
