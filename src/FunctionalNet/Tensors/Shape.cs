using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// The lengths of a tensor's axes, outermost first: <c>[batch, in]</c>. The shape of a scalar is <c>[]</c>.
/// Written as a collection expression: <c>Shape shape = [100, 784];</c>
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed record Shape : IReadOnlyList<int>
{
    // NumPy's limit. It bounds the depth of what recurses over axes.
    private const int MostAxes = 64;

    private readonly ImmutableArray<int> lengths;

    private Shape(ImmutableArray<int> lengths, int size) => (this.lengths, Size) = (lengths, size);

    /// <summary>The shape of a single number, <c>[]</c>.</summary>
    public static Shape Scalar { get; } = new([], 1);

    /// <summary>A shape of these axis lengths, outermost first.</summary>
    /// <exception cref="ArgumentException">
    /// A length is negative, the product of those other than 0 is more than <see cref="Array.MaxLength"/>, or there are more than 64.
    /// </exception>
    public static Shape Create(params ReadOnlySpan<int> lengths)
    {
        if (lengths.Length > MostAxes)
            throw new ArgumentException(Invariant($"expected at most {MostAxes} axes, got {lengths.Length}"));
        // Empty axes are left out of the product: a slice without them must be a valid shape too.
        var (size, isEmpty) = (1L, false);
        foreach (var length in lengths)
        {
            if (length < 0)
                throw new ArgumentException(Invariant($"expected axes of length 0 or more, got {length} in {Describe(lengths)}"));
            isEmpty |= length == 0;
            size *= int.Max(length, 1);
            if (size > Array.MaxLength)
                throw new ArgumentException(Invariant($"{Describe(lengths)} is too large: a tensor has at most {Array.MaxLength} elements"));
        }

        return new Shape([.. lengths], isEmpty ? 0 : (int)size);
    }

    /// <summary>The number of axes: 0 for a scalar, 2 for a matrix.</summary>
    public int Rank => lengths.Length;

    /// <summary>The number of elements of a tensor of this shape: the product of the lengths.</summary>
    public int Size { get; }

    /// <summary>The length of an axis; <c>shape[^1]</c> is that of the innermost.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => (uint)axis < (uint)lengths.Length
        ? lengths[axis]
        : throw new ArgumentOutOfRangeException(nameof(axis), Invariant($"{this} has no axis {axis}"));

    /// <summary><paramref name="count"/> axes from <paramref name="start"/> on. The range <c>shape[1..]</c> calls this.</summary>
    public Shape Slice(int start, int count) => Create(lengths.AsSpan(start, count));

    /// <summary>The number of axes, under the name that <c>shape[^1]</c> needs.</summary>
    public int Count => lengths.Length;

    /// <summary>
    /// The shape of an elementwise operation between tensors of two shapes, by NumPy's rule: axes are aligned at the
    /// innermost, and a missing axis or one of length 1 is repeated.
    /// </summary>
    /// <exception cref="ArgumentException">Two aligned axes differ and neither is 1.</exception>
    public static Shape Broadcast(Shape left, Shape right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left == right)
            return left;
        var lengths = new int[int.Max(left.Rank, right.Rank)];
        for (var fromEnd = 1; fromEnd <= lengths.Length; fromEnd++)
        {
            var (a, b) = (left.LengthFromEnd(fromEnd), right.LengthFromEnd(fromEnd));
            lengths[^fromEnd] = (a, b) switch
            {
                _ when a == b => a,
                (1, _) => b,
                (_, 1) => a,
                _ => throw new ArgumentException(
                    Invariant($"{left} and {right} do not broadcast: {a} against {b} in axis {lengths.Length - fromEnd}")),
            };
        }

        return Create(lengths);
    }

    /// <summary>Whether tensors of this shape are repeated to those of another by <see cref="Broadcast"/>: <c>[3, 1]</c> to <c>[2, 3, 4]</c>.</summary>
    internal bool BroadcastsTo(Shape other) =>
        Rank <= other.Rank && Enumerable.Range(1, Rank).All(fromEnd => lengths[^fromEnd] == 1 || lengths[^fromEnd] == other.lengths[^fromEnd]);

    /// <summary>The index of the element at an offset in row-major order, one number for each axis.</summary>
    internal ImmutableArray<int> Unravel(int offset)
    {
        var index = new int[Rank];
        for (var axis = Rank - 1; axis >= 0; axis--)
            (offset, index[axis]) = int.DivRem(offset, lengths[axis]);
        return ImmutableCollectionsMarshal.AsImmutableArray(index);
    }

    /// <summary>Lengths or an index in brackets: <c>[100, 784]</c>.</summary>
    internal static string Describe(ReadOnlySpan<int> lengths) => $"[{string.Join(", ", Array.ConvertAll(lengths.ToArray(), length => Invariant($"{length}")))}]";

    /// <summary>The axis, counted from the outermost: a negative one is counted from the innermost, −1.</summary>
    internal int RequireAxis(int axis) => axis >= -Rank && axis < Rank
        ? axis < 0 ? axis + Rank : axis
        : throw new ArgumentOutOfRangeException(nameof(axis), Invariant($"expected an axis of {this} from {-Rank} to {Rank - 1}, got {axis}"));

    /// <summary>The axes, each counted from the outermost, in order; all of them if none is given.</summary>
    internal int[] RequireAxes(ReadOnlySpan<int> axes)
    {
        if (axes.IsEmpty)
            return [.. Enumerable.Range(0, Rank)];
        var resolved = new int[axes.Length];
        for (var i = 0; i < axes.Length; i++)
            resolved[i] = RequireAxis(axes[i]);
        Array.Sort(resolved);
        return resolved.Distinct().Count() == resolved.Length
            ? resolved
            : throw new ArgumentException($"expected axes of {this} that differ, got {Describe(axes)}");
    }

    private int LengthFromEnd(int fromEnd) => fromEnd <= Rank ? lengths[^fromEnd] : 1;

    /// <inheritdoc/>
    public bool Equals(Shape? other) =>
        ReferenceEquals(this, other) || (other is not null && lengths.AsSpan().SequenceEqual(other.lengths.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var length in lengths)
            hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>The lengths in brackets: <c>[100, 784]</c>.</summary>
    public override string ToString() => Describe(lengths.AsSpan());

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)lengths).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
