using System.Globalization;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Tensors;

public sealed class TensorFormatTests
{
    [Fact]
    public void A_number_has_the_fewest_digits_that_tell_it_from_others()
    {
        Assert.Equal("f32[] 0.1", Tensor.Scalar(0.1f).ToString());
        Assert.Equal("f32[] 3.1415927", Tensor.Scalar(float.Pi).ToString());
        Assert.Equal("f64[] 3.141592653589793", Tensor.Scalar(double.Pi).ToString());
        Assert.Equal("f32[] 16777216", Tensor.Scalar(16777216f).ToString());
        Assert.Equal("f64[] -1e-07", Tensor.Scalar(-1e-7).ToString());
        Assert.Equal("f64[] nan", Tensor.Scalar(double.NaN).ToString());
        Assert.Equal("f32[] -inf", Tensor.Scalar(float.NegativeInfinity).ToString());
    }

    [Theory]
    [InlineData("f64[3] [1, 2, 3]", 1.0, 2.0, 3.0)]
    [InlineData("f64[3] [  0.50,  -0.25, 100.00]", 0.5, -0.25, 100.0)]
    [InlineData("f64[2] [0.3333, 0.6667]", 1 / 3.0, 2 / 3.0)]
    [InlineData("f64[2] [0.00123, 0.04560]", 0.00123, 0.0456)]
    [InlineData("f64[2] [123456.79,      1.00]", 123456.789, 1.0)]
    [InlineData("f64[2] [10000.50,     0.25]", 10000.5, 0.25)]
    [InlineData("f64[2] [2.0000, 2.0000]", 1.99999, 2.0)]
    [InlineData("f64[1] [1.0000]", 1.00001)]
    [InlineData("f64[2] [10.0000,  0.5000]", 9.99999, 0.5)]
    [InlineData("f64[2] [0.3, 3.0]", 0.1 + 0.2, 3.0)]
    [InlineData("f64[2] [12345678, 99999999]", 12345678.0, 99999999.0)]
    [InlineData("f64[3] [-0,  0,  1]", -0.0, 0.0, 1.0)]
    public void Numbers_that_are_read_easily_have_their_decimals_in_common(string text, params double[] numbers) =>
        Assert.Equal(text, Tensor.Vector<double>(numbers).ToString());

    [Theory]
    [InlineData("f64[2] [1e+00, 1e-06]", 1.0, 1e-6)]
    [InlineData("f64[2] [3.333e-01, 1.000e-06]", 1 / 3.0, 1e-6)]
    [InlineData("f64[2] [1.235e+07, 6.000e-01]", 12345678.0, 0.6)]
    [InlineData("f64[2] [1.000e+04, 5.100e-04]", 10000.5, 0.00051)]
    [InlineData("f64[3] [1.4e-04, 6.0e-05, 2.0e+00]", 0.00014, 0.00006, 2.0)]
    [InlineData("f64[2] [ 1.0e+10, -2.5e+10]", 1e10, -2.5e10)]
    [InlineData("f64[2] [1.2e-07, 0.0e+00]", 1.2e-7, 0.0)]
    [InlineData("f64[2] [1.798e+308, 4.941e-324]", double.MaxValue, double.Epsilon)]
    public void Huge_and_tiny_numbers_are_scientific(string text, params double[] numbers) =>
        Assert.Equal(text, Tensor.Vector<double>(numbers).ToString());

    [Theory]
    [InlineData("f64[4] [ 1.5,  nan,  inf, -inf]", 1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData("f64[1] [nan]", double.NaN)]
    public void Numbers_that_are_not_finite_do_not_affect_the_format(string text, params double[] numbers) =>
        Assert.Equal(text, Tensor.Vector<double>(numbers).ToString());

    [Fact]
    public void Single_precision_shows_no_digits_that_it_does_not_have() =>
        Assert.Equal("f32[4] [0.1, 0.2, 0.3, 0.7]", Tensor.Vector(0.1f, 0.2f, 0.1f + 0.2f, 0.7f).ToString());

    [Fact]
    public void A_matrix_has_aligned_columns() => Prints(
        """
        f32[2,3]
        [[  1.0,  -2.5,   3.0],
         [100.0,   0.0,  -0.5]]
        """,
        Tensor.Matrix(new[,] { { 1f, -2.5f, 3 }, { 100, 0, -0.5f } }));

    [Fact]
    public void Matrices_stand_apart_by_a_blank_line() => Prints(
        """
        f32[2,2,3]
        [[[ 0,  1,  2],
          [ 3,  4,  5]],

         [[ 6,  7,  8],
          [ 9, 10, 11]]]
        """,
        Tensor.Generate([2, 2, 3], i => (float)i));

    [Fact]
    public void Long_rows_wrap() => Prints(
        """
        f64[30] [ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16,
                 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]
        """,
        Tensor.Generate([30], i => (double)i));

    [Fact]
    public void The_middle_of_a_large_tensor_is_left_out() => Prints(
        """
        f32[40,30]
        [[   0,    1,    2, ...,   27,   28,   29],
         [  30,   31,   32, ...,   57,   58,   59],
         [  60,   61,   62, ...,   87,   88,   89],
         ...,
         [1110, 1111, 1112, ..., 1137, 1138, 1139],
         [1140, 1141, 1142, ..., 1167, 1168, 1169],
         [1170, 1171, 1172, ..., 1197, 1198, 1199]]
        """,
        Tensor.Generate([40, 30], i => (float)i));

    [Fact]
    public void Short_axes_of_a_large_tensor_are_whole() => Prints(
        """
        f32[2,600]
        [[   0,    1,    2, ...,  597,  598,  599],
         [ 600,  601,  602, ..., 1197, 1198, 1199]]
        """,
        Tensor.Generate([2, 600], i => (float)i));

    [Fact]
    public void A_tensor_is_large_from_1001_elements_on()
    {
        Assert.DoesNotContain("...", Tensor.Zeros<float>([1000]).ToString());
        Assert.Equal("f32[1001] [0, 0, 0, ..., 0, 0, 0]", Tensor.Zeros<float>([1001]).ToString());
    }

    [Fact]
    public void Of_many_axes_the_outermost_show_their_first_entry_only()
    {
        var text = Tensor.Generate(Shape.Create([.. Enumerable.Repeat(2, 20)]), i => (float)i).ToString();
        Assert.InRange(text.Length, 1024, 20_000);
        Assert.Contains("[   0,    1]", text, StringComparison.Ordinal);
        Assert.Contains("[1022, 1023]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1024", text, StringComparison.Ordinal);
        // One ellipsis for each of the ten axes that are elided.
        Assert.Equal(10, text.Split("...").Length - 1);
    }

    [Fact]
    public void Without_elements_the_brackets_are_empty()
    {
        Assert.Equal("f32[0] []", Tensor.Zeros<float>([0]).ToString());
        Assert.Equal("f64[1000000,0] []", Tensor.Zeros<double>([1_000_000, 0]).ToString());
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat = new() { NumberDecimalSeparator = ",", NegativeSign = "−", NaNSymbol = "keine Zahl" };
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.Equal("−0,5", $"{-0.5}");
            Assert.Equal("f32[] -0.5", Tensor.Scalar(-0.5f).ToString());
            Assert.Equal("f64[3] [-1.5,  nan, -0.5]", Tensor.Vector(-1.5, double.NaN, -0.5).ToString());
            Assert.Equal("f64[2] [-1.5e-07,  1.0e+10]", Tensor.Vector(-1.5e-7, 1e10).ToString());
            Failure.Says("expected a learning rate of 0 or more, got -0.5 (Parameter 'rate')", () => Optimizers.Sgd(-0.5));
            Failure.Says("expected a momentum of at least 0 and less than 1, got nan (Parameter 'momentum')", () => Optimizers.Momentum(0.1, double.NaN));
            Failure.Says("expected a standard deviation of 0 or more, got -0.5 (Parameter 'standardDeviation')", () => Initializers.Normal(-0.5));
            Failure.Says("expected low less than high, and a finite difference, got [0.5, -0.5) (Parameter 'low')", () => Initializers.Uniform(0.5, -0.5));
            Failure.Says(
                "SoftmaxCrossEntropy: expected probabilities that sum to 1, got 0.75 in row 0",
                () => Losses.SoftmaxCrossEntropy.Against(Tensor.Vector(0.5, 0.25))(Tensor.Zeros<double>([2])));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Prints<T>(string text, Tensor<T> tensor)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Assert.Equal(text, tensor.ToString());
}
