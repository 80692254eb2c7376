using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// A key of a stream of random numbers. It has no state: the same key draws the same numbers, every time and on every machine.
/// For independent draws, derive a key for each, by <see cref="Split()"/> or <see cref="Fold"/>, and draw from each key once.
/// </summary>
/// <remarks>
/// Counter-based: draw number i is Threefry-2x64-20 of (key, i), so a draw does not need those before it. Draws, folds and splits
/// take counters from disjoint ranges.
/// Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011; Claessen and Pałka, "Splittable pseudorandom number
/// generators using cryptographic hashing", 2013.
/// </remarks>
/// <param name="High">The upper 64 bits.</param>
/// <param name="Low">The lower 64 bits.</param>
public readonly partial record struct Key(ulong High, ulong Low)
{
    // The second word of the counter tells apart the uses of a key.
    private const ulong Drawing = 0;
    private const ulong Folding = 1;
    private const ulong Splitting = 2;

    /// <summary>The key of a seed. Different seeds give unrelated streams.</summary>
    public static Key Seed(long seed) => new(0, (ulong)seed);

    /// <summary>The key derived from this one by an index, such as the number of a step, an epoch or a child.</summary>
    public Key Fold(long index) => Derive((ulong)index, Folding);

    /// <summary>Two independent keys.</summary>
    public (Key First, Key Second) Split() => (Derive(0, Splitting), Derive(1, Splitting));

    /// <summary>This many independent keys.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public ImmutableArray<Key> Split(int count)
    {
        Require.NotNegative(count);
        var keys = ImmutableArray.CreateBuilder<Key>(count);
        for (var i = 0; i < count; i++)
            keys.Add(Derive((ulong)i, Splitting));
        return keys.MoveToImmutable();
    }

    /// <summary>Numbers uniform in [0, 1).</summary>
    public Tensor<T> Uniform<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        var numbers = Tensor<T>.Allocate(shape.Size);
        if (numbers is float[] singles)
            RandomNumbers.Fill<UniformSingle, float>((High, Low), Drawing, singles);
        else
            RandomNumbers.Fill<UniformDouble, double>((High, Low), Drawing, (double[])(object)numbers);
        return Tensor<T>.Freeze(shape, numbers);
    }

    /// <summary>Numbers uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="low"/> is not less than <paramref name="high"/>, or their difference is not finite.
    /// </exception>
    public Tensor<T> Uniform<T>(Shape shape, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        RequireRange(low, high);
        // The largest numbers below 1 can round up to the excluded end.
        var largest = T.BitDecrement(high);
        return Uniform<T>(shape).Map(unit => T.Min(low + ((high - low) * unit), largest));
    }

    /// <summary>Standard normal numbers: mean 0, variance 1. In float they are those in double, rounded.</summary>
    public Tensor<T> Normal<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        var numbers = Tensor<T>.Allocate(shape.Size);
        RandomNumbers.Fill<NormalNumber<T>, T>((High, Low), Drawing, numbers);
        return Tensor<T>.Freeze(shape, numbers);
    }

    /// <summary>Integers uniform in [0, <paramref name="bound"/>), drawn with replacement.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the bound not positive.</exception>
    public ImmutableArray<int> Integers(int count, int bound)
    {
        Require.NotNegative(count);
        Require.Positive(bound);
        var integers = ImmutableArray.CreateBuilder<int>(count);
        foreach (var word in Words(count))
            integers.Add(Below(bound, word));
        return integers.MoveToImmutable();
    }

    /// <summary>A permutation of 0, 1, …, <paramref name="count"/> − 1; all are equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public ImmutableArray<int> Permutation(int count)
    {
        Require.NotNegative(count);
        // The Fisher–Yates shuffle.
        var order = new int[count];
        var words = Words(count);
        for (var i = 0; i < count; i++)
        {
            var j = Below(i + 1, words[i]);
            (order[i], order[j]) = (order[j], i);
        }

        return [.. order];
    }

    /// <summary>The two words in hexadecimal: <c>Key(0000000000000000 000000000000002a)</c>.</summary>
    public override string ToString() => Invariant($"Key({High:x16} {Low:x16})");

    /// <summary>Throws if numbers cannot be drawn from [low, high).</summary>
    internal static void RequireRange<T>(T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(low < high) || !T.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(
                nameof(low), $"expected low less than high, and a finite difference, got [{NumberFormat.Shortest(low)}, {NumberFormat.Shortest(high)})");
        }
    }

    /// <summary>The integer in [0, <paramref name="bound"/>) that a random word becomes.</summary>
    // The upper half of a 128-bit product with 64 random bits: the bias is below bound · 2⁻⁶⁴, too small to observe.
    internal static int Below(int bound, ulong word) => (int)(((UInt128)word * (ulong)bound) >> 64);

    private Key Derive(ulong index, ulong purpose)
    {
        var (high, low) = Threefry.Scramble((High, Low), (index, purpose));
        return new Key(high, low);
    }

    /// <summary>Words of 64 random bits each, which numbers are made from.</summary>
    internal ulong[] Words(int count)
    {
        var words = GC.AllocateUninitializedArray<ulong>(count);
        RandomNumbers.Fill<RandomWord, ulong>((High, Low), Drawing, words);
        return words;
    }
}
