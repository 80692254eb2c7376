using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Layers;

/// <summary>The size of a network, as a table.</summary>
public sealed class NetworkSummaryTests
{
    private static readonly Layer<float> Centre = Layer.Define<float>(
        "Centre", "(8)", [new("mean", [8], ParameterRole.Statistic, Initializers.Zeros)], shape => shape,
        (parameters, x, _) => (x - parameters["mean"], dy => new(parameters.Trained, () => dy)));

    [Fact]
    public void It_prints_as_a_table() => Assert.Equal(
        """
        [32, 784] -> [32, 10]
        path               layer           output    parameters  multiply-adds  bytes of output
        encoder/Affine1    Affine(784→50)  [32, 50]      39,250      1,254,400            6,400
        encoder/Relu1      Relu            [32, 50]           0              0            6,400
        Residual1/Affine1  Affine(50→50)   [32, 50]       2,550         80,000            6,400
        Residual1/Tanh1    Tanh            [32, 50]           0              0            6,400
        Residual1          Sum             [32, 50]           0              0            6,400
        head               Affine(50→10)   [32, 10]         510         16,000            1,280
        total                                            42,310      1,350,400           33,280
        """,
        $"{((Affine(784, 50) >> Relu).Named("encoder") >> Residual(Affine(50, 50) >> Tanh) >> Affine(50, 10).Named("head")).Summary([32, 784])}");

    [Fact]
    public void What_is_not_trained_is_told_apart_and_what_is_shared_counts_once()
    {
        var network = Frozen(Affine(4, 8) >> Centre) >> Shared("tied", Affine(8, 8)) >> Centre >> Shared("tied", Affine(8, 8));
        var summary = network.Summary([4]);
        Assert.Equal(
            """
            [4] -> [8]
            path        layer                output  parameters  multiply-adds  bytes of output
            Affine1     Affine(4→8), frozen  [8]             40             32               32
            Centre1     Centre(8), frozen    [8]              8              0               32
            tied        Affine(8→8)          [8]             72             64               32
            Centre2     Centre(8)            [8]              8              0               32
            tied        Affine(8→8)          [8]           (72)             64               32
            total                                           128            160              160
            trained                                          72
            frozen                                           40
            statistics                                       16
            """,
            $"{summary}");
        Assert.Equal((128, 72, 40, 16), (summary.Parameters, summary.Trained, summary.Frozen, summary.Statistics));
        Assert.Equal(network.Initialize(Key.Seed(0)).Size, summary.Parameters);
        Assert.Equal("tied: Affine(8→8) [8], (72) parameters, 64 multiply-adds, 32 bytes of output", $"{summary.Layers[^1]}");
        Assert.Equal(summary.Layers[2], summary["tied"]);
        Failure.Says("no layer is called Affine9; there are Affine1, Centre1, tied, Centre2, tied", () => summary["Affine9"]);
    }

    [Fact]
    public void The_identity_has_no_layers() => Assert.Equal(
        """
        [2, 3] -> [2, 3]
        path   layer  output  parameters  multiply-adds  bytes of output
        total                          0              0                0
        """,
        $"{Layer<float>.Identity.Summary([2, 3])}");

    [Fact]
    public void A_weight_counts_once_for_each_position_of_the_output()
    {
        // Each of 2 · 5 · 6 positions and 8 outputs is a sum of 3 · 3 windows of 6 inputs, or of the 3 of a group.
        Assert.Equal(2L * 5 * 6 * 8 * 3 * 3 * 6, Convolution(6, 8, [3, 3]).Summary([2, 7, 8, 6]).MultiplyAdds);
        Assert.Equal(2L * 5 * 6 * 8 * 3 * 3 * 3, Convolution(6, 8, [3, 3], groups: 2).Summary([2, 7, 8, 6]).MultiplyAdds);
        Assert.Equal(2L * 5 * 6 * 12 * 3 * 3, DepthwiseConvolution(6, [3, 3], multiplier: 2).Summary([2, 7, 8, 6]).MultiplyAdds);
        // A transposed convolution is one from its output to its input.
        Assert.Equal(2L * 7 * 8 * 6 * 3 * 3 * 8, TransposedConvolution(6, 8, [3, 3], stride: [2, 2]).Summary([2, 7, 8, 6]).MultiplyAdds);
        // More than an int holds.
        var large = Convolution(6, 8, [3, 3], groups: 2).Summary([100, 1024, 1024, 6]);
        Assert.Equal((100L * 1022 * 1022 * 8 * 27, 4L * 100 * 1022 * 1022 * 8), (large.MultiplyAdds, large.ActivationBytes));
    }

    [Fact]
    public void A_layer_says_what_it_multiplies_otherwise()
    {
        // The products of a sequence with itself, and a row of a table.
        var self = Layer.Lift<float>("Self", "", shape => shape, x => (x, dy => dy), (input, _) => (long)input.Size * input[0]);
        var row = Layer.Define<float>(
            "Row", "(9)", [new("table", [9, 4], ParameterRole.Weight, Initializers.HeNormal)], shape => shape,
            (parameters, x, _) => (x, dy => new(parameters, () => dy)), multiplyAdds: (_, _) => 0);
        Assert.Equal(5 * 4 * 5, self.Summary([5, 4]).MultiplyAdds);
        Assert.Equal(0, row.Summary([5, 4]).MultiplyAdds);
        Assert.Equal(7, ((Layer<float>.Leaf)Affine(7, 1)).MultiplyAdds([7], [1]));
    }

    [Fact]
    public void Double_precision_takes_twice_the_bytes() =>
        Assert.Equal(Affine(4, 3).Summary([2, 4]).ActivationBytes * 2, Layers<double>.Affine(4, 3).Summary([2, 4]).ActivationBytes);

    [Fact]
    public void Two_are_equal_if_their_numbers_are()
    {
        var network = Affine(4, 3) >> Relu;
        Assert.Equal(network.Summary([2, 4]), (Affine(4, 3) >> Relu).Summary([2, 4]));
        Assert.NotEqual(network.Summary([2, 4]), network.Summary([3, 4]));
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused_as_by_a_run() => Failure.Says(
        "Affine2: expected [..., 4], got [2, 3]; Affine1 before it gives [2, 3]", () => (Affine(4, 3) >> Affine(4, 3)).Summary([2, 4]));
}
