using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FunctionalNet.Tests.Data;

public sealed class DigitsTests
{
    private const int Side = 28;

    private static readonly Dataset<float> Sample = Digits.Generate<float>(Key.Seed(1), 3000);

    [Fact]
    public void The_same_key_draws_the_same_bits_on_every_machine()
    {
        var digits = Digits.Generate<float>(Key.Seed(0), 100);

        Assert.Equal("22d657929f2e5daef9f22266edb8265a239ad19408b239010236d86a009a2453", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(digits.Inputs.Data.AsSpan()))));
        Assert.Equal("1643106312142343199309016742479299230889192639352792675133730905967598081481261296711211182515128782", string.Concat(digits.Targets.ClassIndices));
    }

    [Fact]
    public void Different_keys_draw_different_images_and_classes()
    {
        var (one, other) = (Digits.Generate<float>(Key.Seed(2), 50), Digits.Generate<float>(Key.Seed(3), 50));

        Assert.NotEqual(one.Targets.ClassIndices.AsEnumerable(), other.Targets.ClassIndices);
        Assert.All(Enumerable.Range(0, 50), i => Assert.NotEqual(one.Inputs.Row(i), other.Inputs.Row(i)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1000)]
    public void An_image_does_not_depend_on_how_many_there_are(int count)
    {
        var fewer = Digits.Generate<float>(Key.Seed(1), count);

        Assert.Equal(Sample.Inputs[..count], fewer.Inputs);
        Assert.Equal(Sample.Targets[..count], fewer.Targets);
    }

    [Fact]
    public void No_image_is_drawn_twice() =>
        Assert.Equal(Sample.Count, Enumerable.Range(0, Sample.Count).Select(i => Sample.Inputs.Row(i)).Distinct().Count());

    [Fact]
    public void Float_is_the_rounded_double()
    {
        var exact = Digits.Generate<double>(Key.Seed(1), 200);

        Assert.Equal(Sample.Inputs.Data.Take(200 * Side * Side), exact.Inputs.Data.Select(value => (float)value));
        Assert.Equal(Sample.Targets.ClassIndices.Take(200), exact.Targets.ClassIndices);
    }

    [Fact]
    public void Pixels_are_256_greys_from_0_to_1_and_most_are_dark()
    {
        var greys = Enumerable.Range(0, 256).Select(grey => grey / 255f).ToHashSet();

        Assert.All(Sample.Inputs.Data.Distinct(), pixel => Assert.Contains(pixel, greys));
        Assert.Equal(1, Sample.Inputs.Data.Max());
        Assert.InRange(Sample.Inputs.Data.Count(pixel => pixel == 0) / (double)Sample.Inputs.Data.Length, 0.75, 0.85);
        Assert.InRange(Sample.Inputs.Data.Average(), 0.1f, 0.2f);
    }

    [Fact]
    public void Every_image_has_ink_and_none_of_it_touches_the_border()
    {
        for (var i = 0; i < Sample.Count; i++)
        {
            var image = Sample.Inputs.Row(i).Data;
            Assert.InRange(image.Sum(), 10, 350);
            Assert.DoesNotContain(
                Enumerable.Range(0, Side),
                along => image[along] + image[((Side - 1) * Side) + along] + image[along * Side] + image[(along * Side) + Side - 1] > 0);
        }
    }

    [Fact]
    public void Classes_are_as_frequent_as_chance_would_have_it()
    {
        var counts = Sample.Targets.ClassIndices.CountBy(digit => digit).OrderBy(count => count.Key).ToArray();

        // Within four standard deviations of a tenth.
        Assert.Equal(Enumerable.Range(0, 10), counts.Select(count => count.Key));
        Assert.All(counts, count => Assert.InRange(count.Value, 300 - 66, 300 + 66));
    }

    [Fact]
    public void Most_images_are_nearest_to_the_mean_of_their_own_class_but_far_from_all()
    {
        var means = Enumerable.Range(0, 10).Select(digit => MeanImage(digit, 2000)).ToArray();
        var right = Enumerable.Range(2000, 1000).Count(i =>
            Sample.Targets.ClassIndices[i] == Array.IndexOf(means, means.MinBy(mean => Distance(mean, Sample.Inputs.Row(i)))));

        Assert.InRange(right, 500, 850);
    }

    [Fact]
    public void Inputs_are_rows_or_images_of_one_channel_with_the_same_pixels()
    {
        var rows = Digits.Generate<double>(Key.Seed(4), 5);
        var images = Digits.Generate<double>(Key.Seed(4), 5, flatten: false);

        Assert.Equal([5, 784], rows.Inputs.Shape);
        Assert.Equal([5, 28, 28, 1], images.Inputs.Shape);
        Assert.Equal(rows.Inputs, images.Inputs.Reshape([5, 784]));
        Assert.Equal(rows.Targets, images.Targets);
    }

    [Fact]
    public void Training_and_test_images_are_of_different_keys()
    {
        var (train, test) = Digits.Load<float>(Key.Seed(5), train: 30, test: 20, flatten: false);

        Assert.Equal([30, 28, 28, 1], train.Inputs.Shape);
        Assert.Equal([20, 28, 28, 1], test.Inputs.Shape);
        Assert.NotEqual(train.Inputs[..20], test.Inputs);
        Assert.Equal(train.Inputs[..10], Digits.Load<float>(Key.Seed(5), train: 10, test: 0, flatten: false).Train.Inputs);
    }

    [Fact]
    public void There_may_be_no_images() => Assert.Equal([0, 784], Digits.Generate<float>(Key.Seed(0), 0).Inputs.Shape);

    [Fact]
    public void A_negative_count_is_refused_by_name()
    {
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Generate<float>(Key.Seed(0), -1)).ParamName);
        Assert.Equal("train", Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Load<float>(Key.Seed(0), train: -1)).ParamName);
        Assert.Equal("test", Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Load<float>(Key.Seed(0), test: -1)).ParamName);
    }

    [Fact]
    public void More_pixels_than_a_tensor_holds_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Digits.Generate<float>(Key.Seed(0), 3_000_000));

        Assert.Contains("[3000000, 784]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_digit_has_several_styles_of_strokes_that_are_curves()
    {
        Assert.Equal(10, DigitStrokes.Styles.Length);
        Assert.All(DigitStrokes.Styles, styles => Assert.InRange(styles.Length, 3, 6));
        Assert.All(
            DigitStrokes.Styles.SelectMany(styles => styles).SelectMany(style => style.Strokes),
            stroke => Assert.True(stroke.Length >= 3));
    }

    private static double[] MeanImage(int digit, int count)
    {
        var rows = Enumerable.Range(0, count).Where(i => Sample.Targets.ClassIndices[i] == digit).ToArray();
        return [.. Enumerable.Range(0, Side * Side).Select(pixel => rows.Average(row => Sample.Inputs.Data[(row * Side * Side) + pixel]))];
    }

    private static double Distance(double[] mean, Tensor<float> image) =>
        mean.Zip(image.Data, (expected, pixel) => (pixel - expected) * (pixel - expected)).Sum();
}
