using System.Numerics;

namespace FunctionalNet.Tests.Layers;

public sealed class OrthogonalTestsInSinglePrecision : OrthogonalTests<float>;

public sealed class OrthogonalTestsInDoublePrecision : OrthogonalTests<double>;

/// <summary>Random orthogonal matrices.</summary>
public abstract class OrthogonalTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly double Tolerance = typeof(T) == typeof(float) ? 1e-6 : 1e-12;

    private static readonly Initializer<T> Orthogonal = Layers<T>.Initializers.Orthogonal;

    public static TheoryData<int[]> Shapes =>
        [[1, 1], [2, 2], [7, 7], [100, 100], [40, 7], [7, 40], [1, 9], [9, 1], [3, 3, 16, 33], [3, 3, 2, 33], [5, 1, 64], [0, 3], [3, 0]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_shorter_side_is_orthonormal(int[] lengths)
    {
        var shape = Shape.Create(lengths);
        var drawn = Orthogonal.Draw(Key.Seed(1), shape);
        Assert.Equal(shape, drawn.Shape);
        var matrix = drawn.Reshape([shape[..^1].Size, shape[^1]]).Cast<double>();
        var product = shape[..^1].Size >= shape[^1] ? matrix.TransposedMatMul(matrix) : matrix.MatMulTransposed(matrix);
        var distance = Distance(product, Identity(product.Shape[0]));
        Assert.True(distance <= Tolerance, $"{shape}: {distance:g3} from orthonormal");
    }

    [Fact]
    public void It_is_the_factor_of_a_normal_matrix_whose_other_factor_has_a_positive_diagonal()
    {
        var normal = Key.Seed(2).Normal<double>([12, 9]);
        var q = Orthogonal.Draw(Key.Seed(2), [12, 9]).Cast<double>();
        var r = q.TransposedMatMul(normal);
        for (var row = 0; row < 9; row++)
        {
            Assert.True(r[row, row] > 0, $"{r[row, row]} on the diagonal");
            for (var column = 0; column < row; column++)
                Assert.Equal(0, r[row, column], 10 * Tolerance);
        }

        Assert.True(Distance(q.MatMul(r), normal) < 10 * Tolerance);
    }

    [Fact]
    public void All_orthogonal_matrices_are_equally_likely()
    {
        // So are its elements of either sign, and have a variance of 1/n: 400 matrices, and five deviations.
        var drawn = Enumerable.Range(0, 400).Select(i => Orthogonal.Draw(Key.Seed(3).Fold(i), [5, 5]).Cast<double>()).ToList();
        for (var place = 0; place < 25; place++)
        {
            var elements = drawn.ConvertAll(matrix => matrix.Data[place]);
            Assert.Equal(200, elements.Count(element => element > 0), 50.0);
            Assert.Equal(0.2, elements.Average(element => element * element), 0.06);
        }
    }

    [Fact]
    public void A_large_one_is_orthonormal_too()
    {
        var matrix = Orthogonal.Draw(Key.Seed(4), [512, 512]).Cast<double>();
        Assert.True(Distance(matrix.TransposedMatMul(matrix), Identity(512)) < Tolerance);
    }

    private static Tensor<double> Identity(int n) => Tensor.Generate<double>([n, n], i => i / n == i % n ? 1 : 0);

    private static double Distance(Tensor<double> left, Tensor<double> right) => left.Shape.Size == 0 ? 0 : (left - right).Abs().Max();
}
