using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <content>Parts and arrangements of tensors, under the names that <see cref="Tensor{T}"/> has for them.</content>
public static partial class TensorNodes<T>
{
    /// <summary>A part of each axis, as <c>x[.., 1..3]</c> takes it; dx is 0 elsewhere.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Part(params ImmutableArray<Slice> slices) => x =>
        (x[slices.AsSpan()], dy =>
        {
            var dx = new T[x.Shape.Size];
            x.ViewOf(slices.AsSpan()).View.Write(dy.Span, dx);
            return Tensor<T>.Freeze(x.Shape, dx);
        }
    );

    /// <summary>The same elements under another shape.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return x => (x.Reshape(shape), dy => dy.Reshape(x.Shape));
    }

    /// <summary>The axes in another order; those of dy back in theirs.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Permute(params ImmutableArray<int> axes) => x =>
    {
        var order = x.Order(axes.AsSpan());
        return (x.Permute(order.AsSpan()), dy => dy.Permute([.. Enumerable.Range(0, order.Length).Select(axis => order.IndexOf(axis))]));
    };

    /// <summary>Two axes exchanged, and back.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Transpose(int first, int second) => x =>
        (x.Transpose(first, second), dy => dy.Transpose(first, second));

    /// <summary>Axes turned round, and back; all of them if none is given.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Flip(params ImmutableArray<int> axes) => x =>
        (x.Flip(axes.AsSpan()), dy => dy.Flip(axes.AsSpan()));

    /// <summary>Repeated along axes so that it has a shape; dx is the sum over the repetitions.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> BroadcastTo(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return x => (x.BroadcastTo(shape), dy => dy.SumTo(x.Shape));
    }

    /// <summary>So many times one after the other along each axis; dx is the sum over the repetitions.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Tile(params ImmutableArray<int> repeats) => x =>
        (x.Tile(repeats.AsSpan()), dy => dy
            .Reshape([.. x.Shape.SelectMany((length, axis) => new[] { repeats[axis], length })])
            .SumOver([.. Enumerable.Range(0, x.Shape.Rank).Select(axis => 2 * axis)]));

    /// <summary>A number around it; dx is the part of dy that is not padding.</summary>
    [OverloadResolutionPriority(1)]
    public static Differentiable<Tensor<T>, Tensor<T>> Pad(T value, params ImmutableArray<(int Before, int After)> widths) => x =>
        (x.Pad(value, widths.AsSpan()), dy => dy[[.. widths.Select((width, axis) => (Slice)(width.Before..(width.Before + x.Shape[axis])))]]);

    /// <summary>Continued beyond its edges; dx is the sum over all that an element was continued to.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Pad(PadMode mode, params ImmutableArray<(int Before, int After)> widths) => x =>
    {
        var (y, padded, pullback) = (x.Pad(mode, widths.AsSpan()), x, (Func<Tensor<T>, Tensor<T>>)(dy => dy));
        for (var axis = 0; axis < widths.Length; axis++)
        {
            var (indices, after, along, shape) = (padded.PaddedIndices(mode, axis, widths[axis]), pullback, axis, padded.Shape);
            padded = padded.Gather(axis, indices);
            pullback = dy => after(Tensor.Zeros<T>(shape).ScatterAdd(along, indices, dy));
        }

        return (y, pullback);
    };

    /// <summary>Tensors one after the other along an axis; each gets its part of the gradient.</summary>
    public static Differentiable<ImmutableArray<Tensor<T>>, Tensor<T>> Concatenate(int axis) => tensors =>
        (Tensor.Concatenate(axis, tensors.AsSpan()), dy => dy.Split(axis, [.. tensors.Select(tensor => tensor.Shape[tensor.Shape.RequireAxis(axis)])]));

    /// <summary>Tensors as the entries of a new axis; each gets its part of the gradient.</summary>
    public static Differentiable<ImmutableArray<Tensor<T>>, Tensor<T>> Stack(int axis) => tensors =>
        (Tensor.Stack(axis, tensors.AsSpan()), dy =>
            [.. dy.Split(axis, [.. tensors.Select(_ => 1)]).Select((part, i) => part.Reshape(tensors[i].Shape))]);

    /// <summary>The parts of these lengths along an axis; dx is theirs one after the other.</summary>
    public static Differentiable<Tensor<T>, ImmutableArray<Tensor<T>>> Split(int axis, params ImmutableArray<int> lengths) => x =>
        (x.Split(axis, lengths.AsSpan()), parts => Tensor.Concatenate(axis, parts.AsSpan()));

    /// <summary>The entries at indices of an axis; dx adds up where an entry was taken several times.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Gather(int axis, Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return x => (x.Gather(axis, indices), dy => Tensor.Zeros<T>(x.Shape).ScatterAdd(axis, indices, dy));
    }

    /// <summary>Updates added to the entries at indices of an axis; the gradient passes to both.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Updates), Tensor<T>> ScatterAdd(int axis, Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return input => (input.X.ScatterAdd(axis, indices, input.Updates), dy => (dy, dy.Gather(axis, indices)));
    }

    /// <summary>One entry for each index, along an axis; dx adds up where an entry was taken several times.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> GatherAlong(int axis, Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return x => (x.GatherAlong(axis, indices), dy => Tensor.Zeros<T>(x.Shape).ScatterAlong(axis, indices, dy));
    }
}
