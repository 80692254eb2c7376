using System.Numerics;
using FunctionalNet.Numerics;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Layers;

public sealed class DropoutTests
{
    private static readonly Mode Training = Mode.Training(Key.Seed(5));

    public static TheoryData<Layer<float>> Kinds => [Dropout(0.3), SpatialDropout(0.3), DropPath(0.3), GaussianNoise(0.3)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_inference_the_input_is_given_back(Layer<float> layer)
    {
        var x = Key.Seed(0).Normal<float>([4, 3, 5]);
        var pass = layer.Forward(Parameters<float>.Empty, x, Mode.Inference);
        Assert.Same(x, pass.Output);
        Assert.Same(x, pass.Backward(x).Input);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void The_share_that_is_dropped_is_the_rate(double rate)
    {
        const int count = 1_000_000;
        var y = Run(Dropout(rate), Tensor.Ones<float>([count]));
        var dropped = y.Data.Count(number => number == 0);
        // Six standard deviations.
        Assert.InRange(dropped, (rate * count) - (6 * Math.Sqrt(count * rate * (1 - rate))), (rate * count) + (6 * Math.Sqrt(count * rate * (1 - rate))));
        Assert.All(y.Data.Distinct(), number => Assert.True(number == 0 || number == (float)(1 / (1 - rate))));
    }

    [Fact]
    public void A_rate_below_one_in_65536_is_kept_to_by_ties()
    {
        const int count = 20_000_000;
        var y = new float[count];
        new Dropping<float>((1, 2), 1e-6).Run(Tensor.Ones<float>([count]).Span, y);
        Assert.InRange(y.Count(number => number == 0), 5, 40);
    }

    [Fact]
    public void Half_of_the_ties_of_a_rate_between_two_parts_are_dropped()
    {
        // Of 16 bits, 100.5 in 65536: those below 100, and half of those that are 100.
        const int count = 10_000_000;
        const double rate = 100.5 / 65536;
        var (lower, exact, upper) = (Kept(100.0 / 65536), Kept(rate), Kept(101.0 / 65536));
        Assert.All(lower.Zip(exact, upper), kept => Assert.True(kept.First >= kept.Second && kept.Second >= kept.Third));
        var (ties, dropped) = (lower.Sum() - upper.Sum(), lower.Sum() - exact.Sum());
        Assert.InRange(ties, 90, 220);
        Assert.InRange(dropped, 0.3 * ties, 0.7 * ties);

        int[] Kept(double of)
        {
            var y = new float[count];
            new Dropping<float>((3, 4), of).Run(Tensor.Ones<float>([count]).Span, y);
            return [.. y.Select(number => number == 0 ? 0 : 1)];
        }
    }

    [Fact]
    public void The_gradient_has_the_same_mask()
    {
        var (x, dy) = (Key.Seed(0).Uniform<float>([300, 7]) + 1, Key.Seed(1).Normal<float>([300, 7]));
        var pass = Dropout(0.5).Forward(Parameters<float>.Empty, x, Training);
        Assert.Equal(dy * (pass.Output / x).Map(float.Round), pass.Backward(dy).Input);
    }

    [Fact]
    public void Both_precisions_drop_the_same_numbers()
    {
        var single = Run(Dropout(0.4), Tensor.Ones<float>([5000]));
        var wide = Run(Layers<double>.Dropout(0.4), Tensor.Ones<double>([5000]));
        Assert.Equal(single.Data.Select(number => number == 0), wide.Data.Select(number => number == 0));
    }

    [Fact]
    public void Each_key_and_each_layer_drops_others()
    {
        var ones = Tensor.Ones<float>([1000]);
        Assert.Equal(Run(Dropout(0.5), ones), Run(Dropout(0.5), ones));
        Assert.NotEqual(Run(Dropout(0.5), ones), Dropout(0.5).Forward(Parameters<float>.Empty, ones, Mode.Training(Key.Seed(6))).Output);
        // A quarter of the numbers is kept by both if their masks are independent.
        Assert.InRange(Run(Dropout(0.5) >> Dropout(0.5), ones).Data.Count(number => number != 0), 190, 310);
    }

    [Fact]
    public void A_rate_of_0_gives_the_input_back() => Assert.All(
        [Dropout(0), SpatialDropout(0), DropPath(0)], layer => Assert.Equal(Tensor.Ones<float>([3, 2]), Run(layer, Tensor.Ones<float>([3, 2]))));

    [Fact]
    public void What_is_dropped_is_0_whatever_it_was() =>
        Assert.InRange(Run(Dropout(0.5), Tensor.Full<float>([1000], float.NaN)).Data.Count(number => number == 0), 420, 580);

    [Fact]
    public void Whole_channels_are_dropped()
    {
        var y = Run(SpatialDropout(0.5), Tensor.Ones<float>([20, 3, 4, 10]));
        Assert.Equal(y[.., ..1, ..1].BroadcastTo(y.Shape), y);
        Assert.InRange(y[.., 0, 0].Data.Count(number => number == 0), 70, 130);
        Assert.Equal([0f, 2f], y.Data.Distinct().Order());
    }

    [Fact]
    public void Whole_samples_are_dropped()
    {
        var y = Run(DropPath(0.5), Tensor.Ones<float>([200, 3, 4]));
        Assert.Equal(y[.., ..1, ..1].BroadcastTo(y.Shape), y);
        Assert.InRange(y[.., 0, 0].Data.Count(number => number == 0), 70, 130);
    }

    [Fact]
    public void Noise_has_its_deviation()
    {
        var noise = Run(GaussianNoise(0.5), Tensor.Full<float>([100_000], 3)) - 3;
        Assert.Equal(0, noise.Mean(), 0.01f);
        Assert.Equal(0.5f, noise.StdOver([]).ToScalar(), 0.01f);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Failure.Says("expected a rate from 0 to less than 1, got 1 (Parameter 'rate')", () => Dropout(1));
        Failure.Says("expected a rate from 0 to less than 1, got nan (Parameter 'rate')", () => DropPath(double.NaN));
        Failure.Says("expected a deviation of 0 or more, got -1 (Parameter 'deviation')", () => GaussianNoise(-1));
        Failure.Says("SpatialDropout1: expected [batch, ..., channels], got [3]; the input of the network is [3]", () => SpatialDropout(0.5).OutputShape([3]));
        Failure.Says("DropPath1: expected [batch, ...], got []; the input of the network is []", () => DropPath(0.5).OutputShape([]));
    }

    private static Tensor<T> Run<T>(Layer<T> layer, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => layer.Forward(Parameters<T>.Empty, x, Training).Output;
}
