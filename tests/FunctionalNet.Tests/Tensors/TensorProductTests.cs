using System.Numerics;
using CsCheck;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Tensors;

public sealed class TensorProductTestsInSinglePrecision : TensorProductTests<float>;

public sealed class TensorProductTestsInDoublePrecision : TensorProductTests<double>;

public abstract class TensorProductTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static Gen<(Tensor<T> Left, Tensor<T> Right)> Factors(Gen<(int Rows, int Depth, int Columns)> sizes, Gen<T> numbers) =>
        from size in sizes
        from left in Numbers<T>.Tensors([size.Rows, size.Depth], numbers)
        from right in Numbers<T>.Tensors([size.Depth, size.Columns], numbers)
        select (left, right);

    private static Gen<int> UpTo40 => Gen.Int[0, 40];

    // Sizes around those of tiles, of 6 or 8 rows, and of panels, of one to three vectors of 2 to 16 numbers.
    private static Gen<int> AroundTiles => Gen.OneOf(1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 33, 47, 48, 49, 50, 97);

    // Sizes around those of the blocks of k.
    private static Gen<int> AroundBlocks => Gen.OneOf(63, 64, 65, 511, 512, 513, 767, 768, 769, 1025, 1537);

    [Fact]
    public void Every_element_is_one_chain_of_fused_multiply_adds() =>
        Factors(Gen.Select(UpTo40, UpTo40, UpTo40), Numbers<T>.Ordinary).ForAll(AllProductsAreExact, iter: 1300);

    [Fact]
    public void Odd_sizes_do_not_matter() =>
        Factors(Gen.Select(AroundTiles, AroundTiles, AroundTiles), Numbers<T>.Ordinary).ForAll(AllProductsAreExact, iter: 60);

    [Fact]
    public void Blocks_of_k_do_not_matter() =>
        Factors(Gen.Select(AroundTiles, AroundBlocks, AroundTiles), Numbers<T>.Ordinary).ForAll(AllProductsAreExact, iter: 15);

    [Fact]
    public void Special_numbers_spread_as_in_scalar_arithmetic() =>
        Factors(Gen.Select(AroundTiles, AroundTiles, AroundTiles), Gen.Frequency((20, Numbers<T>.Ordinary), (1, Numbers<T>.Special)))
            .ForAll(AllProductsAreExact, iter: 60);

    [Fact]
    public void Numbers_of_all_sizes_are_rounded_as_in_scalar_arithmetic() =>
        Factors(Gen.Select(UpTo40, UpTo40, UpTo40), Numbers<T>.Any.Where(T.IsFinite)).ForAll(AllProductsAreExact, iter: 60);

    [Theory]
    [InlineData(600, 70, 5)] // A transposed A whose columns are pages apart: read in place for few columns of C,
    [InlineData(600, 70, 150)] // and copied for many.
    [InlineData(900, 700, 150)] // Several blocks of rows, each of which is copied,
    [InlineData(600, 2500, 161)] // and several of k, too.
    [InlineData(300, 90, 100)] // Above the threshold for threads, divided by rows.
    [InlineData(20, 100, 1100)] // Above the threshold for threads, divided by columns.
    public void Large_products_are_exact(int rows, int depth, int columns) => AllProductsAreExact((
        Key.Seed(rows).Normal<T>([rows, depth]), Key.Seed(columns).Normal<T>([depth, columns])));

    [Theory]
    [InlineData(3073, false)] // A last turn of one column,
    [InlineData(3077, true)] // and of a few, with both factors transposed.
    public unsafe void Columns_that_are_packed_in_turns_are_those_of_narrower_products(int columns, bool areTransposed)
    {
        // Enough for several blocks of rows and of k, whatever the registers.
        const int Rows = 520, Depth = 500, Narrow = 1024;
        var (a, b) = (Key.Seed(0).Normal<T>([Rows, Depth]), Key.Seed(1).Normal<T>([Depth, columns]));
        T[] whole = new T[Rows * columns], parts = new T[Rows * columns];
        fixed (T* pa = a.Span, pb = b.Span, pc = whole, pd = parts)
        {
            var product = new ProductOperands<T>
            {
                M = Rows,
                N = columns,
                K = Depth,
                A = pa,
                ARowStride = areTransposed ? 1 : Depth,
                AColumnStride = areTransposed ? Rows : 1,
                B = pb,
                BRowStride = areTransposed ? 1 : columns,
                BColumnStride = areTransposed ? Depth : 1,
                C = pc,
                CStride = columns,
            };
            MatrixProduct.Multiply(product);
            for (var j = 0; j < columns; j += Narrow)
                MatrixProduct.Multiply((product with { C = pd }).Columns(j, int.Min(Narrow, columns - j)));
        }

        Assert.True(whole.AsSpan().SequenceEqual(parts), $"[{Rows}, {Depth}] · [{Depth}, {columns}] differs from its parts of {Narrow} columns");
    }

    [Fact]
    public void Millions_of_columns_are_not_too_many()
    {
        var wide = Tensor.Generate<T>([1, 3_000_001], i => T.CreateTruncating(i % 1000));
        Exact.Equal(wide, Tensor.Ones<T>([1, 1]).MatMul(wide), "[1, 1] · [1, 3000001]");
    }

    [Fact]
    public void Strides_do_not_matter() =>
        Gen.Select(AroundTiles, AroundTiles, AroundTiles).ForAll(
            sizes =>
            {
                var (m, k, n) = sizes;
                var (a, b) = (Key.Seed(m).Normal<T>([m, (2 * k) + 3]), Key.Seed(n).Normal<T>([k, (3 * n) + 1]));
                var c = new T[m * n];
                MatrixProduct.Multiply(
                    new(a.Span, m, k, rowStride: (2 * k) + 3, columnStride: 2),
                    new(b.Span, k, n, rowStride: (3 * n) + 1, columnStride: 3),
                    c.AsSpan());
                var (left, right) = (
                    Tensor.Generate<T>([m, k], i => a[i / k, 2 * (i % k)]), Tensor.Generate<T>([k, n], i => b[i / n, 3 * (i % n)]));
                Exact.Equal(Naive.Product(left, right), Tensor.Create<T>([m, n], c), $"[{m}, {k}] · [{k}, {n}] with gaps");
            },
            iter: 100);

    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(2, 3, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 400, 0)]
    public void A_product_without_rows_or_columns_is_empty(int rows, int depth, int columns) =>
        AllProductsAreExact((Tensor.Ones<T>([rows, depth]), Tensor.Ones<T>([depth, columns])));

    [Fact]
    public void A_product_over_nothing_is_zero() =>
        Exact.Equal(Tensor.Zeros<T>([5, 33]), Tensor.Ones<T>([5, 0]).MatMul(Tensor.Ones<T>([0, 33])), "[5, 0] · [0, 33]");

    [Fact]
    public void A_transpose_has_the_columns_as_rows() =>
        Numbers<T>.Tensors(Shapes.OfRank(2, 2), Numbers<T>.Any).ForAll(matrix =>
        {
            var transpose = matrix.Transpose();
            Assert.Equal([matrix.Shape[1], matrix.Shape[0]], transpose.Shape);
            foreach (var index in Naive.Indices(matrix.Shape))
                Exact.Equal(matrix[index], transpose[index[1], index[0]], $"[{index[1]}, {index[0]}]", 0);
        });

    [Fact]
    public void Factors_that_do_not_fit_are_reported_as_they_are_multiplied()
    {
        var (x, y) = (Tensor.Zeros<T>([2, 3]), Tensor.Zeros<T>([4, 5]));
        Failure.Says("cannot multiply [2, 3] · [4, 5]: the inner lengths differ", () => x.MatMul(y));
        Failure.Says("cannot multiply [3, 2] · [4, 5]: the inner lengths differ", () => x.TransposedMatMul(y));
        Failure.Says("cannot multiply [2, 3] · [5, 4]: the inner lengths differ", () => x.MatMulTransposed(y));
    }

    [Fact]
    public void Tensors_that_are_no_matrices_are_refused()
    {
        var (matrix, vector) = (Tensor.Zeros<T>([2, 2]), Tensor.Zeros<T>([2]));
        Failure.Says("expected matrices to multiply, got [2] and [2, 2]", () => vector.TransposedMatMul(matrix));
        Failure.Says("expected matrices to multiply, got [2, 2] and []", () => matrix.MatMulTransposed(T.One));
        Failure.Says("cannot multiply [1, 2] · [3, 3]: the inner lengths differ", () => vector.MatMul(Tensor.Zeros<T>([3, 3])));
        Failure.Says("[2] and [3] do not broadcast: 2 against 3 in axis 0", () => Tensor.Zeros<T>([2, 2, 2]).MatMul(Tensor.Zeros<T>([3, 2, 2])));
        Failure.Says("expected a matrix to transpose, got [2]", () => vector.Transpose());
    }

    [Theory]
    [InlineData(new[] { 5, 3, 4 }, new[] { 4, 2 })]
    [InlineData(new[] { 3, 4 }, new[] { 5, 4, 2 })]
    [InlineData(new[] { 2, 1, 3, 4 }, new[] { 5, 4, 2 })]
    [InlineData(new[] { 0, 3, 4 }, new[] { 4, 2 })]
    public void Batches_of_matrices_broadcast_and_each_product_has_the_bits_of_one_alone(int[] leftShape, int[] rightShape)
    {
        var (left, right) = (Key.Seed(1).Normal<T>(Shape.Create(leftShape)), Key.Seed(2).Normal<T>(Shape.Create(rightShape)));
        var product = left.MatMul(right);
        var batch = Shape.Broadcast(left.Shape[..^2], right.Shape[..^2]);
        Assert.Equal([.. batch, 3, 2], product.Shape);
        var (l, r) = (left.BroadcastTo([.. batch, 3, 4]).Reshape([batch.Size, 3, 4]), right.BroadcastTo([.. batch, 4, 2]).Reshape([batch.Size, 4, 2]));
        for (var i = 0; i < batch.Size; i++)
            Exact.Equal(l.Row(i).MatMul(r.Row(i)), product.Reshape([batch.Size, 3, 2]).Row(i), $"product {i} of {left.Shape} · {right.Shape}");
        Exact.Equal(product, left.Transpose(-1, -2).TransposedMatMul(right), "the left transposed");
        Exact.Equal(product, left.MatMulTransposed(right.Transpose(-1, -2)), "the right transposed");
    }

    [Fact]
    public void A_vector_is_a_row_on_the_left_and_a_column_on_the_right()
    {
        var (vector, matrix) = (Key.Seed(1).Normal<T>([3]), Key.Seed(2).Normal<T>([3, 3]));
        Exact.Equal(vector.Reshape([1, 3]).MatMul(matrix).Reshape([3]), vector.MatMul(matrix), "a row");
        Exact.Equal(matrix.MatMul(vector.Reshape([3, 1])).Reshape([3]), matrix.MatMul(vector), "a column");
        Assert.Equal(Shape.Scalar, vector.MatMul(vector).Shape);
    }

    private static void AllProductsAreExact((Tensor<T> Left, Tensor<T> Right) factors)
    {
        var (left, right) = factors;
        var expected = Naive.Product(left, right);
        Exact.Equal(expected, left.MatMul(right), $"{left.Shape} · {right.Shape}");
        Exact.Equal(expected, left.Transpose().TransposedMatMul(right), $"{left.Shape} · {right.Shape}, the left transposed");
        Exact.Equal(expected, left.MatMulTransposed(right.Transpose()), $"{left.Shape} · {right.Shape}, the right transposed");
    }
}
