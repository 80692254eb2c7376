using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>Normalizations of rows and of samples; that of batches has tests of its own.</summary>
public sealed class NormalizationTests
{
    public static TheoryData<int[], int> Rows => new()
    {
        { [3, 5], 1 }, { [2, 3, 4], 2 }, { [2, 3, 4], 3 }, { [200, 16], 1 }, { [3, 64], 1 }, { [3, 65], 1 }, { [2, 130, 3], 2 }, { [2, 9000], 1 }, { [1030, 100], 1 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_row_has_mean_0_and_variance_1(int[] lengths, int axes)
    {
        var (shape, over) = (Shape.Create(lengths), Enumerable.Range(-axes, axes).ToArray());
        var x = (Draw.Normal(Key.Seed(0), shape) * 3) + 7;
        var y = Predict(LayerNormalization(shape[^axes..], epsilon: 0), x);
        Assert.True((y - ((x - x.MeanOver(over, keepAxes: true)) / x.StdOver(over, keepAxes: true))).Abs().Max() < 1e-12);
        var z = Predict(RmsNormalization(shape[^axes..], epsilon: 0), x);
        Assert.True((z - (x / x.Square().MeanOver(over, keepAxes: true).Sqrt())).Abs().Max() < 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(12)]
    public void Each_group_of_each_sample_has_mean_0_and_variance_1(int groups)
    {
        var x = (Draw.Normal(Key.Seed(0), [3, 7, 5, 12]) * 3) + 7;
        var grouped = x.Reshape([3, 35, groups, 12 / groups]);
        var expected = (grouped - grouped.MeanOver([1, 3], keepAxes: true)) / grouped.StdOver([1, 3], keepAxes: true);
        Assert.True((Predict(GroupNormalization(groups, 12, epsilon: 0), x) - expected.Reshape(x.Shape)).Abs().Max() < 1e-12);
        if (groups == 12)
            Assert.Equal(Predict(GroupNormalization(12, 12), x), Predict(InstanceNormalization(12), x));
    }

    public static TheoryData<Layer<float>, Layer<double>, int[]> Kinds => new()
    {
        { Layers<float>.LayerNormalization([16], 1e-3), LayerNormalization([16], 1e-3), [40, 16] },
        { Layers<float>.LayerNormalization([300], 1e-3), LayerNormalization([300], 1e-3), [20, 300] },
        { Layers<float>.GroupNormalization(2, 8, 1e-3), GroupNormalization(2, 8, 1e-3), [2, 40, 8] },
        { Layers<float>.InstanceNormalization(8, 1e-3), InstanceNormalization(8, 1e-3), [2, 300, 8] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Numbers_far_from_0_keep_their_digits(Layer<float> narrow, Layer<double> wide, int[] lengths)
    {
        var x = (Key.Seed(1).Normal<float>(Shape.Create(lengths)) * 4 + 2e6f).Map(float.Round);
        var dy = Key.Seed(2).Normal<float>(x.Shape);
        var (got, expected) = (narrow.Forward(narrow.Initialize(Key.Seed(0)), x, Mode.Inference), wide.Forward(wide.Initialize(Key.Seed(0)), x.Cast<double>(), Mode.Inference));
        Assert.True((got.Output.Cast<double>() - expected.Output).Abs().Max() < 1e-5);
        Assert.True((got.Backward(dy).Input.Cast<double>() - expected.Backward(dy.Cast<double>()).Input).Abs().Max() < 1e-5);
    }

    [Fact]
    public void Which_rows_are_together_changes_no_bit()
    {
        foreach (var length in (ReadOnlySpan<int>)[3, 16, 64, 77, 500])
        {
            var x = Key.Seed(length).Normal<float>([200, length]);
            foreach (var layer in new[] { Layers<float>.LayerNormalization([length]), Layers<float>.RmsNormalization([length]) })
            {
                var parameters = layer.Initialize(Key.Seed(0));
                var (whole, part) = (layer.Forward(parameters, x, Mode.Inference), layer.Forward(parameters, x[37..40], Mode.Inference));
                Exact.Equal(whole.Output[37..40], part.Output, $"{layer}");
                Exact.Equal(whole.Backward(x).Input[37..40], part.Backward(x[37..40]).Input, $"the gradient of {layer}");
            }
        }
    }

    [Fact]
    public void They_are_the_same_in_training_and_keep_no_statistics() => Assert.All(
        [LayerNormalization([6]), RmsNormalization([6]), GroupNormalization(2, 6), InstanceNormalization(6)],
        layer =>
        {
            var (parameters, x) = (layer.Initialize(Key.Seed(0)), Draw.Normal(Key.Seed(1), [2, 3, 6]));
            var pass = layer.Forward(parameters, x, Mode.Training(Key.Seed(2)));
            Assert.Equal(layer.Predict(parameters, x), pass.Output);
            Assert.Null(pass.Statistics);
            Assert.DoesNotContain(layer.Layout, slot => slot.Role != ParameterRole.BiasOrGain);
        });

    [Fact]
    public void Gain_and_bias_may_be_left_out() => Assert.All(
        [LayerNormalization([6], affine: false), RmsNormalization([6], affine: false), GroupNormalization(2, 6, affine: false), InstanceNormalization(6, affine: false)],
        layer =>
        {
            Assert.Empty(layer.Layout);
            Assert.Empty(layer.Forward(layer.Initialize(Key.Seed(0)), Draw.Normal(Key.Seed(1), [2, 3, 6]), Mode.Inference).Backward(Tensor.Ones<double>([2, 3, 6])).Parameters);
        });

    [Fact]
    public void A_NaN_stays_in_its_row_or_group()
    {
        var x = Tensor.Create([2, 2, 2], 1.0, 2, 3, double.NaN, 5, 6, 7, 8);
        Assert.Equal(2, Predict(LayerNormalization([2]), x).Data.Count(double.IsNaN));
        Assert.Equal(2, Predict(InstanceNormalization(2), x).Data.Count(double.IsNaN));
        Assert.Equal(4, Predict(GroupNormalization(1, 2), x).Data.Count(double.IsNaN));
    }

    [Fact]
    public void No_samples_give_no_samples() => Assert.All(
        [LayerNormalization([6]), RmsNormalization([6]), GroupNormalization(2, 6), InstanceNormalization(6)],
        layer =>
        {
            var pass = layer.Forward(layer.Initialize(Key.Seed(0)), Tensor.Zeros<double>([0, 3, 6]), Mode.Inference);
            Assert.Equal([0, 3, 6], pass.Output.Shape);
            Assert.Equal([0, 3, 6], pass.Backward(pass.Output).Input.Shape);
            Assert.All(pass.Backward(pass.Output).Parameters, gradient => Assert.Equal(Tensor.Zeros<double>([6]), gradient.Value));
        });

    [Fact]
    public void Weights_are_standardized_for_each_output()
    {
        var (plain, standardized) = (Convolution(3, 4, [2, 2]), WeightStandardization(Convolution(3, 4, [2, 2]), epsilon: 0));
        var (parameters, x) = (standardized.Initialize(Key.Seed(0)), Draw.Normal(Key.Seed(1), [2, 4, 4, 3]));
        var w = parameters["WeightStandardization1/W"];
        var expected = (w - w.MeanOver([0, 1, 2], keepAxes: true)) / w.StdOver([0, 1, 2], keepAxes: true);
        var same = plain.Initialize(Key.Seed(0)).With("Convolution1/W", expected);
        Assert.True((standardized.Predict(parameters, x) - plain.Predict(same, x)).Abs().Max() < 1e-12);
        Assert.Equal(standardized, WeightStandardization(Convolution(3, 4, [2, 2]), epsilon: 0));
        Assert.NotEqual(standardized, WeightStandardization(Convolution(3, 4, [2, 2])));
        Assert.Equal(plain.OutputShape(x.Shape), standardized.OutputShape(x.Shape));
        Failure.Says("expected a single layer with weights W, such as a Convolution, got Relu", () => WeightStandardization(Relu));
        Failure.Says(
            "expected a single layer with weights W, such as a Convolution, got Affine(3→3) >> Affine(3→3)", () => WeightStandardization(Affine(3, 3) >> Affine(3, 3)));
    }

    [Fact]
    public void Groups_without_places_have_the_values_of_those_with_one()
    {
        // Both ways to sum, by rows and by columns.
        var (layer, x) = (GroupNormalization(3, 12, gains: Initializers.Normal(1), biases: Initializers.Normal(1)), Draw.Normal(Key.Seed(1), [50, 12]));
        var (parameters, dy) = (layer.Initialize(Key.Seed(0)), Draw.Normal(Key.Seed(2), [50, 12]));
        var twice = Tensor.Concatenate(1, x.InsertAxis(1), x.InsertAxis(1));
        var (flat, spatial) = (layer.Forward(parameters, x, Mode.Inference), layer.Forward(parameters, twice, Mode.Inference));
        Assert.True((flat.Output - spatial.Output[.., 0]).Abs().Max() < 1e-13);
        var (ofFlat, ofSpatial) = (flat.Backward(dy), spatial.Backward(Tensor.Concatenate(1, dy.InsertAxis(1), dy.InsertAxis(1))));
        Assert.True((ofFlat.Input - ofSpatial.Input[.., 0]).Abs().Max() < 1e-12);
        Assert.All(ofFlat.Parameters.Zip(ofSpatial.Parameters, (a, b) => (a * 2) - b), difference => Assert.True(difference.Value.Abs().Max() < 1e-12));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Failure.Says("expected the lengths of the axes to normalize over, got [] (Parameter 'shape')", () => LayerNormalization([]));
        Failure.Says("expected the lengths of the axes to normalize over, got [3, 0] (Parameter 'shape')", () => RmsNormalization([3, 0]));
        Failure.Says("expected an epsilon of 0 or more, got -1 (Parameter 'epsilon')", () => LayerNormalization([3], epsilon: -1));
        Failure.Says("expected channels in groups of as many each, got 6 in 4 groups", () => GroupNormalization(4, 6));
        Failure.Says("LayerNormalization1: expected [..., 3, 4], got [4]; the input of the network is [4]", () => LayerNormalization([3, 4]).OutputShape([4]));
        Failure.Says("GroupNormalization1: expected [batch, ..., 6], got [6]; the input of the network is [6]", () => GroupNormalization(2, 6).OutputShape([6]));
        Failure.Says(
            "InstanceNormalization1: expected [batch, places, ..., 6], got [4, 6]; the input of the network is [4, 6]", () => InstanceNormalization(6).OutputShape([4, 6]));
    }

    private static Tensor<double> Predict(Layer<double> layer, Tensor<double> x) => layer.Predict(layer.Initialize(Key.Seed(0)), x);
}
