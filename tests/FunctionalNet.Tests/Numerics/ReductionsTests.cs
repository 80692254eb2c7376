using System.Numerics;
using CsCheck;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class ReductionsTestsInSinglePrecision : ReductionsTests<float>;

public sealed class ReductionsTestsInDoublePrecision : ReductionsTests<double>;

public abstract class ReductionsTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static Gen<T[]> Vectors => Gen.OneOf(Numbers<T>.Ordinary.Array[0, 100], Numbers<T>.Any.Array[0, 100]);

    [Fact]
    public void A_sum_is_taken_in_sixteen_lanes_that_are_halved() =>
        Vectors.ForAll(x => Exact.Equal(SumInLanes(x), Reductions.Sum<T>(x), $"sum of {x.Length}", 0), iter: 1000);

    [Theory]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(3 * 4096)]
    [InlineData((6 * 4096) + 33)]
    [InlineData((97 * 4096) + 33)]
    public void Of_a_long_sum_blocks_are_taken_in_this_order_and_added_in_pairs(int length)
    {
        var x = Key.Seed(length).Normal<T>([length]);
        Exact.Equal(InPairs([.. x.Data.Chunk(4096).Select(SumInLanes)]), Reductions.Sum(x.Span), $"sum of {length}", 0);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(3 * 256)]
    [InlineData((6 * 256) + 33)]
    [InlineData((29 * 256) + 33)]
    public void Of_many_rows_blocks_are_added_in_order_and_their_sums_in_pairs(int count)
    {
        var rows = Key.Seed(count).Normal<T>([count, 19]);
        var sums = new T[19];
        Reductions.SumRows(rows.Span, sums);
        for (var column = 0; column < sums.Length; column++)
        {
            var x = Enumerable.Range(0, count).Select(row => rows[row, column]);
            var expected = InPairs([.. x.Chunk(256).Select(block => block.Aggregate(T.Zero, (sum, value) => sum + value))]);
            Exact.Equal(expected, sums[column], $"sum of {count} rows", column);
        }
    }

    [Fact]
    public void Ten_million_numbers_are_summed_without_losing_digits()
    {
        var tenth = T.CreateChecked(0.1);
        var tenths = Tensor.Full([10_000_000], tenth);
        IsNear(tenth, tenths.Mean());
        Assert.All(tenths.Reshape([5_000_000, 2]).SumTo([2]).Data, sum => IsNear(tenth, sum / T.CreateChecked(5_000_000)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData((3 * 4096) + 17)]
    public void Squares_are_summed_in_the_same_order(int length)
    {
        var x = Key.Seed(length).Normal<T>([length]);
        Exact.Equal(
            InPairs([.. x.Data.Chunk(4096).DefaultIfEmpty([]).Select(SumOfSquaresInLanes)]), Reductions.SumOfSquares(x.Span), $"squares of {length}", 0);
    }

    [Fact]
    public void The_sum_of_nothing_is_zero() => Assert.Equal(T.Zero, Reductions.Sum<T>([]));

    [Fact]
    public void The_maximum_is_NaN_if_there_is_one_and_else_the_largest() =>
        Vectors.ForAll(x => Assert.Equal(
            x.Any(T.IsNaN) ? T.NaN : x.Aggregate(T.NegativeInfinity, (a, b) => a > b ? a : b), Reductions.Max<T>(x)));

    [Fact]
    public void The_position_of_the_maximum_is_the_first_at_which_it_stands() =>
        Gen.OneOf(Numbers<T>.Whole.Array[1, 60], Numbers<T>.Any.Array[1, 60]).ForAll(
            x => Assert.Equal(Array.IndexOf(x, Reductions.Max<T>(x)), Reductions.IndexOfMax<T>(x)), iter: 500);

    [Fact]
    public void NaN_is_found_wherever_it_stands()
    {
        for (var at = 0; at < 20; at++)
        {
            var x = Enumerable.Range(0, 20).Select(T.CreateChecked).ToArray();
            x[at] = T.NaN;
            Assert.True(T.IsNaN(Reductions.Max<T>(x)), $"NaN at {at} is overlooked");
            Assert.Equal(at, Reductions.IndexOfMax<T>(x));
        }
    }

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(4096)]
    [InlineData((3 * 4096) + 5)]
    public void In_many_numbers_the_first_of_the_largest_is_found_and_a_NaN_before_it(int length)
    {
        foreach (var at in (int[])[0, length / 2, length - 1])
        {
            var x = Key.Seed(length).Normal<T>([length]).Data.ToArray();
            (x[at], x[^1]) = (T.CreateChecked(100), T.CreateChecked(100));
            Assert.Equal(at, Reductions.IndexOfMax<T>(x));
            Assert.Equal(at, Positions.Of(Array.ConvertAll(x, number => -number), T.PositiveInfinity, default(Smaller<T>)));
            x[at] = T.NaN;
            Assert.Equal(at, Reductions.IndexOfMax<T>(x));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void The_position_of_the_largest_in_each_column_is_that_of_the_column_alone(int columns) =>
        Gen.OneOf(Numbers<T>.Whole.Array[7 * columns], Numbers<T>.Any.Array[7 * columns]).ForAll(rows =>
        {
            var positions = new int[columns];
            Positions.OfColumns(rows, positions, default(Larger<T>));
            var expected = Enumerable.Range(0, columns).Select(column => Reductions.IndexOfMax<T>([.. rows.Where((_, i) => i % columns == column)]));
            Assert.Equal(expected, positions);
        });

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 10)]
    [InlineData(64, 1)]
    [InlineData(100, 10)]
    [InlineData(130, 24)]
    [InlineData(20, 25)]
    public void The_position_of_the_largest_in_each_row_is_that_of_the_row_alone(int rows, int length) =>
        Gen.OneOf(Numbers<T>.Whole.Array[rows * length], Numbers<T>.Any.Array[rows * length]).ForAll(
            x =>
            {
                var positions = new int[rows];
                Positions.OfRows(x, positions, T.NegativeInfinity, default(Larger<T>));
                Assert.Equal(Enumerable.Range(0, rows).Select(row => Reductions.IndexOfMax<T>(x.AsSpan(row * length, length))), positions);
            },
            iter: 50);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(10, 1)]
    [InlineData(10, 200)]
    [InlineData(16, 64)]
    [InlineData(17, 65)]
    [InlineData(64, 9)]
    [InlineData(65, 9)]
    public void Many_rows_are_reduced_to_the_bits_of_each_alone(int length, int count)
    {
        Holds(T.Zero, default(Add<T>), default(Add<T>));
        Holds(T.Zero, default(AddSquare<T>), default(Add<T>));
        Holds(T.One, default(Multiply<T>), default(Multiply<T>));
        Holds(T.NegativeInfinity, default(Larger<T>), default(Larger<T>));

        void Holds<TOperation, TJoin>(T first, TOperation operation, TJoin join)
            where TOperation : struct, IBinaryOperation<T>
            where TJoin : struct, IBinaryOperation<T> =>
            Gen.OneOf(Numbers<T>.Ordinary.Array[length * count], Numbers<T>.Any.Array[length * count]).ForAll(
                x =>
                {
                    var result = new T[count];
                    Reductions.FoldEach(x, result, first, operation, join);
                    var expected = Enumerable.Range(0, count).Select(row => Reductions.Fold(x.AsSpan(row * length, length), first, operation, join)).ToArray();
                    Exact.Equal<T>(expected, result, $"{typeof(TOperation).Name} of {count} rows of {length}");
                },
                iter: 10);
    }

    [Fact]
    public void More_numbers_than_a_cache_holds_are_summed_in_the_same_order()
    {
        const int Blocks = 2050;
        var x = Key.Seed(5).Normal<T>([Blocks * 4096]);
        var half = Blocks / 2 * 4096;
        var expected = Sum(x.Span[..half]) + Sum(x.Span[half..]);
        Exact.Equal(expected, Reductions.Sum(x.Span), "sum", 0);

        static T Sum(ReadOnlySpan<T> x) => x.Length <= 4096 ? Reductions.Sum(x)
            : Sum(x[..(x.Length / 4096 / 2 * 4096)]) + Sum(x[(x.Length / 4096 / 2 * 4096)..]);
    }

    [Fact]
    public void Of_nothing_but_minus_infinities_the_first_is_the_largest() =>
        Assert.Equal(0, Reductions.IndexOfMax<T>([T.NegativeInfinity, T.NegativeInfinity]));

    private static T SumInLanes(T[] x) => InLanes(x, (sum, value) => sum + value);

    private static T SumOfSquaresInLanes(T[] x) => InLanes(x, (sum, value) => T.FusedMultiplyAdd(value, value, sum));

    private static T InLanes(T[] x, Func<T, T, T> add)
    {
        var lanes = Enumerable.Range(0, 16)
            .Select(lane => x.Where((_, i) => i % 16 == lane).Aggregate(T.Zero, add))
            .ToArray();
        while (lanes.Length > 1)
            lanes = [.. Enumerable.Range(0, lanes.Length / 2).Select(lane => lanes[lane] + lanes[lane + (lanes.Length / 2)])];
        return lanes[0];
    }

    private static T InPairs(ReadOnlySpan<T> sums) => sums is [var only] ? only
        : InPairs(sums[..(sums.Length / 2)]) + InPairs(sums[(sums.Length / 2)..]);

    private static void IsNear(T expected, T actual)
    {
        var error = T.Abs(actual - expected) / (T.BitIncrement(expected) - expected);
        Assert.True(error <= T.CreateChecked(64), $"{actual} is {error} units in the last place away from {expected}");
    }
}
