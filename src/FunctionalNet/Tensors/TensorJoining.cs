using System.Collections.Immutable;

namespace FunctionalNet;

/// <content>Parts of a tensor along an axis.</content>
public sealed partial record Tensor<T>
{
    /// <summary>
    /// The parts of these lengths along an axis, in order: <c>[..., m + n, ...] -> [..., m, ...], [..., n, ...]</c>. It undoes
    /// <see cref="Tensor.Concatenate{T}"/>.
    /// </summary>
    /// <param name="axis">The axis; from the innermost if negative, −1 being the innermost.</param>
    /// <param name="lengths">The length of each part.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The lengths are not those of parts of the axis: one is negative, or their sum is another.</exception>
    public ImmutableArray<Tensor<T>> Split(int axis, params ReadOnlySpan<int> lengths)
    {
        axis = Shape.RequireAxis(axis);
        var total = 0L;
        foreach (var length in lengths)
            total += length;
        if (total != Shape[axis])
            throw new ArgumentException(Invariant($"expected lengths that sum to {Shape[axis]}, the length of axis {axis} of {Shape}, got a sum of {total}"));
        var (parts, start) = (ImmutableArray.CreateBuilder<Tensor<T>>(lengths.Length), 0);
        foreach (var length in lengths)
        {
            parts.Add(SliceOf(axis, start, length));
            start += length;
        }

        return parts.MoveToImmutable();
    }

    private Tensor<T> SliceOf(int axis, int start, int length)
    {
        Shape shape = [.. Shape[..axis], length, .. Shape[(axis + 1)..]];
        var (inner, slice) = (Shape[(axis + 1)..].Size, Allocate(shape.Size));
        for (var (outer, to) = (0, 0); to < slice.Length; outer++, to += length * inner)
            Span.Slice(((outer * Shape[axis]) + start) * inner, length * inner).CopyTo(slice.AsSpan(to));
        return Freeze(shape, slice);
    }
}
