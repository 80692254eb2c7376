using System.Numerics;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

public sealed class BatchNormalizationTests
{
    private static readonly Mode Training = Mode.Training(Key.Seed(9));

    public static TheoryData<int[]> Shapes => [[2, 1], [5, 3], [130, 7], [4, 3, 5], [6, 7, 5, 16], [2, 3, 4, 3, 2], [3, 300], [40, 40, 64]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void In_training_each_feature_has_mean_0_and_variance_1(int[] lengths)
    {
        var shape = Shape.Create(lengths);
        var x = (Draw.Normal(Key.Seed(0), shape) * 3) + 7;
        var y = Run(BatchNormalization(shape[^1], epsilon: 0), x).Output;
        int[] axes = [.. Enumerable.Range(0, shape.Rank - 1)];
        Assert.True(y.MeanOver(axes).Abs().Max() < 1e-12);
        Assert.True((y.VarianceOver(axes) - 1).Abs().Max() < 1e-12);
        Assert.True((y - ((x - x.MeanOver(axes, keepAxes: true)) / x.StdOver(axes, keepAxes: true))).Abs().Max() < 1e-12);
    }

    [Fact]
    public void Statistics_follow_the_batches()
    {
        var (layer, x) = (BatchNormalization(1, momentum: 0.75), Tensor.Create([2, 1], 3.0, 7));
        var once = layer.Forward(layer.Initialize(Key.Seed(0)), x, Training).Statistics!;
        var twice = layer.Forward(once, x, Training).Statistics!;
        Assert.Equal((1.25, 1.75), (once["BatchNormalization1/mean"].ToScalar(), once["BatchNormalization1/variance"].ToScalar()));
        Assert.Equal((2.1875, 2.3125), (twice["BatchNormalization1/mean"].ToScalar(), twice["BatchNormalization1/variance"].ToScalar()));
        var unbiased = BatchNormalization(1, momentum: 0.75, unbiased: true);
        Assert.Equal(2.75, unbiased.Forward(unbiased.Initialize(Key.Seed(0)), x, Training).Statistics!["BatchNormalization1/variance"].ToScalar());
    }

    [Fact]
    public void In_inference_it_is_an_affine_function_by_the_statistics()
    {
        var layer = BatchNormalization(2, epsilon: 0.75);
        var parameters = Parameters<double>.Create(
            new("BatchNormalization1/gain", ParameterRole.BiasOrGain, Tensor.Vector(2.0, -4)), new("BatchNormalization1/bias", ParameterRole.BiasOrGain, Tensor.Vector(1.0, 10)),
            new("BatchNormalization1/mean", ParameterRole.Statistic, Tensor.Vector(3.0, 5)), new("BatchNormalization1/variance", ParameterRole.Statistic, Tensor.Vector(0.25, 3.25)));
        var pass = layer.Forward(parameters, Tensor.Create([1, 2], 4.0, 4), Mode.Inference);
        Assert.Equal(Tensor.Create([1, 2], 3.0, 12), pass.Output);
        Assert.Equal(Tensor.Create([1, 2], 2.0, -2), pass.Backward(Tensor.Ones<double>([1, 2])).Input);
        Assert.Null(pass.Statistics);
    }

    [Fact]
    public void A_frozen_one_runs_as_in_inference_and_keeps_its_statistics()
    {
        var (layer, x) = (BatchNormalization(2), Draw.Normal(Key.Seed(0), [5, 2]) + 3);
        var parameters = layer.Initialize(Key.Seed(0));
        var pass = Frozen(layer).Forward(parameters, x, Training);
        Assert.Null(pass.Statistics);
        Assert.Equal(layer.Predict(parameters, x), pass.Output);
        Assert.Empty(pass.Backward(x).Parameters);
    }

    [Fact]
    public void Shared_statistics_go_through_all_uses()
    {
        var shared = Shared("norm", BatchNormalization(1, momentum: 0, affine: false));
        var network = Branches(Sum, shared, Layer.Lift<double>("Double", x => (x * 2, dy => dy * 2)) >> shared);
        var statistics = network.Forward(network.Initialize(Key.Seed(0)), Tensor.Create([2, 1], 3.0, 7), Training).Statistics!;
        Assert.Equal((10, 16), (statistics["Branches1/norm/mean"].ToScalar(), statistics["Branches1/norm/variance"].ToScalar()));
    }

    [Theory]
    [InlineData(1e3f)]
    [InlineData(1e5f)]
    [InlineData(-3e6f)]
    public void Numbers_far_from_0_keep_their_digits(float mean)
    {
        var x = (Key.Seed(1).Normal<float>([300, 4, 5]) + mean).Map(float.Round);
        var (single, wide) = (Layers<float>.BatchNormalization(5, epsilon: 1e-3), BatchNormalization(5, epsilon: 1e-3));
        var (got, expected) = (Run(single, x), Run(wide, x.Cast<double>()));
        Assert.True((got.Output.Cast<double>() - expected.Output).Abs().Max() < 1e-5);
        Assert.True((got.Statistics!.Cast<double>()["BatchNormalization1/variance"] - expected.Statistics!["BatchNormalization1/variance"]).Abs().Max() < 1e-6);
        var dy = Key.Seed(2).Normal<float>(x.Shape);
        var (ours, exact) = (got.Backward(dy), expected.Backward(dy.Cast<double>()));
        Assert.True((ours.Input.Cast<double>() - exact.Input).Abs().Max() < 1e-5);
        Assert.All(ours.Parameters.Cast<double>().Zip(exact.Parameters, (a, b) => a - b), difference => Assert.True(difference.Value.Abs().Max() < 1e-4, $"{difference}"));
    }

    [Fact]
    public void A_sample_that_is_far_off_costs_few_digits()
    {
        // The shift is the mean of 64 rows; here they are the only ones that are 0.
        var x = Tensor.Generate<float>([6400, 3], i => i / 3 % 99 == 0 ? 0 : 100 + (i % 7));
        var difference = Run(Layers<float>.BatchNormalization(3), x).Output.Cast<double>() - Run(BatchNormalization(3), x.Cast<double>()).Output;
        Assert.True(difference.Abs().Max() < 1e-4, $"{difference.Abs().Max()}");
    }

    [Fact]
    public void A_feature_that_is_constant_becomes_its_bias()
    {
        var layer = Layers<float>.BatchNormalization(2, biases: Layers<float>.Initializers.Constant(3));
        var y = Run(layer, Tensor.Full<float>([1000, 2], 0.1f)).Output;
        Assert.True((y - 3).Abs().Max() < 1e-4f, $"{y}");
    }

    [Fact]
    public void What_is_not_finite_stays_in_its_feature()
    {
        var x = Tensor.Create([3, 2], double.NaN, 1, 2, 2, 3, 3);
        var pass = Run(BatchNormalization(2), x);
        Assert.All(pass.Output[.., 0].Data, y => Assert.True(double.IsNaN(y)));
        Assert.True(pass.Output[.., 1].IsFinite);
        Assert.Equal([true, false], pass.Statistics!["BatchNormalization1/mean"].Data.Select(double.IsNaN));
    }

    [Fact]
    public void Gain_and_bias_may_be_left_out_and_have_initializers()
    {
        var plain = BatchNormalization(3, affine: false);
        Assert.Equal(["BatchNormalization1/mean", "BatchNormalization1/variance"], plain.Layout.Select(slot => slot.Path));
        Assert.Empty(Run(plain, Draw.Normal(Key.Seed(0), [4, 3])).Backward(Tensor.Ones<double>([4, 3])).Parameters);
        Assert.Equal(Tensor.Zeros<double>([3]), BatchNormalization(3, gains: Initializers.Zeros).Initialize(Key.Seed(0))["BatchNormalization1/gain"]);
        Failure.Says(
            "expected no initializer of a gain or bias where affine is false, got Zeros", () => BatchNormalization(3, affine: false, biases: Initializers.Zeros));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Failure.Says("expected a momentum from 0 to 1, got 1.5 (Parameter 'momentum')", () => BatchNormalization(3, momentum: 1.5));
        Failure.Says("expected an epsilon of 0 or more, got nan (Parameter 'epsilon')", () => BatchNormalization(3, epsilon: double.NaN));
        Failure.Says("BatchNormalization1: expected [batch, ..., 3], got [3]; the input of the network is [3]", () => BatchNormalization(3).OutputShape([3]));
        Failure.Says(
            "BatchNormalization1: expected at least 2 numbers of each feature in training, got [1, 3]: their variance says nothing",
            () => Run(BatchNormalization(3), Tensor.Ones<double>([1, 3])));
    }

    private static ForwardPass<T> Run<T>(Layer<T> layer, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => layer.Forward(layer.Initialize(Key.Seed(0)), x, Training);
}
