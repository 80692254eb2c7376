using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class DividedPassesTestsInSinglePrecision : DividedPassesTests<float>;

public sealed class DividedPassesTestsInDoublePrecision : DividedPassesTests<double>;

/// <summary>What threads share has the bits of the same work done in pieces that are too short for a second thread.</summary>
public abstract class DividedPassesTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Neither is a multiple of a vector. Above 16 MB, results are written past the caches.
    private const int Long = 100_003;
    private const int VeryLong = (5 << 20) + 3;
    private const int Piece = 1001;

    private readonly T[] x = Key.Seed(0).Normal<T>([VeryLong]).ToArray();
    private readonly T[] y = Key.Seed(1).Normal<T>([VeryLong]).ToArray();

    [Theory]
    [InlineData(Long)]
    [InlineData(VeryLong)]
    public void Functions_of_each_number(int length)
    {
        var (whole, pieces) = (new T[length], new T[length]);
        Elementwise.Map(x.AsSpan(0, length), whole, default(Sigmoid<T>));
        InPieces(length, (at, count) => Elementwise.Map(x.AsSpan(at, count), pieces.AsSpan(at, count), default(Sigmoid<T>)));
        Assert.Equal(pieces, whole);
    }

    [Theory]
    [InlineData(Long)]
    [InlineData(VeryLong)]
    public void Functions_of_two_numbers_also_in_place(int length)
    {
        var (whole, pieces) = (x[..length], new T[length]);
        Elementwise.Zip(whole, y.AsSpan(0, length), whole, default(Subtract<T>));
        InPieces(length, (at, count) => Elementwise.Zip(x.AsSpan(at, count), y.AsSpan(at, count), pieces.AsSpan(at, count), default(Subtract<T>)));
        Assert.Equal(pieces, whole);
    }

    [Fact]
    public void A_choice_between_two()
    {
        var (whole, pieces, zeros) = (new T[Long], new T[Long], Array.ConvertAll(x[..Long], value => value > T.Zero ? value : T.Zero));
        Elementwise.Select<T>(zeros, x, y, whole);
        InPieces(Long, (at, count) => Elementwise.Select<T>(zeros.AsSpan(at, count), x.AsSpan(at, count), y.AsSpan(at, count), pieces.AsSpan(at, count)));
        Assert.Equal(pieces, whole);
    }

    [Fact]
    public void A_row_added_to_each_row()
    {
        const int columns = 77, rows = 1300;
        var (whole, pieces) = (new T[rows * columns], new T[rows * columns]);
        Elementwise.ZipRows(x.AsSpan(0, whole.Length), y.AsSpan(0, columns), whole, default(Add<T>));
        for (var row = 0; row < rows; row++)
            Elementwise.Zip(x.AsSpan(row * columns, columns), y.AsSpan(0, columns), pieces.AsSpan(row * columns, columns), default(Add<T>));
        Assert.Equal(pieces, whole);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Rows_that_are_summed(int columns)
    {
        var rows = Long / columns;
        var (whole, pieces) = (new T[rows], new T[rows]);
        Reductions.FoldEach(x.AsSpan(0, rows * columns), whole, T.Zero, default(Add<T>), default(Add<T>));
        for (var row = 0; row < rows; row++)
            pieces[row] = Reductions.Sum<T>(x.AsSpan(row * columns, columns));
        Assert.Equal(pieces, whole);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Softmax_of_rows(int columns)
    {
        var rows = Long / columns;
        var (whole, pieces) = (new T[rows * columns], new T[rows * columns]);
        Softmax.Of(x.AsSpan(0, whole.Length), columns, whole);
        for (var row = 0; row < rows; row++)
            Softmax.Of<T>(x.AsSpan(row * columns, columns), columns, pieces.AsSpan(row * columns, columns));
        Assert.Equal(pieces, whole);
    }

    [Fact]
    public void A_step_of_Adam_and_one_of_RmsProp()
    {
        var (kept, added) = (T.CreateChecked(0.9), T.CreateChecked(0.1));
        var adam = new AdamStep<T>(T.CreateChecked(2), (kept, added), (kept, added), T.CreateChecked(1.1), T.CreateChecked(1e-8));
        var root = new RootStep<T>(T.CreateChecked(2), (kept, added), T.CreateChecked(1e-8));
        var squares = Array.ConvertAll(y[..Long], value => value * value);
        T[][] whole = [.. Enumerable.Range(0, 5).Select(_ => new T[Long])];
        T[][] pieces = [.. Enumerable.Range(0, 5).Select(_ => new T[Long])];
        Step(whole, 0, Long);
        InPieces(Long, (at, count) => Step(pieces, at, count));
        Assert.Equal(pieces, whole);

        void Step(T[][] to, int at, int count)
        {
            adam.Run(
                x.AsSpan(at, count), y.AsSpan(at, count), squares.AsSpan(at, count),
                to[0].AsSpan(at, count), to[1].AsSpan(at, count), to[2].AsSpan(at, count));
            root.Run(x.AsSpan(at, count), squares.AsSpan(at, count), to[3].AsSpan(at, count), to[4].AsSpan(at, count));
        }
    }

    [Fact]
    public void Random_zeros()
    {
        const int whole = 19660; // of 65536, and 0.8 of a part
        const double rate = 19660.8 / 65536;
        var dropped = new T[Long];
        new Dropping<T>((1, 2), rate).Run(x.AsSpan(0, Long), dropped);
        var words = new Key(1, 2).Words((Long + 3) / 4);
        for (var i = 0; i < Long; i++)
        {
            var part = (int)(words[i / 4] >> (16 * (i % 4))) & 0xFFFF;
            var isDropped = part < whole || (part == whole && UniformDouble.Of(Threefry.Scramble((1, 2), ((ulong)i, 3)).Item1) < (rate * 65536) - whole);
            Exact.Equal(isDropped ? T.Zero : x[i] * T.CreateChecked(1 / (1 - rate)), dropped[i], "kept", i);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(300)]
    public void Affine_functions_of_columns(int columns)
    {
        var rows = Long / columns;
        var (whole, pieces, both, bothInPieces) = (new T[rows * columns], new T[rows * columns], new T[rows * columns], new T[rows * columns]);
        var map = new ColumnMap<T>(y[..columns], x[..columns], y[7..(columns + 7)]);
        map.Run(x.AsSpan(0, whole.Length), whole);
        map.Run(x.AsSpan(0, whole.Length), y, y[..columns], both);
        for (var row = 0; row < rows; row++)
        {
            map.Run(x.AsSpan(row * columns, columns), pieces.AsSpan(row * columns, columns));
            map.Run(x.AsSpan(row * columns, columns), y.AsSpan(row * columns), y[..columns], bothInPieces.AsSpan(row * columns, columns));
        }

        Assert.Equal(pieces, whole);
        Assert.Equal(bothInPieces, both);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(300)]
    public void Two_sums_of_columns(int columns)
    {
        var rows = VeryLong / 8 / columns;
        T[] first = new T[columns], second = new T[columns], shift = new T[columns];
        ColumnSums.Of(x.AsSpan(0, rows * columns), y, shift, first, second, default(ShiftedProducts<T>));
        var (sums, products) = (new double[columns], new double[columns]);
        for (var i = 0; i < rows * columns; i++)
        {
            sums[i % columns] += double.CreateChecked(y[i]);
            products[i % columns] += double.CreateChecked(x[i]) * double.CreateChecked(y[i]);
        }

        Assert.All(Enumerable.Range(0, columns), column =>
        {
            Assert.Equal(sums[column], double.CreateChecked(first[column]), 0.02);
            Assert.Equal(products[column], double.CreateChecked(second[column]), 0.02);
        });
    }

    private static void InPieces(int length, Action<int, int> work)
    {
        for (var at = 0; at < length; at += Piece)
            work(at, int.Min(Piece, length - at));
    }
}
