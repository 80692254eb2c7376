using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// Elementwise operations between tensors of different shapes, by rows of the innermost axis, which are contiguous or a single
/// repeated number; and sums over the axes that were repeated.
/// </summary>
internal static class Broadcasting
{
    public static Tensor<T> Zip<T, TOperation>(Tensor<T> left, Tensor<T> right, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var shape = Shape.Broadcast(left.Shape, right.Shape);
        var result = Tensor<T>.Allocate(shape.Size);
        if (left.Shape == right.Shape)
            Elementwise.Zip(left.Span, right.Span, result, operation);
        else if (right.Shape.Size == 1 && shape == left.Shape)
            Elementwise.Map(left.Span, result, new WithSecond<T, TOperation>(operation, right.Span[0]));
        else if (left.Shape.Size == 1 && shape == right.Shape)
            Elementwise.Map(right.Span, result, new WithSecond<T, Flip<T, TOperation>>(new(operation), left.Span[0]));
        else if (right.Shape.Rank == 1 && shape == left.Shape && shape.Size > 0)
            Elementwise.ZipRows(left.Span, right.Span, result, operation);
        else if (shape.Size > 0)
            ZipRows(left, right, shape, result, operation);
        return Tensor<T>.Freeze(shape, result);
    }

    public static Tensor<T> SumTo<T>(Tensor<T> tensor, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (tensor.Shape == shape)
            return tensor;
        if (Shape.Broadcast(tensor.Shape, shape) != tensor.Shape)
            throw new ArgumentException($"cannot sum {tensor.Shape} to {shape}, which does not broadcast to it");
        return tensor.Shape.Size == 0 ? Tensor.Zeros<T>(shape) : new(shape, SumOverRepeated(tensor, shape));
    }

    /// <summary>
    /// From the innermost axis outwards, with adjacent axes to sum over merged into one: <c>[..., count, inner]</c> becomes
    /// <c>[..., inner]</c>.
    /// </summary>
    private static ImmutableArray<T> SumOverRepeated<T>(Tensor<T> tensor, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sums, count, inner) = (tensor.Data, 1, 1);
        for (var fromEnd = 1; fromEnd <= tensor.Shape.Rank; fromEnd++)
        {
            var length = tensor.Shape[^fromEnd];
            if (length > 1 && fromEnd <= shape.Rank && shape[^fromEnd] == length)
            {
                sums = SumOver(sums, count, inner);
                (count, inner) = (1, inner * length);
            }
            else
            {
                count *= length;
            }
        }

        return SumOver(sums, count, inner);
    }

    private static ImmutableArray<T> SumOver<T>(ImmutableArray<T> elements, int count, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count == 1)
            return elements;
        var sums = Tensor<T>.Allocate(elements.Length / count);
        for (var outer = 0; outer < sums.Length; outer += inner)
        {
            var rows = elements.AsSpan(outer * count, count * inner);
            if (inner == 1)
                sums[outer] = Reductions.Sum(rows);
            else
                Reductions.SumRows(rows, sums.AsSpan(outer, inner));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sums);
    }

    private static void ZipRows<T, TOperation>(Tensor<T> left, Tensor<T> right, Shape shape, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        var length = shape[^1];
        var (leftOffsets, rightOffsets) = (RowOffsets(left.Shape, shape), RowOffsets(right.Shape, shape));
        var (leftLength, rightLength) = (RowLength(left.Shape), RowLength(right.Shape));
        for (var row = 0; row < leftOffsets.Length; row++)
        {
            var x = left.Span.Slice(leftOffsets[row], leftLength);
            var y = right.Span.Slice(rightOffsets[row], rightLength);
            var to = result.Slice(row * length, length);
            if (leftLength == rightLength)
                Elementwise.Zip(x, y, to, operation);
            else if (rightLength == 1)
                Elementwise.Map(x, to, new WithSecond<T, TOperation>(operation, y[0]));
            else
                Elementwise.Map(y, to, new WithSecond<T, Flip<T, TOperation>>(new(operation), x[0]));
        }
    }

    private static int RowLength(Shape shape) => shape.Rank == 0 ? 1 : shape[^1];

    /// <summary>The offset at which the operand's row begins, for each row of the shape that it is broadcast to.</summary>
    private static int[] RowOffsets(Shape operand, Shape shape)
    {
        var offsets = new int[shape.Size / shape[^1]];
        var (stride, period) = (RowLength(operand), 1);
        for (var fromEnd = 2; fromEnd <= operand.Rank; fromEnd++)
        {
            var length = shape[^fromEnd];
            if (operand[^fromEnd] > 1)
            {
                for (var row = 0; row < offsets.Length; row++)
                    offsets[row] += row / period % length * stride;
                stride *= length;
            }

            period *= length;
        }

        return offsets;
    }
}
