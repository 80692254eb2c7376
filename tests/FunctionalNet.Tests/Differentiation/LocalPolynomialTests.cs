namespace FunctionalNet.Tests.Differentiation;

public sealed class LocalPolynomialTests
{
    [Fact]
    public void The_points_go_from_minus_1_to_1_by_eighths() =>
        Assert.Equal(Enumerable.Range(-8, 17).Select(i => i / 8.0), LocalPolynomial.Points);

    [Fact]
    public void Values_of_a_polynomial_of_degree_6_have_its_slope_and_a_std_of_0()
    {
        var fit = Fit(x => 3 + (x * (5 + (x * (-1 + (x * (2 + (x * (4 + (x * (-6 + (7 * x))))))))))));
        Assert.Equal(5, fit.Slope, 1e-13);
        Assert.Equal(0, fit.Std, 1e-13);
    }

    [Fact]
    public void The_residual_has_ten_degrees_of_freedom()
    {
        // Seventeen points minus seven coefficients.
        var noise = Key.Seed(0).Normal<double>([2000, 17]);
        var fits = Enumerable.Range(0, 2000).Select(i => LocalPolynomial.Fit(noise.Row(i).Data)).ToList();
        Assert.Equal(1, fits.Average(fit => fit.Std * fit.Std), 0.05);
        Assert.Equal(LocalPolynomial.SlopeStd, double.Sqrt(fits.Average(fit => fit.Slope * fit.Slope)), 0.05);
    }

    [Theory]
    [InlineData(1e-310)]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void The_scale_of_the_values_does_not_matter(double scale)
    {
        var (one, scaled) = (Fit(double.Abs), Fit(x => scale * double.Abs(x)));
        Assert.Equal(one.Std, scaled.Std / scale, 1e-6);
        Assert.Equal(0, scaled.Slope / scale, 1e-6);
    }

    [Fact]
    public void A_value_that_is_not_finite_leaves_nothing_to_fit() =>
        Assert.True(double.IsNaN(Fit(x => x > 0.9 ? double.PositiveInfinity : x).Slope));

    private static LocalPolynomial Fit(Func<double, double> function) => LocalPolynomial.Fit([.. LocalPolynomial.Points.Select(function)]);
}
