using System.Numerics;
using CsCheck;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class SoftmaxTestsInSinglePrecision : SoftmaxTests<float>;

public sealed class SoftmaxTestsInDoublePrecision : SoftmaxTests<double>;

public abstract class SoftmaxTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(65)]
    public void Many_rows_have_the_bits_of_each_alone(int columns)
    {
        const int Rows = 67;
        Gen.OneOf(Numbers<T>.Ordinary.Array[Rows * columns], Numbers<T>.Any.Array[Rows * columns]).ForAll(
            x =>
            {
                var (all, maxima, sums) = (new T[x.Length], new T[Rows], new T[Rows]);
                Softmax.Of(x, columns, all, maxima, sums);
                for (var row = 0; row < Rows; row++)
                {
                    var (one, max, sum) = (new T[columns], new T[1], new T[1]);
                    Softmax.Of(x.AsSpan(row * columns, columns), columns, one, max, sum);
                    Exact.Equal<T>([.. one, max[0], sum[0]], [.. all.AsSpan(row * columns, columns), maxima[row], sums[row]], $"row {row}");
                }
            },
            iter: 10);
    }
}
