using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>The matrix product, with either factor transposed in place.</content>
public sealed partial record Tensor<T>
{
    /// <summary>The matrix product <c>[m, k] · [k, n] -> [m, n]</c>: each element is one chain of fused multiply-adds over k.</summary>
    /// <exception cref="ArgumentException">A factor is not a matrix, or the inner lengths differ.</exception>
    public Tensor<T> MatMul(Tensor<T> right) => Product(AsMatrix(), Require.NotNull(right).AsMatrix());

    /// <summary><c>Aᵀ·B</c>, <c>[k, m], [k, n] -> [m, n]</c>, without a copy of A.</summary>
    /// <exception cref="ArgumentException">A factor is not a matrix, or the inner lengths differ.</exception>
    public Tensor<T> TransposedMatMul(Tensor<T> right) => Product(AsMatrix().Transposed, Require.NotNull(right).AsMatrix());

    /// <summary><c>A·Bᵀ</c>, <c>[m, k], [n, k] -> [m, n]</c>, without a copy of B.</summary>
    /// <exception cref="ArgumentException">A factor is not a matrix, or the inner lengths differ.</exception>
    public Tensor<T> MatMulTransposed(Tensor<T> right) => Product(AsMatrix(), Require.NotNull(right).AsMatrix().Transposed);

    /// <summary>The transpose of a matrix, <c>[m, n] -> [n, m]</c>, copied.</summary>
    /// <exception cref="ArgumentException">The tensor is not a matrix.</exception>
    public Tensor<T> Transpose()
    {
        if (Shape.Rank != 2)
            throw new ArgumentException($"expected a matrix to transpose, got {Shape}");
        var matrix = AsMatrix();
        var result = Allocate(Shape.Size);
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var column = 0; column < matrix.Columns; column++)
                result[(column * matrix.Rows) + row] = matrix.Data[(row * matrix.Columns) + column];
        }

        return Freeze([matrix.Columns, matrix.Rows], result);
    }

    private static Tensor<T> Product(MatrixView<T> left, MatrixView<T> right)
    {
        if (left.Columns != right.Rows)
        {
            throw new ArgumentException(
                Invariant($"cannot multiply [{left.Rows}, {left.Columns}] · [{right.Rows}, {right.Columns}]: the inner lengths differ"));
        }

        Shape shape = [left.Rows, right.Columns];
        var result = Allocate(shape.Size);
        MatrixProduct.Multiply(left, right, result);
        return Freeze(shape, result);
    }

    private MatrixView<T> AsMatrix() =>
        Shape.Rank == 2 ? new(Span, Shape[0], Shape[1]) : throw new ArgumentException($"expected matrices to multiply, got {Shape}");
}
