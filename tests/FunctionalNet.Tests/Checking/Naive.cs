using System.Numerics;

namespace FunctionalNet.Tests;

/// <summary>Slow reference implementations, written as the definitions are.</summary>
internal static class Naive
{
    /// <summary>All indices into a tensor of this shape, in row-major order.</summary>
    public static IEnumerable<int[]> Indices(Shape shape)
    {
        IEnumerable<int[]> indices = [[]];
        foreach (var length in shape)
            indices = indices.SelectMany(_ => Enumerable.Range(0, length), (outer, index) => (int[])[.. outer, index]);
        return indices;
    }

    /// <summary>The row-major position of an index: the stride of each axis is the size of all axes inside it.</summary>
    public static int Offset(Shape shape, int[] index) =>
        index.Select((at, axis) => at * shape.Skip(axis + 1).Aggregate(1, (size, length) => size * length)).Sum();

    /// <summary>The shape that two shapes broadcast to, or null if they do not: axes are equal, or one of them is 1.</summary>
    public static int[]? Broadcast(int[] left, int[] right)
    {
        var rank = int.Max(left.Length, right.Length);
        var pairs = Padded(left, rank).Zip(Padded(right, rank), (first, second) => (First: first, Second: second)).ToArray();
        return pairs.All(pair => pair.First == pair.Second || pair.First == 1 || pair.Second == 1)
            ? [.. pairs.Select(pair => pair.First == 1 ? pair.Second : pair.First)]
            : null;
    }

    /// <summary>The index of the element of a broadcast tensor that appears at this index.</summary>
    public static int[] Source(Shape operand, int[] index) =>
        [.. index.Skip(index.Length - operand.Rank).Select((at, axis) => operand[axis] == 1 ? 0 : at)];

    public static Tensor<T> Zip<T>(Tensor<T> left, Tensor<T> right, Func<T, T, T> operation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = Shape.Create(Broadcast([.. left.Shape], [.. right.Shape])!);
        return Tensor.Create(shape,
            [.. Indices(shape).Select(index => operation(left[Source(left.Shape, index)], right[Source(right.Shape, index)]))]);
    }

    /// <summary>One chain of fused multiply-adds over k for each element.</summary>
    public static Tensor<T> Product<T>(Tensor<T> left, Tensor<T> right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, depth, columns) = (left.Shape[0], left.Shape[1], right.Shape[1]);
        return Tensor.Generate([rows, columns], position =>
        {
            var (i, j) = (position / columns, position % columns);
            var sum = T.Zero;
            for (var k = 0; k < depth; k++)
                sum = T.FusedMultiplyAdd(left.Data[(i * depth) + k], right.Data[(k * columns) + j], sum);
            return sum;
        });
    }

    private static IEnumerable<int> Padded(int[] lengths, int rank) => Enumerable.Repeat(1, rank - lengths.Length).Concat(lengths);
}
