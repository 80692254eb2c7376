using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>How <see cref="Tensor{T}.ScatterAlong"/> puts an update where there is a number already.</summary>
public enum ScatterMode
{
    /// <summary>The update takes its place; of several, the last.</summary>
    Replace,

    /// <summary>The sum, in the order of the updates.</summary>
    Add,

    /// <summary>The product, in the order of the updates.</summary>
    Multiply,

    /// <summary>The larger.</summary>
    Maximum,

    /// <summary>The smaller.</summary>
    Minimum,
}

/// <content>Entries by their indices along an axis. An index below 0 is counted from the end, −1 being the last.</content>
public sealed partial record Tensor<T>
{
    /// <summary>
    /// The entries at indices of an axis: <c>[..., n, ...]</c> at <c>indices</c> is <c>[..., indices, ...]</c>. Of a table of vectors along axis 0 it is
    /// an embedding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is not within it.</exception>
    public Tensor<T> Gather(int axis, Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        axis = Shape.RequireAxis(axis);
        var (positions, (outer, count, inner)) = (indices.Resolve(axis, Shape), Around(axis));
        Shape shape = [.. Shape[..axis], .. indices.Shape, .. Shape[(axis + 1)..]];
        var gathered = Allocate(shape.Size);
        for (var i = 0; i < outer; i++)
        {
            Numerics.Gather.Rows(
                Span.Slice(i * count * inner, count * inner), inner, positions, gathered.AsSpan(i * positions.Length * inner, positions.Length * inner));
        }

        return Freeze(shape, gathered);
    }

    /// <summary>
    /// The tensor with updates added to its entries at indices of an axis, in order: it undoes <see cref="Gather"/> as a gradient does. The
    /// updates have the shape that <see cref="Gather"/> would give.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is not within it.</exception>
    /// <exception cref="ArgumentException">The updates have another shape.</exception>
    public Tensor<T> ScatterAdd(int axis, Indices indices, Tensor<T> updates)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(updates);
        axis = Shape.RequireAxis(axis);
        Shape expected = [.. Shape[..axis], .. indices.Shape, .. Shape[(axis + 1)..]];
        if (updates.Shape != expected)
            throw new ArgumentException($"expected updates {expected}, got {updates.Shape}");
        var (positions, (outer, count, inner)) = (indices.Resolve(axis, Shape), Around(axis));
        var sums = Span.ToArray();
        for (var i = 0; i < outer; i++)
        {
            for (var j = 0; j < positions.Length; j++)
            {
                var place = sums.AsSpan(((i * count) + positions[j]) * inner, inner);
                Elementwise.Zip(place, updates.Span.Slice(((i * positions.Length) + j) * inner, inner), place, default(Add<T>));
            }
        }

        return Freeze(Shape, sums);
    }

    /// <summary>
    /// One entry for each index, at the index along the axis and at the index's own place along the others: the element at <c>[i, j]</c> is
    /// <c>x[indices[i, j], j]</c> along axis 0. It takes what <see cref="ArgMax(int, bool)"/> has found.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or an index is not within it.</exception>
    /// <exception cref="ArgumentException">The indices have another number of axes, or an axis other than this one is longer.</exception>
    public Tensor<T> GatherAlong(int axis, Indices indices)
    {
        var places = PlacesAlong(ref axis, indices);
        var x = Span;
        var gathered = Allocate(places.Length);
        for (var i = 0; i < places.Length; i++)
            gathered[i] = x[places[i]];
        return Freeze(indices.Shape, gathered);
    }

    /// <summary>The tensor with an update put at each index along the axis, and at the index's own place along the others.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="indices">The indices.</param>
    /// <param name="updates">The updates, of the indices' shape.</param>
    /// <param name="mode">How an update is put where there is a number already.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis or mode, or an index is not within the axis.</exception>
    /// <exception cref="ArgumentException">Indices or updates have another shape.</exception>
    public Tensor<T> ScatterAlong(int axis, Indices indices, Tensor<T> updates, ScatterMode mode = ScatterMode.Add)
    {
        ArgumentNullException.ThrowIfNull(updates);
        var places = PlacesAlong(ref axis, indices);
        if (updates.Shape != indices.Shape)
            throw new ArgumentException($"expected updates {indices.Shape}, one for each index, got {updates.Shape}");
        var scattered = Span.ToArray();
        var from = updates.Span;
        for (var i = 0; i < places.Length; i++)
        {
            ref var place = ref scattered[places[i]];
            place = mode switch
            {
                ScatterMode.Replace => from[i],
                ScatterMode.Add => place + from[i],
                ScatterMode.Multiply => place * from[i],
                ScatterMode.Maximum => default(Larger<T>).Apply(place, from[i]),
                ScatterMode.Minimum => default(Smaller<T>).Apply(place, from[i]),
                _ => throw new ArgumentOutOfRangeException(nameof(mode), Invariant($"expected a mode of scattering, got {(int)mode}")),
            };
        }

        return Freeze(Shape, scattered);
    }

    private int[] PlacesAlong(ref int axis, Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        axis = Shape.RequireAxis(axis);
        var along = axis;
        if (indices.Shape.Rank != Shape.Rank || indices.Shape.Where((length, other) => other != along && length > Shape[other]).Any())
            throw new ArgumentException(Invariant($"expected indices that fit {Shape} in all axes but {axis}, got {indices.Shape}"));
        var (positions, strides) = (indices.Resolve(axis, Shape), StridedView.Of([.. Shape]).Strides);
        var places = new int[positions.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var rest = i;
            for (var other = Shape.Rank - 1; other >= 0; other--)
            {
                (rest, var own) = int.DivRem(rest, indices.Shape[other]);
                places[i] += (other == axis ? positions[i] : own) * strides[other];
            }
        }

        return places;
    }
}
