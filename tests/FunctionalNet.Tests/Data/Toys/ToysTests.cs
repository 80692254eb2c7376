namespace FunctionalNet.Tests.Data;

/// <summary>The toy data sets have the form that they claim. The keys are fixed, so a bound that holds once always holds.</summary>
public sealed class ToysTests
{
    private static readonly Key Fixed = Key.Seed(11);

    public static TheoryData<string, Func<Key, int, Dataset<double>>, Func<Key, int, Dataset<float>>> All => new()
    {
        { "two moons", (key, n) => Toys.TwoMoons<double>(key, n), (key, n) => Toys.TwoMoons<float>(key, n) },
        { "circles", (key, n) => Toys.Circles<double>(key, n), (key, n) => Toys.Circles<float>(key, n) },
        { "spirals", (key, n) => Toys.Spirals<double>(key, n, arms: 3), (key, n) => Toys.Spirals<float>(key, n, arms: 3) },
        { "blobs", (key, n) => Toys.Blobs<double>(key, n, features: 3), (key, n) => Toys.Blobs<float>(key, n, features: 3) },
        { "sine", (key, n) => Toys.NoisySine<double>(key, n), (key, n) => Toys.NoisySine<float>(key, n) },
        { "iris-like", (key, n) => IrisLike.Generate<double>(key, n), (key, n) => IrisLike.Generate<float>(key, n) },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void They_are_functions_of_their_key(string what, Func<Key, int, Dataset<double>> full, Func<Key, int, Dataset<float>> rounded)
    {
        var data = full(Fixed, 31);
        Assert.Equal(31, data.Count);
        Assert.Equal(data, full(Fixed, 31));
        Assert.Equal(data[..7], full(Fixed, 7));
        Assert.Equal(0, full(Fixed, 0).Count);
        Assert.True(data != full(Key.Seed(12), 31), $"{what}: another key draws the same");
        Assert.Equal(data.Inputs.Data.Select(x => (float)x), rounded(Fixed, 31).Inputs.Data);
        Failure.Says("expected count of 0 or more, got -1 (Parameter 'count')", () => full(Fixed, -1));
    }

    [Fact]
    public void Without_noise_the_points_are_on_their_curves()
    {
        foreach (var sample in Samples(Toys.Circles<double>(Fixed, 100, noise: 0, inner: 0.3)))
            Assert.Equal(sample.Class == 0 ? 1 : 0.3, Radius(sample.Input, 0, 0), 1e-12);
        foreach (var sample in Samples(Toys.TwoMoons<double>(Fixed, 100, noise: 0)))
            Assert.Equal(1, sample.Class == 0 ? Radius(sample.Input, 0, 0) : Radius(sample.Input, 1, 0.5), 1e-12);
        foreach (var sample in Samples(Toys.Spirals<double>(Fixed, 100, arms: 2, noise: 0, turns: 1)))
        {
            var turns = Radius(sample.Input, 0, 0) + (sample.Class / 2.0);
            Assert.Equal(sample.Input[0], Radius(sample.Input, 0, 0) * Math.Cos(Math.Tau * turns), 1e-12);
        }

        var sine = Toys.NoisySine<double>(Fixed, 100, noise: 0);
        Assert.All(Samples(sine), sample => Assert.Equal(Math.Sin(sample.Input[0]), sample.Target.ToTensor()[0, 0], 1e-12));
        Assert.All(sine.Inputs.Data, x => Assert.InRange(x, -Math.PI, Math.PI));
    }

    [Fact]
    public void Noise_has_the_deviation_that_is_asked_for()
    {
        var moved = Toys.TwoMoons<double>(Fixed, 5000, noise: 0.2).Inputs - Toys.TwoMoons<double>(Fixed, 5000, noise: 0).Inputs;
        // Four standard deviations of the variance of 10 000 normal numbers.
        Assert.Equal(0.04, moved.Data.Average(x => x * x), 0.04 * 4 * Math.Sqrt(2 / 10_000.0));
    }

    [Fact]
    public void Iris_like_flowers_have_the_published_means_and_deviations()
    {
        const int Each = 20_000;
        var flowers = IrisLike.Generate<double>(Fixed, 3 * Each);
        double[][] means = [[5.006, 3.428, 1.462, 0.246], [5.936, 2.770, 4.260, 1.326], [6.588, 2.974, 5.552, 2.026]];
        double[][] deviations = [[0.352, 0.379, 0.174, 0.105], [0.516, 0.314, 0.470, 0.198], [0.636, 0.322, 0.552, 0.275]];
        for (var species = 0; species < 3; species++)
        {
            var fitted = Standardization.Fit(flowers.OfClasses(species).Inputs);
            for (var measure = 0; measure < 4; measure++)
            {
                // Rounding to millimetres, and petals of a millimetre at least, change a little too.
                Assert.Equal(means[species][measure], fitted.Mean[measure], 0.012);
                Assert.Equal(deviations[species][measure], fitted.Std[measure], 0.012);
            }
        }

        Assert.All(flowers.Inputs.Data, x => Assert.Equal(Math.Round(x, 1), x));
        Assert.Equal<int>([50, 50, 50], IrisLike.Generate<float>(Fixed).ClassCounts());
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Failure.Says("expected noise of 0 or more, got -1 (Parameter 'noise')", () => Toys.TwoMoons<float>(Fixed, 2, -1));
        Failure.Says("expected inner of 0 or more, got inf (Parameter 'inner')", () => Toys.Circles<float>(Fixed, 2, inner: double.PositiveInfinity));
        Failure.Says("expected arms of 1 or more, got 0 (Parameter 'arms')", () => Toys.Spirals<float>(Fixed, 2, arms: 0));
        Failure.Says("expected std of 0 or more, got nan (Parameter 'std')", () => Toys.Blobs<float>(Fixed, 2, std: double.NaN));
        Failure.Says("expected noise of 0 or more, got -1 (Parameter 'noise')", () => Toys.NoisySine<float>(Fixed, 2, -1));
    }

    private static IEnumerable<Sample<double>> Samples(Dataset<double> data) => Enumerable.Range(0, data.Count).Select(i => data[i]);

    private static double Radius(Tensor<double> point, double x, double y) => Math.Sqrt(Math.Pow(point[0] - x, 2) + Math.Pow(point[1] - y, 2));
}
