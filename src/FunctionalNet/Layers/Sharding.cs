using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A layer on the rows of several shards at once, with the bits that each shard has by itself: its output and the gradient of its input row by row, and
/// the gradients of its parameters summed over the shards, along their tree.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal delegate ForwardPass<T> ForwardInShards<T>(Parameters<T> parameters, Tensor<T> input, RowCut rows)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Ways for a layer to run on shards that are faster than on each by itself.</summary>
internal static class Sharding
{
    /// <summary>
    /// The layer, without parameters and the same in every mode, each of whose output rows is a function of that row of its input: it runs on all shards as
    /// on one batch.
    /// </summary>
    public static Layer<T> RowByRow<T>(this Layer<T> layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var leaf = (Layer<T>.Leaf)layer;
        return leaf.Sharded((parameters, input, _) => leaf.Function(parameters, input, Mode.Inference));
    }

    /// <summary>The layer with its own way to run on shards.</summary>
    public static Layer<T> Sharded<T>(this Layer<T> layer, ForwardInShards<T> inShards)
        where T : unmanaged, IFloatingPointIeee754<T> => (Layer<T>.Leaf)layer with { InShards = inShards };
}
