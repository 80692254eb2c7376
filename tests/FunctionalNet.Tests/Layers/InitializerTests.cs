using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

public sealed class InitializerTests
{
    private static readonly Shape Weight = [400, 100];

    public static TheoryData<string, double, double> Variances => new()
    {
        { "the chapter's N(0, 0.01²)", 0.01 * 0.01, double.PositiveInfinity },
        { "Glorot uniform", 2.0 / 500, double.Sqrt(6.0 / 500) },
        { "Glorot normal", 2.0 / 500, double.PositiveInfinity },
        { "He uniform", 2.0 / 400, double.Sqrt(6.0 / 400) },
        { "He normal", 2.0 / 400, double.PositiveInfinity },
        { "uniform on [-0.3, 0.3)", 0.03, 0.3 },
    };

    [Theory]
    [MemberData(nameof(Variances))]
    public void Mean_variance_and_limit_are_those_of_the_formula(string name, double variance, double limit)
    {
        var drawn = Named(name).Draw(Key.Seed(5), Weight);
        var squares = (drawn * drawn).Mean();
        Assert.Equal(Weight, drawn.Shape);
        Assert.True(double.Abs(drawn.Mean()) < 5 * double.Sqrt(variance / Weight.Size), $"{name}: mean {drawn.Mean()}");
        Assert.True(double.Abs((squares / variance) - 1) < 0.03, $"{name}: variance {squares} instead of {variance}");
        Assert.All(drawn.Data, number => Assert.True(double.Abs(number) <= limit, $"{name}: {number} is beyond {limit}"));
    }

    [Fact]
    public void Each_parameter_is_drawn_from_a_key_of_its_own()
    {
        var parameters = (Affine(3, 3, Initializers.Normal(1)) >> Affine(3, 3, Initializers.Normal(1))).Initialize(Key.Seed(0));
        Assert.NotEqual(parameters["Affine1/W"], parameters["Affine2/W"]);
        Assert.Equal(Tensor.Zeros<double>([3]), parameters["Affine1/b"]);
    }

    [Fact]
    public void Constants_are_constant()
    {
        Assert.Equal(Tensor.Zeros<double>([2]), Initializers.Zeros.Draw(Key.Seed(0), [2]));
        Assert.Equal(Tensor.Ones<double>([2]), Initializers.Ones.Draw(Key.Seed(0), [2]));
        Assert.Equal(Tensor.Full([2], 0.5), Initializers.Constant(0.5).Draw(Key.Seed(0), [2]));
        Assert.Equal(Tensor.Zeros<double>([2]), Initializers.Normal(double.NegativeZero).Draw(Key.Seed(0), [2]));
    }

    [Fact]
    public void A_convolution_s_window_counts_in_both_fans()
    {
        var drawn = Initializers.HeNormal.Draw(Key.Seed(1), [5, 5, 16, 100]);
        Assert.Equal(2.0 / 400, (drawn * drawn).Mean(), 2.0 / 400 * 0.03);
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Assert.Equal(
            "expected a weight [..., in, out], which has fans, got [3]",
            Assert.Throws<ArgumentException>(() => Initializers.GlorotUniform.Draw(Key.Seed(0), [3])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Normal(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Normal(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Normal(double.PositiveInfinity));
        Failure.Says("expected low less than high, and a finite difference, got [1, 0) (Parameter 'low')", () => Initializers.Uniform(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Affine(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Affine(1, 0));
    }

    private static Initializer<double> Named(string name) => name switch
    {
        "the chapter's N(0, 0.01²)" => Initializers.Normal(0.01),
        "Glorot uniform" => Initializers.GlorotUniform,
        "Glorot normal" => Initializers.GlorotNormal,
        "He uniform" => Initializers.HeUniform,
        "He normal" => Initializers.HeNormal,
        "uniform on [-0.3, 0.3)" => Initializers.Uniform(-0.3, 0.3),
        _ => throw new ArgumentException(name),
    };
}
