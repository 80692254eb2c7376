namespace FunctionalNet.Tests.Random;

/// <summary>Draws have the distribution that they claim. The keys are fixed, so a bound that holds once always holds.</summary>
public sealed class KeyStatisticsTests
{
    private const int Count = 100_000;

    private static readonly Key Fixed = Key.Seed(2026);

    [Fact]
    public void Uniform_numbers_lie_in_the_unit_interval_and_fill_it_evenly()
    {
        var sorted = Fixed.Uniform<double>([Count]).Data.Sort();
        Assert.InRange(sorted[0], 0, 1e-4);
        Assert.InRange(sorted[^1], 1 - 1e-4, double.BitDecrement(1));
        // The Kolmogorov–Smirnov distance is below this in all but 1 of 1000 samples.
        var distance = sorted.Select((x, i) => Math.Max(Math.Abs(x - ((double)i / Count)), Math.Abs(x - ((i + 1.0) / Count)))).Max();
        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(Count));
    }

    [Fact]
    public void Uniform_numbers_in_single_precision_do_not_reach_one() =>
        Assert.All(Fixed.Uniform<float>([Count]).Data, x => Assert.InRange(x, 0, float.BitDecrement(1)));

    [Fact]
    public void Neighbours_in_a_draw_and_in_two_split_keys_are_not_correlated()
    {
        var (first, second) = Fixed.Split();
        var (x, y) = (first.Normal<double>([Count]).Data, second.Normal<double>([Count]).Data);
        Within(0, 4 / Math.Sqrt(Count), x.Zip(y, (a, b) => a * b).Average(), "correlation of the two keys");
        Within(0, 4 / Math.Sqrt(Count), x.Zip(x.Skip(1), (a, b) => a * b).Average(), "correlation of neighbours");
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        // Four standard deviations of each statistic.
        var z = Fixed.Normal<double>([Count]).Data;
        Within(0, 4 * Math.Sqrt(1.0 / Count), z.Average(), "mean");
        Within(1, 4 * Math.Sqrt(2.0 / Count), z.Average(x => x * x), "variance");
        Within(0, 4 * Math.Sqrt(15.0 / Count), z.Average(x => x * x * x), "third moment");
        Within(3, 4 * Math.Sqrt(96.0 / Count), z.Average(x => x * x * x * x), "fourth moment");
    }

    [Theory]
    [InlineData(1, 0.31731050786291415)]
    [InlineData(2, 0.04550026389635842)]
    [InlineData(3, 0.0026997960632601866)]
    [InlineData(4, 6.334248366623996e-05)]
    public void Normal_numbers_have_the_tails_of_the_normal_distribution(double beyond, double probability)
    {
        var observed = Fixed.Normal<float>([Count]).Data.Count(z => Math.Abs(z) > beyond);
        Within(Count * probability, 4 * Math.Sqrt(Count * probability), observed, $"numbers beyond {beyond}");
    }

    // The quantiles of χ² that 1 of 1000 samples exceeds.
    [Theory]
    [InlineData(2, 10.828)]
    [InlineData(7, 22.458)]
    [InlineData(10, 27.877)]
    [InlineData(100, 148.230)]
    public void Integers_are_equally_likely(int bound, double quantile)
    {
        var counts = new int[bound];
        foreach (var integer in Fixed.Integers(Count, bound))
            counts[integer]++;
        Assert.InRange(ChiSquare(counts), 0, quantile);
    }

    [Fact]
    public void Integers_below_the_largest_bound_and_below_one_are_in_range()
    {
        Assert.All(Fixed.Integers(1000, int.MaxValue), integer => Assert.InRange(integer, 0, int.MaxValue - 1));
        Assert.All(Fixed.Integers(1000, 1), integer => Assert.Equal(0, integer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(1000)]
    public void A_permutation_has_each_number_once(int count) =>
        Assert.Equal(Enumerable.Range(0, count), Fixed.Permutation(count).Order());

    [Fact]
    public void Every_permutation_is_as_likely_as_another()
    {
        var orders = Enumerable.Range(0, 24_000).Select(i => string.Concat(Fixed.Fold(i).Permutation(4)));
        var counts = orders.CountBy(order => order).ToArray();
        Assert.Equal(24, counts.Length);
        Assert.InRange(ChiSquare([.. counts.Select(count => count.Value)]), 0, 49.728);
    }

    [Fact]
    public void Every_number_is_as_likely_as_another_at_every_position()
    {
        const int Length = 20;
        var counts = new int[Length, Length];
        for (var i = 0; i < 10_000; i++)
        {
            foreach (var (position, number) in Fixed.Fold(i).Permutation(Length).Index())
                counts[position, number]++;
        }

        // At 20 positions: exceeded by 1 of 10000 samples.
        for (var position = 0; position < Length; position++)
            Assert.InRange(ChiSquare([.. Enumerable.Range(0, Length).Select(number => counts[position, number])]), 0, 50.796);
    }

    private static double ChiSquare(int[] counts)
    {
        var expected = counts.Average();
        return counts.Sum(count => (count - expected) * (count - expected)) / expected;
    }

    private static void Within(double expected, double tolerance, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"{what}: {actual} is further from {expected} than {tolerance}");
}
