using System.Numerics;

namespace FunctionalNet.Tests.Numerics;

/// <summary>Products whose sums are cut into segments have the bits of the products of the segments, added along their tree.</summary>
public sealed class SegmentedProductTests
{
    public static TheoryData<int, int, int[]> Shapes => new()
    {
        { 1, 1, [0, 1] },
        { 1, 1, [0, 1, 1, 2] },
        { 7, 3, [0, 2, 2, 5, 6] },
        { 33, 10, [0, 4, 8, 12, 16, 20] },
        { 50, 48, [0, 12, 25, 37, 50, 62, 75, 87, 100] },
        { 784, 50, [0, 0, 0, 17, 34, 34] },
        { 100, 61, [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105] },
        { 257, 200, [0, 32, 64, 96, 128, 160, 192, 224, 256] },
        // More than are worked on at once.
        { 40, 70, [0, 700, 1400] },
        { 9, 515, [0, 300, 600, 900, 1200, 1500, 1500, 1700] },
        { 300, 12, [0, 1, 2, 2000] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void In_single_precision(int m, int n, int[] bounds) => Check<float>(m, n, bounds);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void In_double_precision(int m, int n, int[] bounds) => Check<double>(m, n, bounds);

    private static void Check<T>(int m, int n, int[] bounds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (x, y) = (Key.Seed(0).Normal<T>([bounds[^1], m]), Key.Seed(1).Normal<T>([bounds[^1], n]));
        var expected = Sum(0, bounds.Length - 1);
        var actual = new RowCut(bounds).TransposedProduct(x, y);
        Assert.True(expected == actual, $"{m} × {n} over {string.Join(", ", bounds)}: expected {expected}, got {actual}");

        Tensor<T> Sum(int first, int end)
        {
            var middle = first + ((end - first) / 2);
            return end - first > 1 ? Sum(first, middle) + Sum(middle, end)
                : bounds[first] == bounds[end] ? Tensor.Zeros<T>([m, n])
                : x[bounds[first]..bounds[end]].TransposedMatMul(y[bounds[first]..bounds[end]]);
        }
    }
}
