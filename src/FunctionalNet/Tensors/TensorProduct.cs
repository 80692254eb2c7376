using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>The matrix product, with either factor transposed in place.</content>
public sealed partial record Tensor<T>
{
    /// <summary>
    /// The matrix product <c>[..., m, k] · [..., k, n] -> [..., m, n]</c>: each element is one chain of fused multiply-adds over k. Axes before
    /// the last two are batches, which broadcast. A vector on the left is a row, on the right a column, and its axis is dropped.
    /// </summary>
    /// <exception cref="ArgumentException">A factor is a scalar, the inner lengths differ, or the batches do not broadcast.</exception>
    public Tensor<T> MatMul(Tensor<T> right) => Product(this, false, Require.NotNull(right), false);

    /// <summary><c>Aᵀ·B</c>, <c>[..., k, m], [..., k, n] -> [..., m, n]</c>, without a copy of A.</summary>
    /// <exception cref="ArgumentException">A factor is not a matrix, the inner lengths differ, or the batches do not broadcast.</exception>
    public Tensor<T> TransposedMatMul(Tensor<T> right) => Product(this, true, Require.NotNull(right), false);

    /// <summary><c>A·Bᵀ</c>, <c>[..., m, k], [..., n, k] -> [..., m, n]</c>, without a copy of B.</summary>
    /// <exception cref="ArgumentException">A factor is not a matrix, the inner lengths differ, or the batches do not broadcast.</exception>
    public Tensor<T> MatMulTransposed(Tensor<T> right) => Product(this, false, Require.NotNull(right), true);

    /// <summary>The transpose of a matrix, <c>[m, n] -> [n, m]</c>, copied.</summary>
    /// <exception cref="ArgumentException">The tensor is not a matrix.</exception>
    public Tensor<T> Transpose() => Shape.Rank == 2 ? Transpose(0, 1) : throw new ArgumentException($"expected a matrix to transpose, got {Shape}");

    private static Tensor<T> Product(Tensor<T> left, bool isLeftTransposed, Tensor<T> right, bool isRightTransposed)
    {
        if (left.Shape.Rank == 2 && right.Shape.Rank == 2)
            return Product(left.AsMatrix(isLeftTransposed), right.AsMatrix(isRightTransposed));
        if ((isLeftTransposed && left.Shape.Rank < 2) || (isRightTransposed && right.Shape.Rank < 2) || left.Shape.Rank == 0 || right.Shape.Rank == 0)
            throw new ArgumentException($"expected matrices to multiply, got {left.Shape} and {right.Shape}");
        if (left.Shape.Rank == 1 || right.Shape.Rank == 1)
            return ProductOfVectors(left, isLeftTransposed, right, isRightTransposed);
        return BatchedProduct(left, isLeftTransposed, right, isRightTransposed);
    }

    /// <summary>A vector gets the axis of length 1 that it lacks, which is dropped from the product.</summary>
    private static Tensor<T> ProductOfVectors(Tensor<T> left, bool isLeftTransposed, Tensor<T> right, bool isRightTransposed)
    {
        var (isRow, isColumn) = (left.Shape.Rank == 1, right.Shape.Rank == 1);
        var product = Product(
            isRow ? left.Reshape([1, .. left.Shape]) : left, isLeftTransposed, isColumn ? right.Reshape([.. right.Shape, 1]) : right, isRightTransposed);
        var batch = product.Shape[..^2];
        return product.Reshape([.. batch, .. isRow ? Shape.Scalar : product.Shape[^2..^1], .. isColumn ? Shape.Scalar : product.Shape[^1..]]);
    }

    private static Tensor<T> BatchedProduct(Tensor<T> left, bool isLeftTransposed, Tensor<T> right, bool isRightTransposed)
    {
        if (right.Shape.Rank == 2 && !isLeftTransposed)
            return ProductOfRows(left, right, isRightTransposed);
        var batch = Shape.Broadcast(left.Shape[..^2], right.Shape[..^2]);
        var (l, r) = (left.BroadcastTo([.. batch, .. left.Shape[^2..]]), right.BroadcastTo([.. batch, .. right.Shape[^2..]]));
        var (m, n) = (left.Shape[isLeftTransposed ? ^1 : ^2], right.Shape[isRightTransposed ? ^2 : ^1]);
        Shape shape = [.. batch, m, n];
        var result = Allocate(shape.Size);
        for (var i = 0; i < batch.Size; i++)
            Multiply(l.MatrixAt(i, isLeftTransposed), r.MatrixAt(i, isRightTransposed), result.AsSpan(i * m * n, m * n));
        return Freeze(shape, result);
    }

    /// <summary>One matrix for the whole batch: all rows are those of one matrix.</summary>
    private static Tensor<T> ProductOfRows(Tensor<T> left, Tensor<T> right, bool isRightTransposed)
    {
        var product = Product(left.Reshape([left.Shape[..^1].Size, left.Shape[^1]]), false, right, isRightTransposed);
        return product.Reshape([.. left.Shape[..^1], product.Shape[^1]]);
    }

    private static Tensor<T> Product(MatrixView<T> left, MatrixView<T> right)
    {
        Shape shape = [left.Rows, right.Columns];
        var result = Allocate(shape.Size);
        Multiply(left, right, result);
        return Freeze(shape, result);
    }

    private static void Multiply(MatrixView<T> left, MatrixView<T> right, Span<T> result)
    {
        if (left.Columns != right.Rows)
        {
            throw new ArgumentException(
                Invariant($"cannot multiply [{left.Rows}, {left.Columns}] · [{right.Rows}, {right.Columns}]: the inner lengths differ"));
        }

        MatrixProduct.Multiply(left, right, result);
    }

    private MatrixView<T> AsMatrix(bool isTransposed) => MatrixAt(0, isTransposed);

    /// <summary>A matrix of the batch.</summary>
    private MatrixView<T> MatrixAt(int index, bool isTransposed)
    {
        var size = Shape[^2] * Shape[^1];
        var matrix = new MatrixView<T>(Span.Slice(index * size, size), Shape[^2], Shape[^1]);
        return isTransposed ? matrix.Transposed : matrix;
    }
}
