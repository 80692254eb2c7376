using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// The other machines that a training step works together with, each a rank: functions that all ranks call at the same time, in the same order, each from one
/// thread at a time, which is not always the same.
/// <see cref="Alone"/> is the one of a single machine. <c>FunctionalNet.Mpi</c> has that of a cluster.
/// </summary>
/// <remarks>Failures carry the message of the underlying network library.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <example>
/// <code>
/// var alone = Collective&lt;float>.Alone;
/// Console.WriteLine($"{alone}: {alone.Sum(Tensor.Vector&lt;float>(1, 2))}"); // rank 0 of 1: Succ(f32[2] [1, 2])
/// </code>
/// </example>
public sealed record Collective<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A single machine: every function gives its argument back.</summary>
    public static Collective<T> Alone { get; } = new()
    {
        Rank = 0,
        Size = 1,
        Sum = own => own,
        Gather = own => ImmutableArray.Create(own),
        Broadcast = own => own,
        Barrier = () => Prelude.unit,
    };

    /// <summary>The number of this rank, from 0 on.</summary>
    public required int Rank { get; init; }

    /// <summary>The number of ranks.</summary>
    public required int Size { get; init; }

    /// <summary>
    /// The sum of a tensor of one shape over all ranks, along a binary tree: those of ranks 0 and 1, of 2 and 3, and so on, are added, and so are pairs
    /// of these. The number of ranks is a power of two.
    /// </summary>
    public required Func<Tensor<T>, Fin<Tensor<T>>> Sum { get; init => field = Require.NotNull(value, nameof(Sum)); }

    /// <summary>The tensors of all ranks, in order, at every rank. Their shapes may differ.</summary>
    public required Func<Tensor<T>, Fin<ImmutableArray<Tensor<T>>>> Gather { get; init => field = Require.NotNull(value, nameof(Gather)); }

    /// <summary>The tensor of rank 0 at every rank. Those of the others are not looked at.</summary>
    public required Func<Tensor<T>, Fin<Tensor<T>>> Broadcast { get; init => field = Require.NotNull(value, nameof(Broadcast)); }

    /// <summary>Returns once all ranks have called it.</summary>
    public required Func<Fin<Unit>> Barrier { get; init => field = Require.NotNull(value, nameof(Barrier)); }

    /// <summary>One line: <c>rank 0 of 4</c>.</summary>
    public override string ToString() => Invariant($"rank {Rank} of {Size}");
}
