using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Data;

/// <summary>Where pixels go.</summary>
public sealed class WarpTests
{
    private const int Side = 21;

    // Different numbers everywhere, in three channels.
    private static readonly Tensor<double> Numbers = Tensor.Generate<double>([1, 5, 6, 3], i => i + 1);

    // Smooth, and 0 near the edges.
    private static readonly Tensor<double> Hill = Tensor.Generate<double>([1, Side, Side, 1], i => (i / Side, i % Side) switch
    {
        var (y, x) when Square(y - 10) + Square(x - 10) is var distance and < 49 => Square(49 - distance) * (1 + (0.1 * (x - 10)) + (0.05 * (y - 10))),
        _ => 0,
    });

    private static double Square(double x) => x * x;

    [Fact]
    public void A_shift_moves_whole_pixels_to_all_places_alike()
    {
        var padded = Numbers.Pad(0, (0, 0), (2, 2), (1, 1), (0, 0));
        var expected = (from y in Enumerable.Range(0, 5) from x in Enumerable.Range(0, 3) select padded[.., y..(y + 5), x..(x + 6), ..]).ToList();
        var shifted = Enumerable.Range(0, 600).Select(seed => Applied(Augment.Shift(2, 1), Numbers, seed)).ToList();
        var counts = expected.Select(place => shifted.Count(place.Equals)).ToList();
        Assert.Equal(600, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 15, 70));
    }

    [Fact]
    public void Mirrored_images_are_exact()
    {
        Assert.Equal(Numbers.Flip(2), Applied(Augment.FlipHorizontally(1), Numbers));
        Assert.Equal(Numbers.Flip(1), Applied(Augment.FlipVertically(1), Numbers));
        Assert.Equal(Numbers, Applied(Augment.FlipHorizontally(0), Numbers));
        Assert.Equal(Numbers, Applied(Augment.FlipVertically(1) >> Augment.FlipVertically(1), Numbers));
        var share = Enumerable.Range(0, 1000).Count(seed => Applied(Augment.FlipHorizontally(0.3), Numbers, seed) != Numbers);
        Assert.InRange(share, 250, 350);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(-270)]
    [InlineData(450)]
    public void Quarter_turns_are_exact(double degrees)
    {
        var square = Numbers[.., .., ..5, ..];
        // Counterclockwise: the columns become rows, the last one first.
        var turned = square.Permute(0, 2, 1, 3).Flip(1);
        Assert.Equal(turned, Applied(Augment.Rotate(degrees, degrees), square));
        Assert.Equal(square.Flip(1, 2), Applied(Augment.Rotate(2 * degrees, 2 * degrees), square));
        Assert.Equal(turned.Flip(1, 2), Applied(Augment.Rotate(-degrees, -degrees), square));
    }

    [Fact]
    public void A_crop_is_a_window_on_the_padded_image()
    {
        var padded = Numbers.Pad(0.5, (0, 0), (1, 1), (1, 1), (0, 0));
        var expected = (from y in Enumerable.Range(0, 4) from x in Enumerable.Range(0, 5) select padded[.., y..(y + 4), x..(x + 4), ..]).ToList();
        var cropped = Enumerable.Range(0, 800).Select(seed => Applied(Augment.Crop(4, 4, padding: 1).Filled(0.5), Numbers, seed)).ToList();
        Assert.All(expected, window => Assert.InRange(cropped.Count(window.Equals), 15, 75));
        Assert.All(cropped, window => Assert.Contains(window, expected));
        Assert.Equal(Numbers, Applied(Augment.Crop(5, 6), Numbers));
    }

    [Fact]
    public void A_scale_enlarges_about_the_middle()
    {
        // Twice as large, the five pixels in the middle are at every other place, and between them are their means.
        var row = Tensor.Vector<double>(1, 2, 4, 8, 16, 32, 64).Reshape([1, 1, 7, 1]);
        Exact.Equal(Tensor.Vector<double>(3, 4, 6, 8, 12, 16, 24).Reshape([1, 1, 7, 1])[.., .., 1..6, ..], Applied(Augment.Scale(2, 2), row)[.., .., 1..6, ..], "twice as large");
        Assert.Equal(Tensor.Vector<double>(0, 0, 2, 8, 32, 0, 0).Reshape([1, 1, 7, 1]), Applied(Augment.Scale(0.5, 0.5), row));
    }

    [Fact]
    public void A_slant_moves_the_top_to_the_right()
    {
        var column = Tensor.Zeros<double>([1, 3, 3, 1]).Map(_ => 0) + Tensor.Generate<double>([1, 3, 3, 1], i => i % 3 == 1 ? 1 : 0);
        var slanted = Applied(Augment.Shear(45, 45), column).Reshape([3, 3]);
        Assert.True((slanted - Tensor.Matrix(new double[,] { { 0, 0, 1 }, { 0, 1, 0 }, { 1, 0, 0 } })).Abs().Max() < 1e-6, $"{slanted}");
    }

    [Theory]
    [InlineData("rotate")]
    [InlineData("shift")]
    [InlineData("shear")]
    [InlineData("flip")]
    public void The_sum_of_what_stays_within_is_kept(string kind)
    {
        var augmentation = kind switch
        {
            "rotate" => Augment.Rotate(180),
            "shift" => Augment.Shift(3),
            "shear" => Augment.Shear(15),
            _ => Augment.FlipHorizontally() >> Augment.Rotate(20) >> Augment.Shift(2),
        };
        foreach (var seed in Enumerable.Range(0, 20))
            Assert.InRange(Applied(augmentation, Hill, seed).Sum() / Hill.Sum(), 0.995, 1.005);
    }

    [Fact]
    public void Neighbours_in_a_chain_interpolate_once()
    {
        // There and back again is where it was, though the first had moved the corners out of the image.
        Assert.True((Applied(Augment.Rotate(30, 30) >> Augment.Rotate(-30, -30), Numbers) - Numbers).Abs().Max() < 1e-4);
        // What comes between divides them, and so does another value to fill with.
        var divided = Augment.Rotate(30, 30) >> Augment.Brightness(1e-9) >> Augment.Rotate(-30, -30);
        Assert.True((Applied(divided, Numbers) - Numbers).Abs().Max() > 1);
        Assert.True((Applied(Augment.Rotate(30, 30).Filled(5) >> Augment.Rotate(-30, -30), Numbers) - Numbers).Abs().Max() > 1);
    }

    [Fact]
    public void Outside_is_the_value_to_fill_with()
    {
        var moved = Applied(Augment.Rotate(45, 45).Filled(7), Tensor.Full<double>([1, 8, 8, 2], 7));
        Assert.True((moved - 7).Abs().Max() == 0);
        Assert.Equal(0, Applied(Augment.Rotate(45, 45), Tensor.Full<double>([1, 8, 8, 2], 7))[0, 0, 0, 1]);
    }

    [Fact]
    public void An_elastic_deformation_displaces_as_far_as_it_says()
    {
        // Where the value is the column, its change is the displacement.
        var columns = Tensor.Generate<double>([40, 41, 41, 1], i => i % 41);
        var moved = (Applied(Augment.Elastic(34, 4), columns) - columns)[.., 14..27, 14..27, ..];
        var deviation = 34 / (2 * 4 * double.Sqrt(3 * double.Pi));
        Assert.InRange(double.Sqrt((moved * moved).Mean()), 0.9 * deviation, 1.1 * deviation);
        Assert.InRange(moved.Mean(), -0.1, 0.1);
        // Neighbours move almost alike.
        var differences = moved[.., .., 1.., ..] - moved[.., .., ..^1, ..];
        Assert.InRange(double.Sqrt((differences * differences).Mean()), 0, 0.3 * deviation);
        // To both sides, and up and down.
        var rows = Tensor.Generate<double>([40, 41, 41, 1], i => i / 41 % 41);
        var upwards = (Applied(Augment.Elastic(34, 4), rows) - rows)[.., 14..27, 14..27, ..];
        Assert.InRange(double.Sqrt((upwards * upwards).Mean()), 0.9 * deviation, 1.1 * deviation);
        Assert.InRange((upwards * moved).Mean() / (deviation * deviation), -0.2, 0.2);
    }

    [Fact]
    public void An_elastic_deformation_is_taken_together_with_what_is_before_it()
    {
        var turned = Augment.Rotate(90, 90) >> Augment.Elastic(20, 3);
        // As if an image that was turned before, without loss, were deformed by the key of the second step.
        var apart = Augmentation<double>.Identity.Then(Augment.Shift(0)) >> Augment.Elastic(20, 3);
        var difference = Applied(turned, Hill) - Applied(apart, Applied(Augment.Rotate(90, 90), Hill));
        Assert.True(difference.Abs().Max() < 1e-3 * Hill.Max(), $"{difference.Abs().Max()}");
    }

    [Fact]
    public void Both_precisions_move_to_the_same_places()
    {
        var single = Layers<float>.Augment.Rotate(20) >> Layers<float>.Augment.Shift(2) >> Layers<float>.Augment.Elastic(20, 3);
        var twice = Augment.Rotate(20) >> Augment.Shift(2) >> Augment.Elastic(20, 3);
        var images = Key.Seed(1).Uniform<float>([4, 13, 9, 3]);
        var difference = single.Apply(Key.Seed(2), new(images, new int[4])).Inputs.Cast<double>() - twice.Apply(Key.Seed(2), new(images.Cast<double>(), new int[4])).Inputs;
        Assert.InRange(difference.Abs().Max(), 0, 1e-6);
    }

    private static Tensor<double> Applied(Augmentation<double> augmentation, Tensor<double> images, int seed = 0) =>
        augmentation.Apply(Key.Seed(seed), new(images, new int[images.Shape[0]])).Inputs;
}
