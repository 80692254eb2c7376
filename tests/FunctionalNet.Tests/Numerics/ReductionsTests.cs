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

    [Fact]
    public void A_long_sum_is_taken_in_the_same_order() =>
        Numbers<T>.Ordinary.Array[5000, 5100].ForAll(
            x => Exact.Equal(SumInLanes(x), Reductions.Sum<T>(x), $"sum of {x.Length}", 0), iter: 5);

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

    [Fact]
    public void Of_nothing_but_minus_infinities_the_first_is_the_largest() =>
        Assert.Equal(0, Reductions.IndexOfMax<T>([T.NegativeInfinity, T.NegativeInfinity]));

    private static T SumInLanes(T[] x)
    {
        var lanes = Enumerable.Range(0, 16)
            .Select(lane => x.Where((_, i) => i % 16 == lane).Aggregate(T.Zero, (sum, value) => sum + value))
            .ToArray();
        while (lanes.Length > 1)
            lanes = [.. Enumerable.Range(0, lanes.Length / 2).Select(lane => lanes[lane] + lanes[lane + (lanes.Length / 2)])];
        return lanes[0];
    }
}
