using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>How <see cref="Tensor{T}.Pad(PadMode, ReadOnlySpan{ValueTuple{int, int}})"/> fills what it adds.</summary>
public enum PadMode
{
    /// <summary>By the number at the edge: <c>a b c</c> becomes <c>a a a b c c c</c>.</summary>
    Edge,

    /// <summary>By its mirror image beyond the edge, the edge itself once: <c>a b c</c> becomes <c>c b a b c b a</c>.</summary>
    Reflect,
}

/// <content>Parts and arrangements of a tensor, copied by one kernel.</content>
public sealed partial record Tensor<T>
{
    /// <summary>
    /// A part of each axis, outermost first; axes that are not named are whole. <c>x[.., 1..3]</c>, <c>x[^1, ..]</c> drops an axis, and
    /// <c>x[Slice.Every(-1)]</c> turns one round.
    /// </summary>
    /// <exception cref="ArgumentException">There are more parts than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A part is not within its axis.</exception>
    public Tensor<T> this[params ReadOnlySpan<Slice> slices]
    {
        get
        {
            var (view, shape) = ViewOf(slices);
            return Read(view, shape);
        }
    }

    /// <summary>The axes in another order: <c>x.Permute(0, 3, 1, 2)</c> of <c>[batch, height, width, channels]</c> is <c>[batch, channels, height, width]</c>.</summary>
    /// <exception cref="ArgumentException">The axes are not all of the tensor's, each once.</exception>
    public Tensor<T> Permute(params ReadOnlySpan<int> axes)
    {
        var order = Order(axes);
        var whole = StridedView.Of([.. Shape]);
        return Read(new(0, [.. order.Select(axis => Shape[axis])], [.. order.Select(axis => whole.Strides[axis])]), [.. order.Select(axis => Shape[axis])]);
    }

    /// <summary>Two axes exchanged; from the innermost if negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor<T> Transpose(int first, int second)
    {
        (first, second) = (Shape.RequireAxis(first), Shape.RequireAxis(second));
        return Permute([.. Enumerable.Range(0, Shape.Rank).Select(axis => axis == first ? second : axis == second ? first : axis)]);
    }

    /// <summary>Axes turned round, their last entry first; all of them if none is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor<T> Flip(params ReadOnlySpan<int> axes)
    {
        var slices = new Slice[Shape.Rank];
        foreach (var axis in Shape.RequireAxes(axes))
            slices[axis] = Slice.Every(-1);
        return this[slices];
    }

    /// <summary>The tensor so many times one after the other along each axis: <c>[a, b] -> [a m, b n]</c>.</summary>
    /// <exception cref="ArgumentException">There are not as many repeats as axes, or one is negative.</exception>
    public Tensor<T> Tile(params ReadOnlySpan<int> repeats)
    {
        if (repeats.Length != Shape.Rank || repeats.ContainsAnyInRange(int.MinValue, -1))
            throw new ArgumentException(Invariant($"expected {Shape.Rank} repeats of 0 or more, one for each axis of {Shape}, got {Shape.Describe(repeats)}"));
        var (whole, lengths, strides, tiled) = (StridedView.Of([.. Shape]), new List<int>(), new List<int>(), new List<int>());
        for (var axis = 0; axis < Shape.Rank; axis++)
        {
            lengths.AddRange([repeats[axis], Shape[axis]]);
            strides.AddRange([0, whole.Strides[axis]]);
            tiled.Add(repeats[axis] * Shape[axis]);
        }

        return Read(new(0, [.. lengths], [.. strides]), [.. tiled]);
    }

    /// <summary>The tensor with a number around it: so many before and after along each axis, outermost first.</summary>
    /// <param name="value">The number.</param>
    /// <param name="widths">How many before and after, for each axis.</param>
    /// <exception cref="ArgumentException">There are not as many widths as axes, or one is negative.</exception>
    // A 0 is a number here, not a mode.
    [OverloadResolutionPriority(1)]
    public Tensor<T> Pad(T value, params ReadOnlySpan<(int Before, int After)> widths)
    {
        RequireWidths(widths);
        var lengths = new int[Shape.Rank];
        for (var axis = 0; axis < lengths.Length; axis++)
            lengths[axis] = widths[axis].Before + Shape[axis] + widths[axis].After;
        var shape = Shape.Create(lengths);
        var padded = Allocate(shape.Size);
        padded.AsSpan().Fill(value);
        var view = StridedView.Of(lengths);
        var offset = 0;
        for (var axis = 0; axis < lengths.Length; axis++)
            offset += widths[axis].Before * view.Strides[axis];
        new StridedView(offset, [.. Shape], view.Strides).Write(Span, padded);
        return Freeze(shape, padded);
    }

    /// <summary>The tensor continued beyond its edges: so many before and after along each axis, outermost first.</summary>
    /// <param name="mode">How it is continued.</param>
    /// <param name="widths">How many before and after, for each axis.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many widths as axes, one is negative, or there is not enough to continue: nothing at all, or less than is reflected.
    /// </exception>
    public Tensor<T> Pad(PadMode mode, params ReadOnlySpan<(int Before, int After)> widths)
    {
        RequireWidths(widths);
        var padded = this;
        for (var axis = 0; axis < Shape.Rank; axis++)
        {
            if (widths[axis] != (0, 0))
                padded = padded.Gather(axis, PaddedIndices(mode, axis, widths[axis]));
        }

        return padded;
    }

    /// <summary>The tensor with an axis of length 1 more: <c>[a, b]</c> with one at 1 is <c>[a, 1, b]</c>. Nothing is copied.</summary>
    /// <param name="axis">The place of the axis in the result; from the innermost if negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such axis.</exception>
    public Tensor<T> InsertAxis(int axis)
    {
        var place = axis < 0 ? axis + Shape.Rank + 1 : axis;
        return (uint)place <= (uint)Shape.Rank
            ? Reshape([.. Shape[..place], 1, .. Shape[place..]])
            : throw new ArgumentOutOfRangeException(nameof(axis), Invariant($"expected an axis from {-Shape.Rank - 1} to {Shape.Rank} to insert into {Shape}, got {axis}"));
    }

    /// <summary>The tensor without an axis of length 1. Nothing is copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">Its length is not 1.</exception>
    public Tensor<T> RemoveAxis(int axis)
    {
        axis = Shape.RequireAxis(axis);
        return Shape[axis] == 1
            ? Reshape([.. Shape[..axis], .. Shape[(axis + 1)..]])
            : throw new ArgumentException(Invariant($"expected an axis of length 1 to remove, got axis {axis} of {Shape}"));
    }

    /// <summary>The indices along an axis that padding takes.</summary>
    internal Indices PaddedIndices(PadMode mode, int axis, (int Before, int After) width)
    {
        var length = Shape[axis];
        var most = mode == PadMode.Reflect ? length - 1 : length == 0 ? 0 : int.MaxValue;
        if (width.Before > most || width.After > most)
            throw new ArgumentException(Invariant($"{mode}: expected at most {most} before and after axis {axis} of {Shape}, got {width.Before} and {width.After}"));
        return Indices.Of([.. Enumerable.Range(-width.Before, width.Before + length + width.After).Select(i => mode switch
        {
            PadMode.Edge => int.Clamp(i, 0, length - 1),
            PadMode.Reflect => i < 0 ? -i : i < length ? i : (2 * (length - 1)) - i,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), Invariant($"expected Edge or Reflect, got {(int)mode}")),
        })]);
    }

    /// <summary>The part of the elements that slices see, and its shape.</summary>
    internal (StridedView View, Shape Shape) ViewOf(ReadOnlySpan<Slice> slices)
    {
        if (slices.Length > Shape.Rank)
            throw new ArgumentException(Invariant($"expected at most {Shape.Rank} parts of a tensor of shape {Shape}, got {slices.Length}"));
        var (whole, offset, lengths, strides, shape) = (StridedView.Of([.. Shape]), 0, new int[Shape.Rank], new int[Shape.Rank], new List<int>());
        for (var axis = 0; axis < Shape.Rank; axis++)
        {
            var slice = axis < slices.Length ? slices[axis] : default;
            var (first, count, step) = slice.Resolve(axis, Shape);
            offset += count == 0 ? 0 : first * whole.Strides[axis];
            (lengths[axis], strides[axis]) = (count, step * whole.Strides[axis]);
            if (!slice.DropsAxis)
                shape.Add(count);
        }

        return (new(offset, [.. lengths], [.. strides]), [.. shape]);
    }

    /// <summary>The axes of a permutation, each counted from the outermost.</summary>
    internal ImmutableArray<int> Order(ReadOnlySpan<int> axes)
    {
        var order = ImmutableArray.CreateBuilder<int>(axes.Length);
        foreach (var axis in axes)
            order.Add(Shape.RequireAxis(axis));
        return order.Count == Shape.Rank && order.Distinct().Count() == Shape.Rank
            ? order.MoveToImmutable()
            : throw new ArgumentException(Invariant($"expected each of the {Shape.Rank} axes of {Shape} once, got {Shape.Describe(axes)}"));
    }

    private Tensor<T> Read(StridedView view, Shape shape)
    {
        var result = Allocate(shape.Size);
        view.Read(Span, result);
        return Freeze(shape, result);
    }

    private void RequireWidths(ReadOnlySpan<(int Before, int After)> widths)
    {
        var isRight = widths.Length == Shape.Rank;
        foreach (var (before, after) in widths)
            isRight &= before >= 0 && after >= 0;
        if (!isRight)
            throw new ArgumentException(Invariant($"expected a width of 0 or more before and after each of the {Shape.Rank} axes of {Shape}, got {widths.Length} of them"));
    }
}
