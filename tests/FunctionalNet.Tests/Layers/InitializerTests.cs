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
        { "LeCun uniform", 1.0 / 400, double.Sqrt(3.0 / 400) },
        { "LeCun normal", 1.0 / 400, double.PositiveInfinity },
        // 1 − 4 φ(2)/(2 Φ(2) − 1), of which 0.8796 is the root.
        { "truncated normal", 0.7737413 * 0.02 * 0.02, 0.04 },
        { "orthogonal", 1.0 / 400, 1 },
        { "Glorot uniform before tanh", 25.0 / 9 * 2 / 500, 5.0 / 3 * double.Sqrt(6.0 / 500) },
        { "uniform on [-0.3, 0.3)", 0.03, 0.3 },
    };

    // The window, then in/groups and out: the fans are those that PyTorch 1.13's _calculate_fan_in_and_fan_out gives for [out, in/groups, window...].
    public static TheoryData<int[], int, int> Fans => new()
    {
        { [40, 30], 40, 30 },
        { [5, 16, 100], 80, 500 },
        { [3, 3, 8, 100], 72, 900 },
        { [3, 3, 1, 128], 9, 1152 },
        { [2, 3, 4, 5, 60], 120, 1440 },
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

    [Theory]
    [MemberData(nameof(Fans))]
    public void A_convolution_s_window_counts_in_both_fans(int[] lengths, int fanIn, int fanOut)
    {
        var shape = Shape.Create(lengths);
        Is(Initializers.LecunUniform, 1.0 / fanIn, double.Sqrt(3.0 / fanIn));
        Is(Initializers.LecunNormal, 1.0 / fanIn, double.PositiveInfinity);
        Is(Initializers.HeUniform, 2.0 / fanIn, double.Sqrt(6.0 / fanIn));
        Is(Initializers.HeNormal, 2.0 / fanIn, double.PositiveInfinity);
        Is(Initializers.GlorotUniform, 2.0 / (fanIn + fanOut), double.Sqrt(6.0 / (fanIn + fanOut)));
        Is(Initializers.GlorotNormal, 2.0 / (fanIn + fanOut), double.PositiveInfinity);

        void Is(Initializer<double> initializer, double variance, double limit)
        {
            // Five deviations of a mean of squares, whose variance is at most 2 for normal numbers of variance 1.
            var drawn = initializer.Draw(Key.Seed(1), shape);
            Assert.Equal(variance, (drawn * drawn).Mean(), 5 * variance * double.Sqrt(2.0 / shape.Size));
            Assert.True(drawn.Abs().Max() <= limit, $"{initializer} of {shape}: {drawn.Abs().Max()} is beyond {limit}");
        }
    }

    [Fact]
    public void Gains_are_those_that_are_published()
    {
        Assert.Equal(
            [double.Sqrt(2), double.Sqrt(2 / 1.0001), double.Sqrt(2 / 1.04), 5.0 / 3, 0.75, 1, 1],
            new[] { Relu, LeakyRelu(), LeakyRelu(0.2), Tanh, Selu, Sigmoid, Layer<double>.Identity }.Select(Initializers.Gain));
        Failure.Says(
            "expected Relu, LeakyRelu, Tanh, Selu, Sigmoid or Identity, for which a gain is published, got Gelu", () => Initializers.Gain(Gelu));
        var (plain, twice) = (Initializers.Orthogonal, Initializers.Orthogonal * 2);
        Assert.Equal(plain.Draw(Key.Seed(2), Weight) * 2, twice.Draw(Key.Seed(2), Weight));
        Assert.Equal("Orthogonal * 2", $"{twice}");
        Assert.Equal(twice, plain.Times(2));
        Assert.NotEqual(twice, plain * 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => plain * double.NaN);
    }

    [Fact]
    public void The_identity_gives_the_input_back()
    {
        var x = Key.Seed(1).Normal<double>([5, 4]);
        var affine = Affine(4, 4, Initializers.Identity());
        Assert.Equal(x, affine.Predict(affine.Initialize(Key.Seed(0)), x));
        // Of PyTorch's dirac_, in its layout, with the axes in our order.
        var convolution = Initializers.Identity().Draw(Key.Seed(0), [3, 2, 2, 2]);
        Assert.Equal(2, convolution.Sum());
        Assert.Equal([1, 1], new[] { convolution[1, 1, 0, 0], convolution[1, 1, 1, 1] });
        var images = Key.Seed(2).Normal<double>([2, 5, 4, 6]);
        foreach (var layer in new[] { Convolution(6, 6, [3, 3], padding: Padding.Same, weights: Initializers.Identity()), Convolution(6, 6, [3, 1], padding: Padding.Same, groups: 3, weights: Initializers.Identity(3)) })
            Assert.Equal(images, layer.Predict(layer.Initialize(Key.Seed(0)), images));
        var grouped = Initializers.Identity(3).Draw(Key.Seed(0), [5, 2, 6]);
        Assert.Equal(Tensor.Matrix(new double[,] { { 1, 0, 1, 0, 1, 0 }, { 0, 1, 0, 1, 0, 1 } }), grouped.Row(2));
        Assert.Equal(6, grouped.Sum());
        Assert.Equal(["Identity", "Identity(3)"], new[] { $"{Initializers.Identity()}", $"{Initializers.Identity(3)}" });
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
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.TruncatedNormal(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Identity(0));
        Failure.Says("expected a weight [..., n, n] for the identity, got [4, 3]", () => Initializers.Identity().Draw(Key.Seed(0), [4, 3]));
        Failure.Says("expected a weight [..., n/2, n] for the identity, got [3, 4, 4]", () => Initializers.Identity(2).Draw(Key.Seed(0), [3, 4, 4]));
        Failure.Says(
            "Affine1/W: its initializer Identity refused: expected a weight [..., n, n] for the identity, got [4, 3]",
            () => Affine(4, 3, Initializers.Identity()).Initialize(Key.Seed(0)));
        Failure.Says("expected a weight [..., in, out], which has fans, got [3]", () => Initializers.Orthogonal.Draw(Key.Seed(0), [3]));
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
        "LeCun uniform" => Initializers.LecunUniform,
        "LeCun normal" => Initializers.LecunNormal,
        "truncated normal" => Initializers.TruncatedNormal(0.02),
        "orthogonal" => Initializers.Orthogonal,
        "Glorot uniform before tanh" => Initializers.GlorotUniform * Initializers.Gain(Tanh),
        "uniform on [-0.3, 0.3)" => Initializers.Uniform(-0.3, 0.3),
        _ => throw new ArgumentException(name),
    };
}
