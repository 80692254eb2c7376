using CsCheck;

namespace FunctionalNet.Tests.Data;

public sealed class ScalingTests
{
    private static readonly Tensor<float> Samples = Tensor.Matrix(new[,] { { 1f, 5, -2 }, { 2, 5, 0 }, { 6, 5, 2 } });

    [Fact]
    public void Standardized_training_data_have_mean_zero_and_deviation_one()
    {
        var data = Key.Seed(0).Normal<double>([500, 3]).Map(z => (7 * z) - 3);
        var scaled = Standardization.Fit(data).Apply(data);
        for (var feature = 0; feature < 3; feature++)
        {
            var values = Enumerable.Range(0, 500).Select(row => scaled[row, feature]).ToList();
            Assert.Equal(0, values.Average(), 1e-12);
            Assert.Equal(1, values.Average(x => x * x), 1e-12);
        }
    }

    [Fact]
    public void A_standardization_is_fitted_once_and_applied_to_other_data()
    {
        var scale = Standardization.Fit(Samples);
        Assert.Equal(Tensor.Vector(3.0, 5, 0), scale.Mean);
        Assert.Equal(Tensor.Vector(double.Sqrt(14 / 3.0), 1, double.Sqrt(8 / 3.0)), scale.Std);
        Assert.Equal(Tensor.Vector(0f, 0, 0), scale.Apply(Tensor.Vector(3f, 5, 0)));
        Assert.Equal(Tensor.Vector(0f, 2, 0), scale.Apply(Tensor.Vector(3f, 7, 0)));
    }

    [Fact]
    public void A_min_max_scaling_maps_the_range_of_each_feature()
    {
        var scale = MinMax.Fit(Samples, -1, 1);
        Assert.Equal(Tensor.Matrix(new[,] { { -1f, -1, -1 }, { -0.6f, -1, 0 }, { 1, -1, 1 } }), scale.Apply(Samples));
        Assert.Equal(Samples, scale.Undo(scale.Apply(Samples)));
        Assert.Equal(Tensor.Matrix(new[,] { { 0f, 0, 0 }, { 0.2f, 0, 0.5f }, { 1, 0, 1 } }), MinMax.Fit(Samples).Apply(Samples));
    }

    [Fact]
    public void Undoing_gives_back_the_numbers_but_for_rounding() =>
        Numbers<double>.Tensors(Gen.Select(Gen.Int[1, 6], Gen.Int[0, 4]).Select(size => Shape.Create(size.Item1, size.Item2)), Numbers<double>.Ordinary)
            .ForAll(samples =>
            {
                var (standard, range) = (Standardization.Fit(samples), MinMax.Fit(samples, -2, 3));
                var (one, other) = (standard.Undo(standard.Apply(samples)), range.Undo(range.Apply(samples)));
                for (var i = 0; i < samples.Shape.Size; i++)
                {
                    Assert.Equal(samples.Data[i], one.Data[i], 1e-12 * 100);
                    Assert.Equal(samples.Data[i], other.Data[i], 1e-12 * 100);
                }
            });

    [Fact]
    public void A_constant_feature_becomes_zero_whatever_its_rounding()
    {
        // A third of a tenth summed a thousand times is not a thousand times as much.
        var constant = Tensor.Full<double>([1000, 1], 0.1 / 3);
        var scale = Standardization.Fit(constant);
        Assert.Equal((0.1 / 3, 1.0), (scale.Mean.Data[0], scale.Std.Data[0]));
        Assert.All(scale.Apply(constant).Data, x => Assert.Equal(0, x));
        Assert.All(MinMax.Fit(constant, 2, 4).Apply(constant).Data, x => Assert.Equal(2, x));
    }

    [Fact]
    public void Features_may_have_any_shape_and_be_none()
    {
        var images = Key.Seed(1).Uniform<float>([4, 2, 3]);
        var scale = Standardization.Fit(images);
        Assert.Equal(Shape.Create(2, 3), scale.Mean.Shape);
        Assert.Equal(scale.Apply(images)[..1], scale.Apply(images[..1]));
        Assert.Equal(Shape.Scalar, Standardization.Fit(Tensor.Vector(1f, 2)).Mean.Shape);
        Assert.Equal(Tensor.Zeros<float>([3, 0]), Standardization.Fit(Tensor.Zeros<float>([3, 0])).Apply(Tensor.Zeros<float>([3, 0])));
    }

    [Fact]
    public void Targets_of_a_regression_are_scaled_too()
    {
        var data = new Dataset<float>(Samples, Tensor.Matrix(new[,] { { 1f }, { 3 }, { 5 } }));
        var scale = MinMax.Fit(data.Targets);
        Assert.Equal(Tensor.Matrix(new[,] { { 0f }, { 0.5f }, { 1 } }), data.MapTargets(scale.Apply).Targets);
        Assert.Equal(Samples.Shape, data.MapInputs(Standardization.Fit(data.Inputs).Apply).Inputs.Shape);
        Failure.Says("expected targets that are values, got 2 class indices [0, 1]", () => Standardization.Fit<float>([0, 1]));
    }

    [Fact]
    public void They_compare_by_value_and_print_on_a_line()
    {
        Assert.Equal(Standardization.Fit(Samples), Standardization.Fit(Samples.Rows(2, 0, 1)));
        Assert.NotEqual(Standardization.Fit(Samples), Standardization.Fit(Samples[..2]));
        Assert.Equal(MinMax.Fit(Samples), MinMax.Fit(Samples.Rows(2, 0, 1)));
        Assert.NotEqual(MinMax.Fit(Samples), MinMax.Fit(Samples, 0, 2));
        Assert.Equal("MinMax: from f64[3] [ 1,  5, -2] to f64[3] [6, 5, 2], scaled to [0, 1]", $"{MinMax.Fit(Samples)}");
        Assert.Equal("Standardization: mean f64[784], std f64[784]", $"{Standardization.Fit(Tensor.Zeros<float>([2, 784]))}");
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Failure.Says("a standardization: expected samples to fit [samples, ...], got [0, 3] (Parameter 'samples')", () => Standardization.Fit(Samples[..0]));
        Failure.Says("a min-max scaling: expected samples to fit [samples, ...], got [] (Parameter 'samples')", () => MinMax.Fit(Tensor.Scalar(1f)));
        Failure.Says("a standardization: expected finite numbers, got nan in sample 1 (Parameter 'samples')", () => Standardization.Fit(Tensor.Vector(1f, float.NaN)));
        Failure.Says("a standardization: expected a finite std, got infinity in feature 0 of []", () => Standardization.Fit(Tensor.Vector(-1e200, 1e200)));
        Failure.Says("expected numbers [..., 3], as the scaling was fitted, got [2, 4]", () => Standardization.Fit(Samples).Apply(Tensor.Zeros<float>([2, 4])));
        Failure.Says("expected low less than high, and a finite difference, got [1, 1) (Parameter 'low')", () => MinMax.Fit(Samples, 1, 1));
        Failure.Says(
            "a standardization: expected a std for each of the features [2], got [3]",
            () => new Standardization(Tensor.Zeros<double>([2]), Tensor.Ones<double>([3])));
        Failure.Says(
            "a standardization: expected a finite, positive std, got 0 in feature 1",
            () => new Standardization(Tensor.Zeros<double>([2]), Tensor.Vector(1.0, 0)));
    }
}
