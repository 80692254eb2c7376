using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class TranspositionTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 0, 0, 0 }, { 1, 1, 1 }, { 1, 9, 9 }, { 9, 1, 3 }, { 4, 2, 2 }, { 8, 4, 4 }, { 8, 8, 8 }, { 9, 5, 7 }, { 17, 33, 40 }, { 600, 37, 37 }, { 37, 600, 601 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_become_columns(int rows, int columns, int stride)
    {
        Holds<float>(rows, columns, stride);
        Holds<double>(rows, columns, stride);
        Holds<short>(rows, columns, stride);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Transposition.Copy<float>(new float[11], 3, 4, 4, new float[12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Transposition.Copy<float>(new float[12], 3, 4, 4, new float[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Transposition.Copy<float>(new float[12], 3, 4, -4, new float[12]));
    }

    private static void Holds<T>(int rows, int columns, int stride)
        where T : unmanaged, INumber<T>
    {
        var from = Enumerable.Range(0, rows * stride).Select(T.CreateTruncating).ToArray();
        var to = new T[(rows * columns) + 1];
        Transposition.Copy(from, rows, columns, stride, to);
        var expected = Enumerable.Range(0, columns).SelectMany(column => Enumerable.Range(0, rows).Select(row => from[(row * stride) + column]));
        Assert.Equal([.. expected, T.Zero], to);
    }
}
