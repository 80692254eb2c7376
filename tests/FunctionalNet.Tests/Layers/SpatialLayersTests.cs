using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Layers;

public sealed class SpatialLayersTests
{
    private static readonly Tensor<float> Images = Key.Seed(0).Normal<float>([3, 7, 5, 11]);

    [Fact]
    public void The_largest_of_padding_and_negative_numbers_is_a_number()
    {
        var x = Tensor.Create([1, 2, 1], -3f, -5);
        Assert.Equal([-3, -3, -5], Run(MaxPool([2], [1], Padding.Of([1])), x).ToArray());
        Assert.Equal([-3, -5], Run(MaxPool([2], [1], Padding.Same), x).ToArray());
        Assert.Equal([-3, -3], Run(MaxPool([2], [1], Padding.SameLower), x).ToArray());
    }

    [Fact]
    public void Infinities_and_NaN_go_through()
    {
        var x = Tensor.Create([1, 6, 1], float.NegativeInfinity, float.NegativeInfinity, 1, float.NaN, float.PositiveInfinity, 2);
        Assert.Equal([float.NegativeInfinity, float.NaN, float.PositiveInfinity], Run(MaxPool([2]), x).ToArray());
        Assert.Equal([float.NaN], Run(GlobalMaxPool, x).ToArray());
        Assert.Equal([1, 0, 0, 1, 1, 0], Gradient(MaxPool([2]), x).ToArray());
    }

    [Fact]
    public void Of_equals_the_first_gets_the_gradient()
    {
        Assert.Equal([1, 0, 0, 0], Gradient(MaxPool([2, 2]), Tensor.Create([1, 2, 2, 1], 4f, 4, 4, 4)).ToArray());
        Assert.Equal([0, 1, 0, 0], Gradient(GlobalMaxPool, Tensor.Create([1, 2, 2, 1], 3f, 4, 4, 4)).ToArray());
        Assert.Equal([1, 0], Gradient(AdaptiveMaxPool([1]), Tensor.Create([1, 2, 1], -0f, 0)).ToArray());
    }

    [Fact]
    public void A_mean_divides_by_what_it_has_seen_or_by_what_it_might_have()
    {
        var x = Tensor.Create([1, 3, 1], 6f, 12, 18);
        Assert.Equal([9, 15], Run(AveragePool([3], [2], Padding.Of([1])), x).ToArray());
        Assert.Equal([6, 10], Run(AveragePool([3], [2], Padding.Of([1]), countPadding: true), x).ToArray());
        // The last window has one place within the input. One that would begin in the padding after it does not count.
        Assert.Equal([9, 18], Run(AveragePool([2], ceil: true), x).ToArray());
        Assert.Equal([9, 18], Run(AveragePool([2], ceil: true, countPadding: true), x).ToArray());
        Assert.Equal([9], Run(AveragePool([2], stride: [3], padding: Padding.Of([0], [2]), ceil: true), x[.., ..2]).ToArray());
    }

    [Fact]
    public void Padding_is_that_of_tensors()
    {
        (int, int)[] widths = [(0, 0), (1, 2), (3, 0), (0, 0)];
        Assert.Equal(Images.Pad(0f, widths), Run(ZeroPad([1, 3], [2, 0]), Images));
        Assert.Equal(Images.Pad(PadMode.Edge, widths), Run(EdgePad([1, 3], [2, 0]), Images));
        Assert.Equal(Images.Pad(PadMode.Reflect, widths), Run(ReflectPad([1, 3], [2, 0]), Images));
        Assert.Equal(Images, Run(ZeroPad([0, 0]), Images));
    }

    [Fact]
    public void Padding_of_images_that_threads_share_is_that_of_each_alone()
    {
        var many = Key.Seed(1).Normal<float>([50, 28, 28, 3]);
        foreach (var layer in new[] { ReflectPad([3, 2]), UpsampleNearest([2, 3]), UpsampleLinear([2, 3]), ZeroPad([1, 1]), MaxPool([3, 3], [2, 2]), GlobalAveragePool })
        {
            var (whole, gradient) = (Run(layer, many), Gradient(layer, many));
            Assert.Equal(whole[17..18], Run(layer, many[17..18]));
            Assert.Equal(gradient[17..18], Gradient(layer, many[17..18]));
        }
    }

    [Fact]
    public void Factors_and_lengths_agree()
    {
        Assert.Equal(Run(UpsampleNearest([2, 3]), Images), Run(ResizeNearest([14, 15]), Images));
        Assert.Equal(Run(UpsampleLinear([2, 3]), Images), Run(ResizeLinear([14, 15]), Images));
        Assert.Equal(Images, Run(UpsampleLinear([1, 1]), Images));
        Assert.Equal(Images, Run(ResizeNearest([7, 5]), Images));
        Assert.Equal(Run(GlobalMaxPool, Images).Reshape([3, 1, 1, 11]), Run(AdaptiveMaxPool([1, 1]), Images));
        Assert.Equal(Images, Run(AdaptiveAveragePool([7, 5]), Images));
    }

    [Fact]
    public void A_constant_stays_constant_and_an_infinity_at_the_edge_is_no_NaN()
    {
        Assert.All(Run(UpsampleLinear([2, 4]), Tensor.Full([1, 5, 3, 9], 0.1f)).Data, value => Assert.Equal(0.1f, value));
        var x = Tensor.Create([1, 2, 1], float.PositiveInfinity, 1);
        Assert.Equal([float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity, 1], Run(UpsampleLinear([2]), x).ToArray());
    }

    [Fact]
    public void Permute_and_Reshape_leave_the_batch()
    {
        Assert.Equal(Images.Permute(0, 3, 1, 2), Run(Permute(2, 0, 1), Images));
        Assert.Equal(Images.Reshape([3, 35, 11]), Run(Reshape([35, 11]), Images));
        Assert.Equal<Shape>([0, 35, 11], Reshape([35, 11]).OutputShape([0, 7, 5, 11]));
    }

    [Fact]
    public void Nothing_comes_of_an_empty_batch()
    {
        var empty = Tensor.Zeros<float>([0, 4, 4, 3]);
        foreach (var layer in new[] { MaxPool([2, 2]), AveragePool([2, 2]), AdaptiveMaxPool([2, 2]), ZeroPad([1, 1]), EdgePad([1, 1]), UpsampleNearest([2, 2]), UpsampleLinear([2, 2]), Permute(2, 0, 1) })
        {
            Assert.Equal(0, Run(layer, empty).Shape[0]);
            Assert.Equal(empty.Shape, Gradient(layer, empty).Shape);
        }

        Assert.Equal<Shape>([0, 3], Run(GlobalAveragePool, empty).Shape);
        Assert.Equal<Shape>([2, 3, 3, 0], Run(MaxPool([2, 2], [1, 1]), Tensor.Zeros<float>([2, 4, 4, 0])).Shape);
    }

    [Fact]
    public void They_print_what_is_not_usual()
    {
        Assert.Equal("MaxPool(2×2)", MaxPool([2, 2]).ToString());
        Assert.Equal("MaxPool(3×3, stride 2×2, padding 1×1, ceil)", MaxPool([3, 3], [2, 2], Padding.Of([1, 1]), ceil: true).ToString());
        Assert.Equal("AveragePool(3, padding same, padding counts)", AveragePool([3], padding: Padding.Same, countPadding: true).ToString());
        Assert.Equal("AdaptiveAveragePool(7×7)", AdaptiveAveragePool([7, 7]).ToString());
        Assert.Equal("GlobalMaxPool", GlobalMaxPool.ToString());
        Assert.Equal("ZeroPad(2×2)", ZeroPad([2, 2]).ToString());
        Assert.Equal("ReflectPad(0×1 before, 0×2 after)", ReflectPad([0, 1], [0, 2]).ToString());
        Assert.Equal("UpsampleLinear(2×2)", UpsampleLinear([2, 2]).ToString());
        Assert.Equal("ResizeNearest(32×32)", ResizeNearest([32, 32]).ToString());
        Assert.Equal("Reshape([28, 28, 1]) >> Permute(2, 0, 1)", (Reshape([28, 28, 1]) >> Permute(2, 0, 1)).ToString());
    }

    [Fact]
    public void They_are_equal_when_their_arguments_are()
    {
        Assert.Equal(MaxPool([2, 2]), MaxPool([2, 2], stride: [2, 2]));
        Assert.NotEqual(MaxPool([2, 2]), MaxPool([2, 2], stride: [1, 1]));
        Assert.Equal(ReflectPad([1, 1]), ReflectPad([1, 1], [1, 1]));
        Assert.NotEqual(AveragePool([2]), AveragePool([2], countPadding: true));
        Assert.Equal(Permute(1, 0), Permute(1, 0));
        Assert.Equal(Padding.Same.ToString(), ((Layer<float>.Leaf)MaxPool([2], padding: Padding.Same)).Arguments["padding"]);
    }

    [Theory]
    [InlineData("MaxPool1: expected [batch, height, width, channels], got [2, 8, 3]")]
    public void A_shape_that_does_not_fit_is_refused(string message) => Assert.StartsWith(message, Message(MaxPool([2, 2]), [2, 8, 3]), StringComparison.Ordinal);

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_what_is_expected()
    {
        Refused("expected [batch, height ≥ 2, width ≥ 2, channels], got [1, 1, 4, 3]", MaxPool([2, 2]), [1, 1, 4, 3]);
        Refused("expected padding 2×2 that leaves an element of the input to each window, got [1, 4, 4, 3]", MaxPool([2, 2], padding: Padding.Of([2, 2])), [1, 4, 4, 3]);
        Refused("expected padding same that leaves an element of the input to each window, got [1, 1, 3]", AveragePool([2], [1], Padding.Same, [2]), [1, 1, 3]);
        Refused("expected [batch, ..., channels] with 1 to 3 spatial axes between, got [4, 3]", GlobalAveragePool, [4, 3]);
        Refused("expected [batch, height, width, channels] with spatial axes of 1 or more, got [4, 0, 2, 3]", GlobalMaxPool, [4, 0, 2, 3]);
        Refused("expected [batch, length, channels], got [4, 3]", AdaptiveMaxPool([2]), [4, 3]);
        Refused("expected [batch, height, width, channels] with enough to continue by 2×3, got [1, 3, 3, 1]", ReflectPad([2, 3]), [1, 3, 3, 1]);
        Refused("expected [batch, length, channels] with enough to continue by 1, got [1, 0, 1]", EdgePad([1]), [1, 0, 1]);
        Refused("expected [batch, depth, height, width, channels], got [1, 2, 2, 1]", UpsampleLinear([2, 2, 2]), [1, 2, 2, 1]);
        Refused("expected [batch, ...] with 784 numbers for each of the batch, as [28, 28, 1] has, got [5, 783]", Reshape([28, 28, 1]), [5, 783]);
        Refused("expected [batch, ...] with 2 axes after the batch, got [5, 4]", Permute(1, 0), [5, 4]);
    }

    [Fact]
    public void Arguments_that_make_no_layer_are_refused_at_once()
    {
        Assert.Equal("factors: expected 1 to 3 numbers of 1 or more, one for each spatial axis, got [2, 0]", Thrown(() => UpsampleNearest([2, 0])));
        Assert.Equal("outputs: expected 1 to 3 numbers of 1 or more, one for each spatial axis, got []", Thrown(() => AdaptiveMaxPool([])));
        Assert.Equal("expected as many numbers before as after, got [1] and [1, 1]", Thrown(() => ZeroPad([1], [1, 1])));
        Assert.Equal("expected each of the axes from 0 to 1 of a sample once, got 1, 2", Thrown(() => Permute(1, 2)));

        static string Thrown(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    private static Tensor<float> Run(Layer<float> layer, Tensor<float> x) => layer.Predict(Parameters<float>.Empty, x);

    /// <summary>The gradient of the sum of all outputs.</summary>
    private static Tensor<float> Gradient(Layer<float> layer, Tensor<float> x)
    {
        var (output, backward) = layer.Forward(Parameters<float>.Empty, x, Mode.Inference);
        return backward(Tensor.Ones<float>(output.Shape)).Input;
    }

    private static string Message(Layer<float> layer, Shape input) => layer.InferShape(input).Match(Succ: shape => $"{shape}", Fail: error => error.Message);

    private static void Refused(string message, Layer<float> layer, Shape input) => Assert.Contains($": {message}; ", Message(layer, input), StringComparison.Ordinal);
}
