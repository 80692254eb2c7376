using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>Ways to make a <see cref="Tensor{T}"/>.</summary>
public static class Tensor
{
    /// <summary>A single number, of shape <c>[]</c>.</summary>
    public static Tensor<T> Scalar<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Shape.Scalar, [value]);

    /// <summary>A vector of these elements: <c>[n]</c>.</summary>
    public static Tensor<T> Vector<T>(params ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => Create([values.Length], values);

    /// <summary>A matrix of these elements: <c>[rows, columns]</c>.</summary>
    public static Tensor<T> Matrix<T>(T[,] values)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new([Require.NotNull(values).GetLength(0), values.GetLength(1)], Flat<T>(values));

    /// <summary>An array of any rank as a tensor of the same shape, copied.</summary>
    /// <exception cref="ArgumentException">Its elements are of another type: of an array of arrays, <see cref="Stack{T}(IEnumerable{T[]})"/> takes the rows.</exception>
    public static Tensor<T> FromArray<T>(Array values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.GetType().GetElementType() == typeof(T)
            ? new(Shape.Create([.. Enumerable.Range(0, values.Rank).Select(values.GetLength)]), Flat<T>(values))
            : throw new ArgumentException($"expected an array of {typeof(T).Name}, got {values.GetType().Name}");
    }

    /// <summary>Rows of one length as a matrix: n of length m are <c>[n, m]</c>.</summary>
    /// <exception cref="ArgumentException">There are no rows, or their lengths differ.</exception>
    public static Tensor<T> Stack<T>(IEnumerable<T[]> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        var all = rows.ToList();
        if (all.Count == 0)
            throw new ArgumentException("expected rows to stack, got none", nameof(rows));
        Shape shape = [all.Count, Require.NotNull(all[0], nameof(rows)).Length];
        var stacked = Tensor<T>.Allocate(shape.Size);
        for (var row = 0; row < all.Count; row++)
        {
            if (Require.NotNull(all[row], nameof(rows)).Length != shape[1])
                throw new ArgumentException(Invariant($"expected rows of length {shape[1]}, got length {all[row].Length} in row {row}"));
            all[row].CopyTo(stacked, row * shape[1]);
        }

        return Tensor<T>.Freeze(shape, stacked);
    }

    /// <summary>A tensor of this shape with these elements in row-major order, which are copied.</summary>
    /// <exception cref="ArgumentException">The number of elements is not that of the shape.</exception>
    public static Tensor<T> Create<T>(Shape shape, params ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => new(shape, values.ToImmutableArray());

    /// <summary>A tensor whose elements are a function of their positions in row-major order.</summary>
    public static Tensor<T> Generate<T>(Shape shape, Func<int, T> element)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(element);
        var values = Tensor<T>.Allocate(shape.Size);
        for (var i = 0; i < values.Length; i++)
            values[i] = element(i);
        return Tensor<T>.Freeze(shape, values);
    }

    /// <summary>A tensor whose elements are all the same number.</summary>
    public static Tensor<T> Full<T>(Shape shape, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        var values = Tensor<T>.Allocate(shape.Size);
        values.AsSpan().Fill(value);
        return Tensor<T>.Freeze(shape, values);
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor<T> Zeros<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Full(shape, T.Zero);

    /// <summary>A tensor of ones.</summary>
    public static Tensor<T> Ones<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Full(shape, T.One);

    /// <summary>
    /// Class indices as rows that are 1 at the class and 0 elsewhere: <c>batch</c> indices -> <c>[batch, classes]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no array of indices, or the number of classes is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a class.</exception>
    public static Tensor<T> OneHot<T>(ImmutableArray<int> indices, int classes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (indices.IsDefault)
            throw new ArgumentException("expected an array of class indices, got none", nameof(indices));
        Shape shape = [indices.Length, classes];
        var values = new T[shape.Size];
        for (var row = 0; row < indices.Length; row++)
        {
            if ((uint)indices[row] >= (uint)classes)
                throw new ArgumentOutOfRangeException(nameof(indices), Invariant($"{indices[row]}, in row {row}, is not one of {classes} classes"));
            values[(row * classes) + indices[row]] = T.One;
        }

        return Tensor<T>.Freeze(shape, values);
    }

    /// <summary>
    /// Tensors one after the other along an axis: <c>[..., m, ...], [..., n, ...] -> [..., m + n, ...]</c>. Their shapes differ in that
    /// axis only. <see cref="Tensor{T}.Split"/> undoes it.
    /// </summary>
    /// <param name="axis">The axis; from the innermost if negative, −1 being the innermost.</param>
    /// <param name="tensors">The tensors, one at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">There are no tensors, or their shapes differ in another axis.</exception>
    public static Tensor<T> Concatenate<T>(int axis, params ReadOnlySpan<Tensor<T>> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tensors.IsEmpty)
            throw new ArgumentException("expected tensors to concatenate, got none", nameof(tensors));
        foreach (var tensor in tensors)
            _ = Require.NotNull(tensor, nameof(tensors));
        var first = tensors[0].Shape;
        axis = first.RequireAxis(axis);
        var total = 0;
        foreach (var tensor in tensors)
        {
            if (tensor.Shape.Rank != first.Rank || tensor.Shape[..axis] != first[..axis] || tensor.Shape[(axis + 1)..] != first[(axis + 1)..])
                throw new ArgumentException(Invariant($"expected shapes that differ in axis {axis} only, got {first} and {tensor.Shape}"));
            total = checked(total + tensor.Shape[axis]);
        }

        Shape shape = [.. first[..axis], total, .. first[(axis + 1)..]];
        var (joined, to) = (Tensor<T>.Allocate(shape.Size), 0);
        for (var outer = 0; outer < first[..axis].Size; outer++)
        {
            foreach (var tensor in tensors)
            {
                var block = tensor.Shape[axis..].Size;
                tensor.Span.Slice(outer * block, block).CopyTo(joined.AsSpan(to));
                to += block;
            }
        }

        return Tensor<T>.Freeze(shape, joined);
    }

    /// <summary>Tensors of one shape as the entries of a new axis: n of <c>[a, b]</c> along axis 0 are <c>[n, a, b]</c>.</summary>
    /// <param name="axis">The new axis; from the innermost of the result if negative.</param>
    /// <param name="tensors">The tensors, one at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such axis.</exception>
    /// <exception cref="ArgumentException">There are no tensors, or their shapes differ.</exception>
    public static Tensor<T> Stack<T>(int axis, params ReadOnlySpan<Tensor<T>> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var raised = new Tensor<T>[tensors.Length];
        for (var i = 0; i < raised.Length; i++)
            raised[i] = Require.NotNull(tensors[i], nameof(tensors)).InsertAxis(axis);
        return Concatenate(axis, raised);
    }

    private static ImmutableArray<T> Flat<T>(Array values)
        where T : unmanaged =>
        [.. MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length)];
}
