namespace FunctionalNet.Tests.Plots;

/// <summary>Moving means of curves.</summary>
public sealed class SmoothingTests
{
    public static TheoryData<int, double[]> Windows => new()
    {
        { 1, [1, 2, 4, double.NaN, 16, 32, 64] },
        { 2, [1, 7 / 3.0, 3, double.NaN, 24, 112 / 3.0, 64] },
        { 3, [1, 7 / 3.0, 3, double.NaN, 24, 112 / 3.0, 64] },
        { 5, [1, 7 / 3.0, 23 / 4.0, double.NaN, 29, 112 / 3.0, 64] },
        { 1001, [1, 7 / 3.0, 23 / 4.0, double.NaN, 29, 112 / 3.0, 64] },
        { int.MaxValue, [1, 7 / 3.0, 23 / 4.0, double.NaN, 29, 112 / 3.0, 64] },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Smoothing_takes_means_of_as_many_on_either_side_and_leaves_gaps(int window, double[] means) => Assert.Equal(
        means, Curve.Of("a", [1, 2, 4, double.NaN, 16, 32, 64]).Smoothed(window).Points.Select(point => point.Y));

    [Fact]
    public void Smoothing_of_a_long_curve_is_that_of_each_window()
    {
        var values = Key.Seed(0).Normal<double>([100]).Data;
        var means = Curve.Of("a", values).Smoothed(7).Points.Select(point => point.Y).ToArray();
        for (var i = 0; i < 100; i++)
        {
            var near = Math.Min(3, Math.Min(i, 99 - i));
            Assert.Equal(values[(i - near)..(i + near + 1)].Average(), means[i], 1e-12);
        }
    }

    [Fact]
    public void A_huge_value_is_in_no_mean_that_it_is_not_part_of() => Assert.Equal(
        [1, 1, 1, 1, 1],
        Curve.Of("a", Enumerable.Range(0, 40).Select(i => i == 20 ? 1e30 : 1)).Smoothed(5).Points[23..28].Select(point => point.Y));

    [Fact]
    public void Means_of_the_largest_numbers_do_not_overflow()
    {
        Assert.All(
            Curve.Of("a", Enumerable.Repeat(double.MaxValue, 20)).Smoothed(7).Points,
            point => Assert.Equal(double.MaxValue, point.Y, 1e295));
        Assert.Equal(
            [double.MaxValue, double.MaxValue / 3, -double.MaxValue],
            Curve.Of("a", [double.MaxValue, double.MaxValue, -double.MaxValue]).Smoothed(3).Points.Select(point => point.Y));
    }

    [Fact]
    public void Smoothing_for_a_logarithmic_axis_takes_means_of_logarithms() => Assert.Equal(
        [0, 1, 2], Line.Of(Curve.Of("a", [1, 10, 100]), ValueScale.Logarithmic, smoothing: 3).Points.Select(point => point.Y));
}
