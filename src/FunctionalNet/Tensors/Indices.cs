using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// Whole numbers in a shape, row-major: positions along an axis, as <see cref="Tensor{T}.ArgMax(int, bool)"/> gives them and
/// <see cref="Tensor{T}.Gather(int, Indices)"/> takes them. A list of them is a collection expression: <c>x.Gather(axis: 0, [2, 0, 2])</c>.
/// </summary>
[CollectionBuilder(typeof(Indices), nameof(Of))]
public sealed record Indices
{
    /// <summary>Indices of a shape, in row-major order.</summary>
    /// <exception cref="ArgumentException">There are not as many as the shape has places.</exception>
    public Indices(Shape shape, ImmutableArray<int> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (values.IsDefault || values.Length != shape.Size)
            throw new ArgumentException(Invariant($"expected {shape.Size} indices for the shape {shape}, got {(values.IsDefault ? 0 : values.Length)}"));
        (Shape, Values) = (shape, values);
    }

    /// <summary>A list of indices.</summary>
    public static Indices Of(params ReadOnlySpan<int> values) => new([values.Length], [.. values]);

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>The indices in row-major order.</summary>
    public ImmutableArray<int> Values { get; }

    /// <summary>Enumerates the indices in row-major order: a collection expression of indices needs it.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Values).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Indices? other) => other is not null && Shape == other.Shape && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Shape.GetHashCode(), HashCode.Combine);

    /// <summary>One line: the shape, and the first of the indices.</summary>
    public override string ToString() =>
        $"{Quantity.Of(Values.Length, "index", "indices")} {Shape}: {string.Join(", ", Values.Take(10).Select(index => Invariant($"{index}")))}{(Values.Length > 10 ? ", ..." : "")}";

    /// <summary>The indices along an axis of this length, those counted from the end (−1 is the last) as others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not within the axis.</exception>
    internal int[] Resolve(int axis, Shape shape)
    {
        var (length, resolved) = (shape[axis], Values.ToArray());
        for (var i = 0; i < resolved.Length; i++)
        {
            var index = resolved[i] < 0 ? resolved[i] + length : resolved[i];
            resolved[i] = (uint)index < (uint)length
                ? index
                : throw new ArgumentOutOfRangeException(null, Invariant($"expected indices from {-length} to {length - 1} along axis {axis} of {shape}, got {resolved[i]}"));
        }

        return resolved;
    }
}
