using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Ranks that work together: all that the program was started with, by <see cref="Mpi.Start"/>, or a part of them. Its functions are called by all of its ranks
/// at the same time, from one thread at a time.
/// </summary>
/// <example>
/// <code>
/// Console.WriteLine(Mpi.Start().Match(
///     Succ: world => $"rank {world.Rank} of {world.Size}",
///     Fail: error => "there is no MPI here")); // rank 0 of 1
/// </code>
/// </example>
public sealed class Communicator
{
    private const int MostAxes = 16;

    private readonly MpiLibrary mpi;
    private readonly nint handle;

    private Communicator(MpiLibrary mpi, nint handle, int rank, int size) => (this.mpi, this.handle, Rank, Size) = (mpi, handle, rank, size);

    /// <summary>The number of this process among the ranks, from 0 on.</summary>
    public int Rank { get; }

    /// <summary>The number of ranks.</summary>
    public int Size { get; }

    /// <summary>Whether this is rank 0: the one that prints, shows progress and writes files.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>The library that is used, and its version.</summary>
    public string Library => $"{mpi.Version} ({mpi.Name})";

    /// <summary>Parts of the ranks: all that give the same color are one, in the order of their keys, then of their ranks here.</summary>
    /// <param name="color">The number of the part: 0 or more.</param>
    /// <param name="key">What the new ranks are ordered by.</param>
    /// <exception cref="ArgumentOutOfRangeException">The color is negative.</exception>
    public Fin<Communicator> Split(int color, int key = 0)
    {
        Require.NotNegative(color);
        return mpi.Split(handle, color, key).Bind(part => Of(mpi, part));
    }

    /// <summary>What a training step needs of the ranks.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public Collective<T> Collective<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            Rank = Rank,
            Size = Size,
            Sum = Sum,
            Gather = Gather,
            Broadcast = own => Broadcast(own, root: 0),
            Barrier = () => mpi.Barrier(handle),
        };

    /// <summary>One line: <c>rank 0 of 4, Open MPI v4.1.4 (libmpi.so.40)</c>.</summary>
    public override string ToString() => Invariant($"rank {Rank} of {Size}, {Library}");

    internal static Fin<Communicator> Of(MpiLibrary mpi, nint handle) => mpi.Place(handle).Map(place => new Communicator(mpi, handle, place.Rank, place.Size));

    private Fin<Tensor<T>> Sum<T>(Tensor<T> own)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(own);
        if (!BitOperations.IsPow2(Size))
            throw new ArgumentException(Invariant($"expected a power of two of ranks for a sum along a binary tree, got {Size}"));
        var sum = GC.AllocateUninitializedArray<T>(own.Shape.Size);
        return new TreeExchange<T>(mpi, handle, Rank, Size).Sum(own.Data.AsSpan(), sum)
            .Map(_ => new Tensor<T>(own.Shape, ImmutableCollectionsMarshal.AsImmutableArray(sum)));
    }

    private Fin<ImmutableArray<Tensor<T>>> Gather<T>(Tensor<T> own)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(own);
        var all = ImmutableArray.CreateBuilder<Tensor<T>>(Size);
        for (var root = 0; root < Size; root++)
        {
            var outcome = Broadcast(own, root).Map(tensor =>
            {
                all.Add(tensor);
                return Prelude.unit;
            });
            if (outcome.IsFail)
                return outcome.Map(_ => ImmutableArray<Tensor<T>>.Empty);
        }

        return all.MoveToImmutable();
    }

    /// <summary>The tensor of a rank at every rank: its shape first, then its numbers.</summary>
    private Fin<Tensor<T>> Broadcast<T>(Tensor<T> own, int root)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(own);
        if (own.Shape.Rank > MostAxes)
            throw new ArgumentException(Invariant($"expected a tensor of at most {MostAxes} axes, got {own.Shape}"));
        var header = new int[MostAxes + 1];
        if (Rank == root)
            ((int[])[own.Shape.Rank, .. own.Shape]).CopyTo(header, 0);
        return mpi.Broadcast(MemoryMarshal.AsBytes(header.AsSpan()), root, handle).Bind(_ => Numbers(own, Shape.Create(header.AsSpan(1, header[0])), root));
    }

    private Fin<Tensor<T>> Numbers<T>(Tensor<T> own, Shape shape, int root)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = Rank == root ? [.. own.Data] : GC.AllocateUninitializedArray<T>(shape.Size);
        for (var rest = numbers.AsSpan(); rest.Length > 0; rest = rest[int.Min(rest.Length, MpiLibrary.MostNumbers)..])
        {
            var outcome = mpi.Broadcast(MemoryMarshal.AsBytes(rest[..int.Min(rest.Length, MpiLibrary.MostNumbers)]), root, handle);
            if (outcome.IsFail)
                return outcome.Map(_ => own);
        }

        return new Tensor<T>(shape, ImmutableCollectionsMarshal.AsImmutableArray(numbers));
    }
}
