using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Data;

/// <summary>Images and targets that are mixed.</summary>
public sealed class MixingTests
{
    private const int Count = 200;

    // Each image is of one value, which is its class too.
    private static readonly Batch<double> Images = new(
        Tensor.Generate<double>([Count, 6, 5, 1], i => i / 30 % 4), [.. Enumerable.Range(0, Count).Select(i => i % 4)]);

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Targets_are_mixed_as_the_images_are(double alpha)
    {
        var mixed = Augment.Mixup(alpha, classes: 4).Apply(Key.Seed(0), Images);
        Assert.InRange((mixed.Targets.ToTensor().SumOver(1) - 1).Abs().Max(), 0, 1e-12);
        var means = mixed.Targets.ToTensor().MatMul(Tensor.Vector<double>(0, 1, 2, 3));
        Assert.InRange((mixed.Inputs - means.Reshape([Count, 1, 1, 1])).Abs().Max(), 0, 1e-12);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void The_weights_have_a_beta_distribution(double alpha)
    {
        // Its mean is a half, its variance 1 / (4 (2 α + 1)), its fourth central moment 3 / (16 (2 α + 1) (2 α + 3)).
        var weights = Enumerable.Range(0, 4000).Select(seed => BetaNumber.Draw(Key.Seed(seed), alpha) - 0.5).ToList();
        Assert.All(weights, weight => Assert.InRange(weight, -0.5, 0.5));
        Assert.InRange(weights.Average(), -0.02, 0.02);
        Assert.InRange(weights.Average(weight => weight * weight) * 4 * ((2 * alpha) + 1), 0.93, 1.07);
        Assert.InRange(weights.Average(weight => weight * weight * weight * weight) * 16 * ((2 * alpha) + 1) * ((2 * alpha) + 3) / 3, 0.9, 1.1);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-300)]
    [InlineData(1e12)]
    public void Extreme_weights_are_weights(double alpha) =>
        Assert.All(Enumerable.Range(0, 100), seed => Assert.InRange(BetaNumber.Draw(Key.Seed(seed), alpha), 0, 1));

    [Fact]
    public void Pixels_of_another_image_weigh_as_many_as_there_are()
    {
        var mixed = Augment.CutMix(1, classes: 4).Apply(Key.Seed(0), Images);
        var targets = mixed.Targets.ToTensor();
        Assert.InRange((targets.SumOver(1) - 1).Abs().Max(), 0, 1e-12);
        for (var value = 0; value < 4; value++)
        {
            var share = mixed.Inputs.EqualTo(Tensor.Scalar<double>(value)).MeanOver([1, 2, 3]);
            Assert.InRange((share - targets[.., value..(value + 1)].Reshape([Count])).Abs().Max(), 0, 1e-12);
        }
    }

    [Fact]
    public void Values_are_mixed_as_they_are()
    {
        var rows = new Batch<double>(Images.Inputs, Key.Seed(1).Normal<double>([Count, 3]));
        var ones = new Batch<double>(Images.Inputs, Tensor.OneHot<double>(Images.Targets.ClassIndices, 4));
        Assert.Equal(Augment.Mixup(0.2, 4).Apply(Key.Seed(0), Images), Augment.Mixup(0.2).Apply(Key.Seed(0), ones));
        Assert.Equal([Count, 3], Augment.Mixup(0.2).Apply(Key.Seed(0), rows).Targets.ToTensor().Shape);
    }

    [Fact]
    public void Classes_have_to_be_counted()
    {
        Failure.Says("Mixup(0.2): to mix 3 class indices [0, 1, 2], say how many classes there are: classes: 10", () => Augment.Mixup(0.2).Apply(Key.Seed(0), new(Images.Inputs[..3], Images.Targets[..3])));
        Failure.Says(
            "CutMix(1, classes 4): expected a class for each image, or values, got 4 class indices [0, 1, 2, 3], [2] for each sample",
            () => Augment.CutMix(1, 4).Apply(Key.Seed(0), new(Images.Inputs[..2], new Indices([2, 2], [0, 1, 2, 3]))));
    }
}
