using System.Collections.Immutable;
using SkiaSharp;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Plots;

/// <summary>Pictures of images, weights, gradients and activations.</summary>
public sealed class NetworkPicturesTests
{
    private static readonly Layer<double> Network = Affine(3, 4) >> (Relu >> Affine(4, 2)).Named("head");
    private static readonly Parameters<double> Initial = Network.Initialize(Key.Seed(0));
    private static readonly Tensor<double> Inputs = Key.Seed(1).Normal<double>([20, 3]);

    [PictureTheory]
    [InlineData(2, 4)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 1, 2, 2)]
    [InlineData(2, 2, 2, 1)]
    public void Images_of_any_shape_are_black_to_white(params int[] shape)
    {
        var picture = Pictures.Images("Two", Tensor.Create(Shape.Create(shape), [0.0, 1, 2, 4, 4, 4, 4, 4]), ["first\nof two", "second"]);
        Assert.Equal(["Two", "first", "of two", "second"], Drawn.Texts(picture));
        // A quarter of the first image, which is 84 wide and has a frame.
        Assert.InRange(Drawn.Count(picture, SKColors.Black), 41 * 41, 42 * 42);
        Assert.InRange(Drawn.Count(picture, new SKColor(128, 128, 128)), 41 * 41, 42 * 42);
    }

    [PictureFact]
    public void Images_of_three_channels_are_red_green_and_blue()
    {
        var picture = Pictures.Images("", Tensor.Create<double>([1, 1, 4, 3], 1, 0, 0, 0, 0.5, 1, 1, 1, 1, double.NaN, 0, 0));
        foreach (var colour in new[] { new SKColor(255, 0, 0), new SKColor(0, 128, 255), Palette.NotANumber })
            Assert.InRange(Drawn.Count(picture, colour), 18 * 18, (22 * 22) + 144);
    }

    [PictureFact]
    public void Images_of_one_grey_and_of_no_number_are_drawn()
    {
        Assert.InRange(Drawn.Count(Pictures.Images("", Tensor.Zeros<float>([1, 4])), SKColors.Black), 82 * 82, 84 * 84);
        Assert.InRange(Drawn.Count(Pictures.Images("", Tensor.Full([1, 4], double.NaN)), Palette.NotANumber), 82 * 82, (84 * 84) + 144);
        Drawn.Shows(Pictures.Images("", Tensor.Full([1, 4], double.NaN)), "not a number: 4 in all");
        Assert.Equal(["None"], Drawn.Texts(Pictures.Images("None", Tensor.Zeros<float>([0, 784]))));
    }

    [PictureTheory]
    [InlineData(-double.MaxValue, double.MaxValue)]
    [InlineData(0, double.Epsilon)]
    [InlineData(1, 1.0000000000000002)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    public void The_lowest_number_is_black_and_the_highest_white_whatever_they_are(double low, double high)
    {
        var picture = Pictures.Images("", Tensor.Create<double>([1, 2, 2], low, low, low, high));
        // Three quarters of a tile of 84.
        Assert.InRange(Drawn.Count(picture, SKColors.Black), 3 * 40 * 40, 3 * 42 * 42);
        Assert.Equal(0, Drawn.Count(picture, Palette.NotANumber));
    }

    [PictureFact]
    public void An_image_of_more_pixels_than_can_be_drawn_is_seen() => Assert.InRange(
        Drawn.Count(Pictures.Images("", Tensor.Zeros<float>([1, 1, 1_200_000])), SKColors.Black), 6 * 160, 8 * 168);

    [Fact]
    public void Images_say_what_does_not_fit()
    {
        Failure.Says(
            "expected images [n, height, width, 1 or 3], [n, height, width], [n, 1, height, width] or [n, pixels of a square], got [1, 5]",
            () => Pictures.Images("", Tensor.Zeros<float>([1, 5])));
        Failure.Says("expected captions for 2 images, got 1", () => Pictures.Images("", Tensor.Zeros<float>([2, 4]), ["one"]));
        Failure.Says("expected captions for 1 images, got 0", () => Pictures.Images("", Tensor.Zeros<float>([1, 4]), [null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Images("", Tensor.Zeros<float>([2, 4]), columns: 0));
    }

    [PictureFact]
    public void Weights_are_blue_white_and_orange_on_one_scale()
    {
        var picture = Pictures.Weights(Tensor.Create([4, 2], [-0.5, 0, 0.5, 0, 0, 0.25, 0, 0]));
        Assert.Equal(["≤ −0.5", "≥ 0.5", "Weights of 2 neurons"], Drawn.Texts(picture));
        // A quarter of a tile of 72 each.
        Assert.InRange(Drawn.Count(picture, Palette.Negative), 35 * 35, 38 * 37);
        Assert.InRange(Drawn.Count(picture, Palette.Positive), 35 * 35, 38 * 37);
        Assert.InRange(Drawn.Count(picture, Palette.Diverging(0.5)), 35 * 35, 38 * 37);
    }

    [PictureFact]
    public void A_few_large_weights_do_not_leave_the_others_pale()
    {
        Picture With(double outlier) => Pictures.Weights(Tensor.Generate([4, 100], at => at == 7 ? outlier : 0.25));
        Drawn.Shows(With(1), "≥ 0.25");
        // But they are distinguished from the others.
        Drawn.Shows(With(100), "≥ 10");
    }

    [PictureFact]
    public void Constant_weights_are_drawn()
    {
        Drawn.Shows(Pictures.Weights(Tensor.Zeros<float>([4, 3])), "Weights of 3 neurons");
        Assert.InRange(Drawn.Count(Pictures.Weights(Tensor.Full([4, 2], -3f), count: 1), Palette.Negative), 70 * 70, 73 * 73);
        Drawn.Shows(
            Pictures.Weights(Tensor.Full([4, 2], double.NaN), count: 1), "Weights of the first 1 of 2 neurons", "not a number: 8 in all");
        Assert.InRange(Drawn.Count(Pictures.Weights(Tensor.Full([4, 1], double.NaN)), Palette.NotANumber), 70 * 70, (73 * 73) + 144);
        Drawn.Shows(Pictures.Weights(Tensor.Zeros<double>([4, 1])), "Weights of 1 neuron");
    }

    [PictureTheory]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void Extreme_weights_have_their_colours(double largest)
    {
        var picture = Pictures.Weights(Tensor.Generate([4, 100], at => at == 0 ? -largest : at == 1 ? largest : 0));
        Assert.InRange(Drawn.Count(picture, Palette.Negative), 35 * 35, 38 * 37);
        Assert.InRange(Drawn.Count(picture, Palette.Positive), 35 * 35, 38 * 37);
        Assert.Equal(0, Drawn.Count(picture, Palette.NotANumber));
    }

    [PictureFact]
    public void Filters_of_a_convolution_are_drawn_as_the_weights_of_neurons_are()
    {
        var filters = Key.Seed(0).Normal<float>([3, 3, 1, 4]);
        Drawn.Shows(Pictures.Weights(filters), "Weights of 4 filters");
        Drawn.Shows(Pictures.Weights(filters, count: 1), "Weights of the first 1 of 4 filters");
        Assert.Equal(Pictures.Weights(filters.Reshape([9, 4]), title: "W").ToSvg(), Pictures.Weights(filters, title: "W").ToSvg());
        // 24 pixels for one of the longer side.
        Assert.InRange(Drawn.Count(Pictures.Weights(Tensor.Full([1, 3, 1, 1], 2f)), Palette.Positive), 70 * 22, 73 * 26);
    }

    [Fact]
    public void Weights_say_what_does_not_fit()
    {
        const string Wanted = "expected weights [pixels, neurons] of square images, or filters [height, width, 1, filters], got";
        Failure.Says($"{Wanted} [5, 2]", () => Pictures.Weights(Tensor.Zeros<float>([5, 2])));
        Failure.Says($"{Wanted} [4]", () => Pictures.Weights(Tensor.Zeros<float>([4])));
        Failure.Says($"{Wanted} [3, 3, 2, 4]", () => Pictures.Weights(Tensor.Zeros<float>([3, 3, 2, 4])));
    }

    [PictureFact]
    public void Gradients_have_a_histogram_for_each_parameter()
    {
        var batch = new Batch<double>(Inputs, ImmutableArray.CreateRange(Enumerable.Range(0, 20).Select(i => i % 2)));
        Drawn.Shows(
            Pictures.Gradients(Network, Losses.SoftmaxCrossEntropy, Initial, batch),
            "Gradients", "Affine1/W", "Affine1/b", "head/Affine1/W", "head/Affine1/b", "how many");
        Assert.Equal(
            Pictures.Histograms("Gradients", Network.Gradient(Losses.SoftmaxCrossEntropy, Initial, batch)).ToSvg(),
            Pictures.Gradients(Network, Losses.SoftmaxCrossEntropy, Initial, batch).ToSvg());
    }

    [PictureFact]
    public void Tensors_have_a_histogram_each_under_their_names()
    {
        (string, Tensor<double>)[] named = [.. Initial.Select(parameter => (parameter.Path, parameter.Value))];
        Assert.Equal(Pictures.Histograms("All", Initial).ToSvg(), Pictures.Histograms("All", named, columns: 2).ToSvg());
        var picture = Pictures.Histograms("Row", named, columns: 4);
        Drawn.Shows(picture, "Row", "Affine1/W", "head/Affine1/b");
        Assert.Equal((4 * 330, 40 + 250), (picture.Width, picture.Height));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Histograms("Row", named, columns: 0));
    }

    [PictureFact]
    public void Activations_have_a_histogram_for_each_layer() =>
        Drawn.Shows(Pictures.Activations(Network, Initial, Inputs), "Activations", "Affine1", "head/Relu1", "head/Affine1");

    [Fact]
    public void Activations_of_what_does_not_fit_are_refused() => Failure.Says(
        "Affine1: expected [..., 3], got [20, 2]; the input of the network is [20, 2]", () => Pictures.Activations(Network, Initial, Tensor.Zeros<double>([20, 2])));

    public static TheoryData<string, double[], string> Numbers => new()
    {
        { "constant", [2, 2, 2, 2], "mean 2, std 0" },
        { "zeros", [0, 0, 0, 0], "mean 0, std 0, 100.0 % zero" },
        { "not finite", [1, double.NaN, 3, double.PositiveInfinity], "mean 2, std 1, 2 not finite" },
        { "nothing finite", [double.NaN, double.NaN, double.NaN, double.NaN], "no finite numbers among 4" },
        { "nothing at all", [], "no numbers" },
        { "dead", [0, 0, 0, 4], "mean 1, std 1.7321, 75.0 % zero" },
        { "small", [1e-5, -1e-5, 1e-5, -1e-5], "mean 0, std 1.0e−5" },
        { "very small", [1e-200, -1e-200, 1e-200, -1e-200], "mean 0, std 1.0e−200" },
        { "smallest", [double.Epsilon, double.Epsilon, double.Epsilon, double.Epsilon], "mean 4.9e−324, std 0" },
        { "very large", [1e200, -1e200, 1e200, -1e200], "mean 0, std 1.0e200" },
        { "largest", [double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue], "mean 1.8e308, std 0" },
        { "all of the range", [double.MaxValue, -double.MaxValue, double.MaxValue, -double.MaxValue], "mean 0, std 1.8e308" },
        { "neighbours", [1e15, 1e15 + 1, 1e15, 1e15 + 1], "mean 1.0e15, std 0.5" },
    };

    [PictureTheory]
    [MemberData(nameof(Numbers))]
    public void Strange_numbers_have_a_histogram_and_a_summary(string what, double[] numbers, string summary)
    {
        var parameter = new Parameter<double>(what, ParameterRole.Weight, Tensor.Vector(numbers));
        var picture = Pictures.Histograms("H", Parameters<double>.Create(parameter));
        Drawn.Shows(picture, what, summary);
        Assert.True(numbers.Any(double.IsFinite) == Drawn.Count(picture, Palette.Of(0)) > 100, $"{what}: the bars are not seen");
    }

    [Fact]
    public void Each_number_is_counted_where_it_is() => Assert.Equal(
        [3, .. Enumerable.Repeat(0, 19), 1, .. Enumerable.Repeat(0, 19), 2],
        Histogram.Of("", [0, 0.01, 0, 20.5, 40.5, 41]).Counts.ToArray());

    [PictureFact]
    public void Bars_are_as_high_as_the_logarithm_of_their_number()
    {
        var numbers = Tensor.Vector([.. Enumerable.Repeat(0.0, 100), .. Enumerable.Repeat(1.0, 10), 2]);
        var picture = Pictures.Histograms("", Parameters<double>.Create(new Parameter<double>("a", ParameterRole.Weight, numbers)));
        var pixels = Drawn.Pixels(picture);
        int[] heights = [.. Enumerable.Range(0, picture.Width)
            .Select(x => Enumerable.Range(0, picture.Height).Count(y => pixels[(y * picture.Width) + x] == Palette.Of(0)))
            .Where(height => height > 0).Distinct().OrderDescending()];
        // From a little below 1, in steps of ten.
        Assert.Equal(3, heights.Length);
        Assert.InRange(heights[0] - heights[1] - (heights[1] - heights[2]), -2, 2);
        Assert.True(heights[1] > 2 * heights[2] && heights[2] > 5, $"the bars are {string.Join(", ", heights)} high");
    }

    [PictureFact]
    public void Large_images_are_made_smaller_without_losing_lines_and_thin_ones_are_seen()
    {
        // Alternating black and white columns are grey when reduced.
        var striped = Pictures.Images("", Tensor.Generate([1, 1000, 1000], at => (double)(at % 2)));
        Assert.InRange(striped.Height, 168, 240);
        Assert.InRange(Drawn.Pixels(striped)[(120 * striped.Width) + 100].Red, 100, 155);
        Assert.InRange(Pictures.Images("", Tensor.Zeros<float>([1, 1000, 1])).Height, 168, 240);
        Assert.InRange(Drawn.Count(Pictures.Images("", Tensor.Zeros<float>([1, 1, 1000])), SKColors.Black), 6 * 160, 8 * 168);
    }

    [Fact]
    public void A_histogram_of_nothing_is_refused() => Failure.Says(
        "Gradients: expected at least one tensor to draw a histogram of, got none", () => Pictures.Histograms("Gradients", Parameters<double>.Empty));
}
