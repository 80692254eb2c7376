using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Data;

/// <summary>Chains of augmentations: their laws, keys, printed forms and messages.</summary>
public sealed class AugmentationTests
{
    private static readonly Batch<float> Images = new(Key.Seed(0).Uniform<float>([6, 9, 11, 3]), [0, 1, 2, 0, 1, 2]);

    public static TheoryData<Augmentation<float>> Each =>
    [
        Augment.Shift(2), Augment.Rotate(20), Augment.Scale(0.8, 1.2), Augment.Shear(10), Augment.FlipHorizontally(), Augment.FlipVertically(),
        Augment.Crop(7, 8, 1), Augment.Elastic(10, 2), Augment.Noise(0.1), Augment.Brightness(0.2), Augment.Contrast(0.2), Augment.Cutout(3),
        Augment.Erase(), Augment.Mixup(0.4, 3), Augment.CutMix(1, 3), Augmentation.Lift<float>("Draw", (key, image) => key.Normal<float>(image.Shape)),
        Augmentation.Define<float>("Draw all", (key, batch) => new(key.Normal<float>(batch.Inputs.Shape), batch.Targets)),
    ];

    [Theory]
    [MemberData(nameof(Each))]
    public void The_result_is_a_function_of_the_key(Augmentation<float> augmentation)
    {
        var (first, other) = (augmentation.Apply(Key.Seed(1), Images), augmentation.Apply(Key.Seed(2), Images));
        Assert.Equal(first, augmentation.Apply(Key.Seed(1), Images));
        Assert.NotEqual(first, other);
        Assert.Equal(Images.Count, first.Count);
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Composition_is_associative_with_an_identity_to_the_bit(Augmentation<float> augmentation)
    {
        var (before, after) = (Augment.Rotate(5), Augment.FlipVertically());
        var grouped = before >> (augmentation >> after);
        Assert.Equal((before >> augmentation) >> after, grouped);
        Assert.Equal(((before >> augmentation) >> after).Apply(Key.Seed(1), Images), grouped.Apply(Key.Seed(1), Images));
        foreach (var same in new[] { Augmentation<float>.Identity >> augmentation, augmentation >> Augmentation<float>.Identity, augmentation.Then(Augmentation<float>.Identity) })
        {
            Assert.Equal(augmentation, same);
            Assert.Equal(augmentation.Apply(Key.Seed(1), Images), same.Apply(Key.Seed(1), Images));
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void The_number_of_the_batch_stays_and_there_may_be_no_images(Augmentation<float> augmentation)
    {
        Assert.Equal(7, augmentation.Apply(Key.Seed(1), Images with { Number = 7 }).Number);
        Assert.Equal(0, augmentation.Apply(Key.Seed(1), new(Images.Inputs[..0], Images.Targets[..0])).Count);
    }

    [Fact]
    public void The_identity_gives_the_batch_back() => Assert.Equal(Images, Augmentation<float>.Identity.Apply(Key.Seed(0), Images));

    [Fact]
    public void Each_image_and_each_step_has_a_key_of_its_own()
    {
        var same = new Batch<float>(Tensor.Stack(0, Enumerable.Repeat(Images.Inputs.Row(0), 20).ToArray()), new int[20]);
        var moved = Augment.Noise(0.1).Apply(Key.Seed(1), same).Inputs;
        Assert.Equal(20, Enumerable.Range(0, 20).Select(moved.Row).Distinct().Count());
        var twice = (Augment.Noise(0.1) >> Augment.Noise(0.1)).Apply(Key.Seed(1), same).Inputs;
        Assert.NotEqual(moved + (moved - same.Inputs), twice);
        // An image does not depend on those after it.
        Assert.Equal(moved[..5], Augment.Noise(0.1).Apply(Key.Seed(1), new(same.Inputs[..5], same.Targets[..5])).Inputs);
    }

    [Fact]
    public void It_prints_as_it_is_written_and_is_equal_by_that()
    {
        var augmentation = Augment.Shift(2) >> Augment.Shift(1, 3) >> Augment.Rotate(10) >> Augment.Rotate(-5, 10) >> Augment.Scale(0.9, 1.1)
            >> Augment.Crop(28, 28, 2) >> Augment.FlipHorizontally() >> Augment.Mixup(0.2) >> Augment.CutMix(1, 10);
        Assert.Equal(
            "Shift(2) >> Shift(1, 3) >> Rotate(10) >> Rotate(-5, 10) >> Scale(0.9, 1.1) >> Crop(28, 28, padding 2) >> FlipHorizontally(0.5) >> Mixup(0.2) >> CutMix(1, classes 10)",
            $"{augmentation}");
        Assert.Equal("Identity", $"{Augmentation<float>.Identity}");
        Assert.Equal("Rotate(10, fill 0.5) >> Crop(8, 8) >> FlipVertically(1) >> Cutout(3, fill 0.5)", $"{(Augment.Rotate(10) >> Augment.Crop(8, 8) >> Augment.FlipVertically(1) >> Augment.Cutout(3)).Filled(0.5)}");
        Assert.Equal(Augment.Rotate(10), Augment.Rotate(-10, 10));
        Assert.Equal(Augment.Shift(2).GetHashCode(), Augment.Shift(2, 2).GetHashCode());
        Assert.NotEqual(Augment.Rotate(10), Augment.Rotate(11));
        Assert.NotEqual(Augment.Rotate(10), Augment.Rotate(10).Filled(1));
    }

    [Fact]
    public void What_is_not_an_image_is_refused_with_a_way_out()
    {
        const string way = "if they are flat, say their shape: dataset.AsImages(28, 28), or batches.Augmented(augmentation, key, image: [28, 28, 1])";
        Failure.Says(
            $"Noise(0.1): expected images [batch, height, width, channels], got [2, 784]; {way}",
            () => (Augment.Noise(0.1) >> Augment.Shift(2)).Apply(Key.Seed(0), new(Tensor.Zeros<float>([2, 784]), [0, 1])));
        Failure.Says(
            $"Shift(2): expected images [batch, height, width, channels], got [2, 0, 28, 1]; {way}",
            () => Augment.Shift(2).Apply(Key.Seed(0), new(Tensor.Zeros<float>([2, 0, 28, 1]), [0, 1])));
        Failure.Says(
            "Crop(12, 12, padding 1): expected images of at least 10 × 10, got 9 × 11",
            () => (Augment.Shift(2) >> Augment.Crop(12, 12, 1)).Apply(Key.Seed(0), Images));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Failure.Says("expected an angle of 0 or more, got from 10 to -10", () => Augment.Rotate(-10));
        Failure.Says("expected angles, the least first, got from 10 to 5", () => Augment.Rotate(10, 5));
        Failure.Says("expected angles of less than 90 degrees, the least first, got from -90 to 90", () => Augment.Shear(90));
        Failure.Says("expected factors of more than 0, the least first, got from 0 to 1", () => Augment.Scale(0, 1));
        Failure.Says("expected factors of more than 0, the least first, got from 1 to nan", () => Augment.Scale(1, double.NaN));
        Failure.Says("expected vertical of 0 to 1000000 pixels, got -1 (Parameter 'vertical')", () => Augment.Shift(-1));
        Failure.Says("expected a probability from 0 to 1, got 1.5 (Parameter 'probability')", () => Augment.FlipHorizontally(1.5));
        Failure.Says("expected a standard deviation of more than 0, got 0 (Parameter 'std')", () => Augment.Noise(0));
        Failure.Says("expected a smoothness of more than 0, got inf (Parameter 'smoothness')", () => Augment.Elastic(1, double.PositiveInfinity));
        Failure.Says("expected side of 1 or more, got 0 (Parameter 'side')", () => Augment.Cutout(0));
        Failure.Says("expected classes of 1 or more, got 0 (Parameter 'classes')", () => Augment.Mixup(1, 0));
        Failure.Says("expected a finite value, got nan (Parameter 'value')", () => Augment.Shift(1).Filled(double.NaN));
    }
}
