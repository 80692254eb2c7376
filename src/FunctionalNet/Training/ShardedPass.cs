using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The result of an objective on several shards of a batch at once.</summary>
/// <param name="Losses">The value of each shard; 0 for an empty one.</param>
/// <param name="Pullback">
/// Carries a gradient at the value of each shard back to the trained parameters: their gradients summed over the shards along their tree, each with its place
/// among these, one after the other in any order.
/// </param>
/// <param name="Statistics">The parameters with the next statistics of each shard; null if none changes.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed record ShardedPass<T>(
    ImmutableArray<T> Losses, Func<ImmutableArray<T>, IEnumerable<(int Slot, Tensor<T> Value)>> Pullback, ImmutableArray<Parameters<T>?> Statistics)
    where T : unmanaged, IFloatingPointIeee754<T>;
