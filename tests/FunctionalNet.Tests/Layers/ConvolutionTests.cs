using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>Convolutions: how they relate to each other and to affine layers, and what they refuse.</summary>
public sealed class ConvolutionTests
{
    private static readonly Tensor<double> Images = Draw.Normal(Key.Seed(0), [2, 6, 7, 4]);

    [Fact]
    public void It_prints_what_is_not_as_usual()
    {
        Assert.Equal("Convolution(1→30, 5×5)", Convolution(1, 30, [5, 5]).ToString());
        Assert.Equal(
            "Convolution(4→6, 3, stride 2, dilation 3, padding same, 2 groups, no bias)",
            Convolution(4, 6, [3], [2], Padding.Same, [3], groups: 2, hasBias: false).ToString());
        Assert.Equal("Convolution(4→8, 3×3, 4 groups)", DepthwiseConvolution(4, [3, 3], multiplier: 2).ToString());
        Assert.Equal("TransposedConvolution(8→4, 3×3, stride 2×2, extra 1×0)", TransposedConvolution(8, 4, [3, 3], [2, 2], extra: [1, 0]).ToString());
    }

    [Fact]
    public void Equal_arguments_are_equal_layers()
    {
        Assert.Equal(Convolution(4, 6, [3, 3], padding: Padding.Same), Convolution(4, 6, [3, 3], [1, 1], Padding.Same, [1, 1]));
        Assert.NotEqual(Convolution(4, 6, [3, 3], padding: Padding.Same), Convolution(4, 6, [3, 3], padding: Padding.SameLower));
        Assert.NotEqual(Convolution(4, 6, [3, 3]), Convolution(4, 6, [3, 3], groups: 2));
    }

    [Fact]
    public void Groups_are_convolutions_side_by_side()
    {
        var (whole, part) = (Convolution(4, 6, [3, 3], groups: 2).Named("c"), Convolution(2, 3, [3, 3]).Named("c"));
        var parameters = whole.Initialize(Key.Seed(1)).With("c/b", Tensor.Vector(1.0, 2, 3, 4, 5, 6));
        var parts = Enumerable.Range(0, 2).Select(group => part.Predict(
            part.Initialize(Key.Seed(0))
                .With("c/W", parameters["c/W"][.., .., .., (3 * group)..(3 * (group + 1))])
                .With("c/b", parameters["c/b"][(3 * group)..(3 * (group + 1))]),
            Images[.., .., .., (2 * group)..(2 * (group + 1))]));
        Assert.Equal(Tensor.Concatenate(3, [.. parts]), whole.Predict(parameters, Images));
    }

    [Fact]
    public void A_window_of_the_whole_image_is_an_affine_layer()
    {
        var (convolution, affine) = (Convolution(4, 5, [6, 7]).Named("c"), Flatten >> Affine(6 * 7 * 4, 5).Named("c"));
        var parameters = convolution.Initialize(Key.Seed(1));
        var expected = affine.Predict(affine.Initialize(Key.Seed(0)).With("c/W", parameters["c/W"].Reshape([6 * 7 * 4, 5])), Images);
        Assert.Equal(expected, convolution.Predict(parameters, Images).Reshape([2, 5]));
    }

    [Fact]
    public void A_point_is_the_same_as_a_window_whose_other_taps_are_0()
    {
        var (point, window) = (Convolution(4, 5, [1, 1]).Named("c"), Convolution(4, 5, [3, 3], padding: Padding.Same).Named("c"));
        var parameters = point.Initialize(Key.Seed(1)).With("c/b", Draw.Normal(Key.Seed(2), [5]));
        var around = window.Initialize(Key.Seed(0)).With("c/b", parameters["c/b"]).With("c/W", parameters["c/W"].Pad(0.0, (1, 1), (1, 1), (0, 0), (0, 0)));
        var (expected, actual) = (point.Predict(parameters, Images), window.Predict(around, Images));
        Assert.True((expected - actual).Abs().Max() < 1e-14, "a window with one tap differs from a point");
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_by_name()
    {
        Failure.Says("Convolution1: expected [batch, height, width, 4], got [2, 6, 7]; the input of the network is [2, 6, 7]", () => Convolution(4, 6, [3, 3]).OutputShape([2, 6, 7]));
        Failure.Says("Convolution1: expected [batch, height, width, 4], got [2, 6, 7, 3]; the input of the network is [2, 6, 7, 3]", () => Convolution(4, 6, [3, 3]).OutputShape([2, 6, 7, 3]));
        Failure.Says("Convolution1: expected [batch, height ≥ 3, width ≥ 9, 4], got [2, 6, 7, 4]; the input of the network is [2, 6, 7, 4]", () => Convolution(4, 6, [3, 9]).OutputShape([2, 6, 7, 4]));
        Failure.Says(
            "TransposedConvolution1: expected images from which padding leaves something, got [2, 1, 1, 4]; the input of the network is [2, 1, 1, 4]",
            () => TransposedConvolution(4, 6, [2, 2], padding: Padding.Of([1, 1])).OutputShape([2, 1, 1, 4]));
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        Failure.Says("groups: expected a divisor of 4 inputs and of 6 outputs, got 4", () => Convolution(4, 6, [3, 3], groups: 4));
        Failure.Says("stride: expected 2 numbers of 1 or more, one for each axis of the window [3, 3], got [2]", () => Convolution(4, 6, [3, 3], stride: [2]));
        Failure.Says("window: expected 1 to 3 numbers of 1 or more, one for each spatial axis, got []", () => Convolution(4, 6, []));
        Failure.Says("extra: expected 2 numbers, one for each axis of the window [3, 3], got [1]", () => TransposedConvolution(4, 6, [3, 3], extra: [1]));
    }

    [Fact]
    public void An_empty_batch_has_an_empty_output_and_gradients_of_0()
    {
        foreach (var layer in new[] { Convolution(4, 6, [3, 3]), Convolution(4, 6, [1, 1]), TransposedConvolution(4, 6, [3, 3]), DepthwiseConvolution(4, [3, 3]) })
        {
            var (output, backward) = layer.Forward(layer.Initialize(Key.Seed(0)), Tensor.Zeros<double>([0, 6, 7, 4]), Mode.Inference);
            Assert.Equal(0, output.Shape[0]);
            var gradients = backward(output);
            Assert.Equal([0, 6, 7, 4], gradients.Input.Shape);
            Assert.All(gradients.Parameters, parameter => Assert.Equal(Tensor.Zeros<double>(parameter.Value.Shape), parameter.Value));
        }
    }

    [Fact]
    public void What_is_not_a_number_spreads_as_far_as_windows_reach()
    {
        var layer = Convolution(1, 1, [3], padding: Padding.Same, weights: Initializers.Ones);
        var output = layer.Predict(layer.Initialize(Key.Seed(0)), Tensor.Create([1, 5, 1], 1.0, 1, double.NaN, 1, 1));
        Assert.Equal([false, true, true, true, false], output.Data.Select(double.IsNaN));
    }
}
