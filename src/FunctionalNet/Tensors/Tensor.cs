using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// An immutable dense array of numbers, row-major: the innermost axis is contiguous. Two tensors are equal when their
/// shapes and all their elements are. It prints as NumPy prints: <c>f32[2,3]</c> and the values in aligned columns.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Tensor<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The elements are those from start on: of a tensor all of the array, of a window a part of another tensor's.
    private readonly ImmutableArray<T> array;
    private readonly int start;

    // Those of a window, once they were asked for as an array.
    private T[]? copied;

    /// <summary>A tensor over these elements, which are not copied.</summary>
    /// <exception cref="ArgumentException">The number of elements is not that of the shape.</exception>
    public Tensor(Shape shape, ImmutableArray<T> data)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (data.IsDefault || data.Length != shape.Size)
        {
            throw new ArgumentException(
                Invariant($"a tensor of shape {shape} has {shape.Size} elements, got {(data.IsDefault ? "none" : data.Length)}"));
        }

        (Shape, array) = (shape, data);
    }

    private Tensor(Shape shape, T[] owned)
        : this(shape, ImmutableCollectionsMarshal.AsImmutableArray(owned))
    {
    }

    private Tensor(Shape shape, ImmutableArray<T> array, int start) => (Shape, this.array, this.start) = (shape, array, start);

    /// <summary>The lengths of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>All elements in row-major order.</summary>
    public ImmutableArray<T> Data => Shape.Size == array.Length ? array : ImmutableCollectionsMarshal.AsImmutableArray(CopyOnce());

    /// <summary>All elements in row-major order, for a kernel to read: those of a window too where they are.</summary>
    internal ReadOnlySpan<T> Span => array.AsSpan(start, Shape.Size);

    /// <summary>The element at these indices, one for each axis.</summary>
    /// <exception cref="ArgumentException">The number of indices is not the number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not within its axis.</exception>
    // An empty list could be one of slices too.
    [OverloadResolutionPriority(1)]
    public T this[params ReadOnlySpan<int> indices]
    {
        get
        {
            if (indices.Length != Shape.Rank)
                throw new ArgumentException(Invariant($"expected {Shape.Rank} indices into a tensor of shape {Shape}, got {indices.Length}"));
            var offset = 0;
            for (var axis = 0; axis < indices.Length; axis++)
            {
                if ((uint)indices[axis] >= (uint)Shape[axis])
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(indices), Invariant($"index {indices[axis]} is not within axis {axis} of {Shape}"));
                }

                offset = (offset * Shape[axis]) + indices[axis];
            }

            return Span[offset];
        }
    }

    /// <summary>
    /// A range of the outermost axis, copied: <c>images[..100]</c> of <c>[60000, 784]</c> is <c>[100, 784]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the axis.</exception>
    public Tensor<T> this[Range rows]
    {
        get
        {
            var window = Window(rows);
            return new(window.Shape, window.ToArray());
        }
    }

    /// <summary>One entry of the outermost axis, copied: <c>images.Row(7)</c> of <c>[60000, 784]</c> is <c>[784]</c>.</summary>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is not within the axis.</exception>
    public Tensor<T> Row(int index) => Rows(index).Reshape(Shape[1..]);

    /// <summary>The rows at these indices of the outermost axis, gathered in one pass: <c>[n, ...] -> [indices, ...]</c>.</summary>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not within the axis.</exception>
    public Tensor<T> Rows(params ReadOnlySpan<int> indices)
    {
        RequireAxis("rows");
        Shape shape = [indices.Length, .. Shape[1..]];
        // A copy, since the caller's array may change meanwhile and the kernel does not check again.
        int[] rows = [.. indices];
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Shape[0])
                throw new ArgumentOutOfRangeException(nameof(indices), Invariant($"row {row} is not within {Shape}"));
        }

        var gathered = Allocate(shape.Size);
        Numerics.Gather.Rows(Span, RowSize, rows, gathered);
        return Freeze(shape, gathered);
    }

    /// <summary>The same elements under another shape of the same size; nothing is copied.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public Tensor<T> Reshape(Shape shape) =>
        Require.NotNull(shape) == Shape ? this
        : shape.Size == Shape.Size ? new Tensor<T>(shape, array, start)
        : throw new ArgumentException(
            Invariant($"cannot reshape {Shape}, which has {Shape.Size} elements, to {shape}, which has {shape.Size}"));

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="ArgumentException">The tensor has another size.</exception>
    public T ToScalar() =>
        Shape.Size == 1 ? Span[0] : throw new ArgumentException($"expected a tensor of one element, got {Shape}");

    /// <summary>The elements in row-major order, as a new array.</summary>
    public T[] ToArray() => Span.ToArray();

    /// <summary>Copies the elements in row-major order.</summary>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public void CopyTo(Span<T> destination) => Span.CopyTo(destination);

    /// <summary>Whether every element is finite: neither infinite nor NaN.</summary>
    public bool IsFinite
    {
        get
        {
            foreach (var value in Span)
            {
                if (!T.IsFinite(value))
                    return false;
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public bool Equals(Tensor<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && Shape == other.Shape && Span.SequenceEqual(other.Span));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Shape);
        foreach (var value in Span)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>Element type, shape and values as NumPy prints them; the middle of a large tensor is elided.</summary>
    public override string ToString() => TensorFormat.Describe(this);

    /// <summary>Deconstructs the tensor into its shape and elements.</summary>
    public void Deconstruct(out Shape shape, out ImmutableArray<T> data) => (shape, data) = (Shape, Data);

    /// <summary>A fresh array for a kernel to fill before it is frozen by <see cref="Freeze"/>.</summary>
    internal static T[] Allocate(int size) => GC.AllocateUninitializedArray<T>(size);

    /// <summary>A tensor over an array, which must not be written to afterwards.</summary>
    internal static Tensor<T> Freeze(Shape shape, T[] filled) => new(shape, filled);

    /// <summary>
    /// A range of the outermost axis where it is: nothing is copied. It keeps the whole array alive, so it is for what is soon done with;
    /// otherwise no one can tell it from the copy that the indexer makes.
    /// </summary>
    /// <inheritdoc cref="this[Range]"/>
    internal Tensor<T> Window(Range rows)
    {
        RequireAxis("a range of rows");
        var (first, end) = (rows.Start.GetOffset(Shape[0]), rows.End.GetOffset(Shape[0]));
        return (uint)end <= (uint)Shape[0] && (uint)first <= (uint)end
            ? new([end - first, .. Shape[1..]], array, start + (first * RowSize))
            : throw new ArgumentOutOfRangeException(nameof(rows), $"rows {rows} are not within {Shape}");
    }

    /// <summary>A tensor of a shape over the numbers from a place on, where they are: nothing is copied.</summary>
    internal Tensor<T> Part(Shape shape, int from) => new(shape, array, start + from);

    // The same array for all who ask: two of them are equal only if they are one.
    private T[] CopyOnce()
    {
        if (copied is null)
            _ = Interlocked.CompareExchange(ref copied, ToArray(), null);
        return copied;
    }

    private int RowSize => Shape[0] == 0 ? 0 : Shape.Size / Shape[0];

    private void RequireAxis(string what)
    {
        if (Shape.Rank == 0)
            throw new ArgumentException($"a scalar has no axis to take {what} from");
    }
}
