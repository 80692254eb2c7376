using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Data;

/// <summary>What becomes of values, and of parts that are left out.</summary>
public sealed class IntensityTests
{
    private static readonly Tensor<double> Images = Key.Seed(0).Uniform<double>([50, 12, 10, 3]);

    [Fact]
    public void Noise_is_normal_with_the_deviation_that_is_said()
    {
        var noise = Applied(Augment.Noise(0.3)) - Images;
        Assert.InRange(noise.Mean(), -0.01, 0.01);
        Assert.InRange(double.Sqrt((noise * noise).Mean()), 0.29, 0.31);
        Assert.InRange(noise.Abs().Less(0.3).Mean(), 0.66, 0.70);
    }

    [Fact]
    public void Brightness_multiplies_each_image_by_a_factor_of_its_own()
    {
        var factors = Applied(Augment.Brightness(0.2)) / Images;
        var (least, most) = (factors.MinOver([1, 2, 3]), factors.MaxOver([1, 2, 3]));
        Assert.InRange((most - least).Max(), 0, 1e-12);
        Assert.InRange(least.Min(), 0.8, 0.83);
        Assert.InRange(most.Max(), 1.17, 1.2);
    }

    [Fact]
    public void Contrast_keeps_the_mean()
    {
        var changed = Applied(Augment.Contrast(0.5));
        var (mean, changedMean) = (Images.MeanOver([1, 2, 3], keepAxes: true), changed.MeanOver([1, 2, 3], keepAxes: true));
        Assert.InRange((mean - changedMean).Abs().Max(), 0, 1e-12);
        var factors = (changed - changedMean).StdOver([1, 2, 3]) / (Images - mean).StdOver([1, 2, 3]);
        Assert.InRange(factors.Min(), 0.5, 0.6);
        Assert.InRange(factors.Max(), 1.4, 1.5);
    }

    [Fact]
    public void A_cutout_is_a_square_around_any_pixel()
    {
        var erased = Applied(Augment.Cutout(4).Filled(-1)).Less(0);
        Assert.Equal(Images, Applied(Augment.Cutout(4).Filled(-1)) * (1 - erased) + Images * erased);
        Assert.Equal(erased[.., .., .., ..1], erased[.., .., .., 1..2]);
        var sizes = erased.SumOver([1, 2, 3]) / 3;
        // At a corner a quarter of the square is left, in the middle all of it.
        Assert.InRange(sizes.Min(), 4, 8);
        Assert.Equal(16, sizes.Max());
        Assert.Equal(0, Applied(Augment.Cutout(99)).Max());
    }

    [Fact]
    public void What_is_erased_is_a_rectangle_of_a_share_of_some_images()
    {
        var erased = Applied(Augment.Erase(0.5).Filled(-1)).Less(0);
        var shares = erased.MeanOver([1, 2, 3]);
        Assert.InRange(shares.Greater(0).Sum(), 15, 35);
        Assert.InRange(shares.Max(), 0.25, 0.5);
        foreach (var image in Enumerable.Range(0, 50).Select(erased.Row))
            Assert.Equal(image, image.MaxOver([1], keepAxes: true) * image.MaxOver([0], keepAxes: true));
        Assert.Equal(Images, Applied(Augment.Erase(0)));
    }

    private static Tensor<double> Applied(Augmentation<double> augmentation) => augmentation.Apply(Key.Seed(1), new(Images, new int[50])).Inputs;
}
