using System.Collections.Immutable;
using SkiaSharp;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Plots;

/// <summary>Pictures of a classifier's correct and wrong predictions.</summary>
public sealed class ClassifierPicturesTests
{
    private static readonly SKColor Wrong = new(0xD5, 0x5E, 0);

    // The pixels are the logits: the class is the position of the largest pixel.
    private static readonly Layer<double> Largest = Layer<double>.Identity;

    private static Dataset<double> Images(params ImmutableArray<int> classes) => new(
        Tensor.Create([3, 4], [9.0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 6, 0]), classes);

    [PictureFact]
    public void A_confusion_matrix_counts()
    {
        var picture = Pictures.ConfusionMatrix(
            predicted: [.. Enumerable.Repeat(0, 17), .. Enumerable.Repeat(1, 13)], actual: [.. Enumerable.Repeat(0, 28), 1, 1]);
        Drawn.Shows(picture, "Confusion matrix: 63.33 % of 30 right", "predicted", "true", "0", "1", "17", "11", "2");
        Assert.DoesNotContain("13", Drawn.Texts(picture));
    }

    [PictureFact]
    public void Rows_are_true_classes_and_columns_predicted()
    {
        var pixels = Drawn.Pixels(Pictures.ConfusionMatrix(predicted: [0, 1, 1], actual: [0, 1, 0], ["cat", "dog"]));
        var width = Pictures.ConfusionMatrix([0, 1], [0, 1]).Width;
        // The one mistake, a 0 predicted as 1, is to the right of the first cell: in the upper right quarter.
        var orange = Enumerable.Range(0, pixels.Length).Where(i => pixels[i].Red > 200 && pixels[i].Blue < 100).ToArray();
        Assert.True(orange.Length > 1000, "the mistake is not seen");
        var (x, y) = (orange.Average(i => i % width), orange.Average(i => i / width));
        Assert.True(x > width / 2 && y < 56 + 90, $"the mistake is at ({x:0}, {y:0})");
        // Along either axis, in the order of the classes.
        Assert.Equal(
            ["cat", "dog", "cat", "dog"],
            Drawn.Texts(Pictures.ConfusionMatrix([0, 1], [0, 1], ["cat", "dog"])).Where(text => text is "cat" or "dog"));
    }

    [PictureTheory]
    [InlineData(1, "0")]
    [InlineData(3, "2")]
    [InlineData(100, "95")]
    [InlineData(1000, "980")]
    public void Any_number_of_classes_is_drawn(int classes, string last)
    {
        ImmutableArray<int> all = [.. Enumerable.Range(0, classes)];
        Drawn.Shows(Pictures.ConfusionMatrix(all, all), $"Confusion matrix: 100.00 % of {classes} right", "0", last);
    }

    [PictureFact]
    public void Cells_are_as_dark_as_their_share()
    {
        // Half of class 0 is right and all of class 1; one mistake is half as common as the other.
        var picture = Pictures.ConfusionMatrix(predicted: [0, 0, 0, 1, 1, 2, 1, 2], actual: [0, 0, 0, 0, 0, 0, 1, 2]);
        foreach (var colour in (SKColor[])[Palette.Right, Palette.Wrong])
        {
            Assert.InRange(Drawn.Count(picture, Palette.Mix(SKColors.White, colour, 1)), 4000, 16_200);
            Assert.InRange(Drawn.Count(picture, Palette.Mix(SKColors.White, colour, 0.5)), 4000, 8100);
        }
    }

    [PictureFact]
    public void Numbers_can_be_read_on_any_cell()
    {
        var shares = Enumerable.Range(0, 101).SelectMany(share => (SKColor[])
            [Palette.Mix(SKColors.White, Palette.Right, 0.01 * share), Palette.Mix(SKColors.White, Palette.Wrong, 0.01 * share)]);
        Assert.All(shares, paper => Assert.InRange(Palette.Contrast(Palette.InkOn(paper), paper), 3.9, 21));
        Assert.Equal(21, Palette.Contrast(SKColors.White, SKColors.Black), 1e-9);
        var picture = Pictures.ConfusionMatrix([0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1, 1]);
        Assert.Equal("#222", Drawn.Colour(picture, "3"));
        Assert.Equal("white", Drawn.Colour(Pictures.ConfusionMatrix([0, 0, 0], [0, 0, 0]), "3"));
    }

    [PictureFact]
    public void Names_have_room_and_stand_at_an_angle_if_there_is_none()
    {
        string[] fashion = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
        ImmutableArray<int> all = [.. Enumerable.Range(0, 10)];
        var picture = Pictures.ConfusionMatrix(all, all, fashion);
        Assert.All(fashion, name => Assert.Equal(2, Drawn.Texts(picture).Count(text => text == name)));
        Assert.True(picture.Width > Pictures.ConfusionMatrix(all, all).Width, "there is no more room on the left");
        Assert.True(picture.Height > Pictures.ConfusionMatrix(all, all).Height, "there is no more room below");
        Assert.InRange(Drawn.Place(picture, "predicted").Y, picture.Height - 30, picture.Height);
    }

    [PictureFact]
    public void Without_numbers_a_key_explains_the_colours()
    {
        ImmutableArray<int> all = [.. Enumerable.Range(0, 25)];
        Drawn.Shows(
            Pictures.ConfusionMatrix([.. all, 1, 1], [.. all, 0, 0]),
            "right: all of a class", "right: half of a class", "wrong: 2 times", "wrong: half as often");
    }

    [PictureFact]
    public void Nearly_all_is_not_written_as_all()
    {
        ImmutableArray<int> actual = [.. Enumerable.Repeat(0, 99_999), 1];
        Drawn.Shows(Pictures.ConfusionMatrix([.. Enumerable.Repeat(0, 100_000)], actual), "Confusion matrix: > 99.99 % of 100000 right");
        Assert.Equal("< 0.01 %", Numerals.Share(1, 100_000));
        Assert.Equal(("0.00 %", "100.00 %", "50.00 %"), (Numerals.Share(0, 9), Numerals.Share(9, 9), Numerals.Share(1, 2)));
    }

    [PictureFact]
    public void NaN_is_no_class()
    {
        var images = new Dataset<double>(Tensor.Create([2, 4], [double.NaN, 0, 0, 0, 0, 1, 0, 0]), ImmutableArray.Create(0, 1));
        Drawn.Shows(
            Pictures.ConfusionMatrix(Largest, Parameters<double>.Empty, images),
            "Confusion matrix: 50.00 % of 2 right", "1 not a number", "3");
        Drawn.Shows(
            Pictures.Mistakes(Largest, Parameters<double>.Empty, images),
            "Surest of 1 mistake in 2", "no number, is 0", "not a number: 1 in all");
        var network = Affine(2, 2);
        var points = new Dataset<double>(Tensor.Zeros<double>([1, 2]), ImmutableArray.Create(1));
        var nowhere = network.Initialize(Key.Seed(0)).Map(value => value.Map(_ => double.NaN));
        var picture = Pictures.Boundary("", network, nowhere, points);
        Drawn.Shows(picture, "not a number", "class 1");
        Assert.True(Drawn.Count(picture, Palette.NotANumber) > 100_000, "the plane is not yellow");
    }

    [PictureFact]
    public void A_confusion_matrix_of_a_network_is_that_of_its_predictions() => Assert.Equal(
        Pictures.ConfusionMatrix([0, 1, 2], [0, 3, 2]).ToSvg(),
        Pictures.ConfusionMatrix(Largest, Parameters<double>.Empty, Images(0, 3, 2)).ToSvg());

    [Fact]
    public void A_confusion_matrix_says_what_does_not_fit()
    {
        Failure.Says(
            "a confusion matrix: expected a prediction for each true class, and at least one, got 1 for 2",
            () => Pictures.ConfusionMatrix([0], [0, 1]));
        Failure.Says(
            "a confusion matrix: expected a prediction for each true class, and at least one, got 0 for 0",
            () => Pictures.ConfusionMatrix([], []));
        Failure.Says(
            "a confusion matrix: expected a prediction for each true class, and at least one, got 0 for 1",
            () => Pictures.ConfusionMatrix(default, [1]));
        Failure.Says("expected classes of 0 or more, got -1", () => Pictures.ConfusionMatrix([1], [-1]));
        Failure.Says("expected 3 names of classes, got 2", () => Pictures.ConfusionMatrix([1], [2], ["cat", "dog"]));
        Failure.Says("expected 2 names of classes, got 1", () => Pictures.ConfusionMatrix([1], [1], ["cat", null!]));
        Failure.Says("a confusion matrix: expected at most 1000 classes, got 1000000001", () => Pictures.ConfusionMatrix([1_000_000_000], [0]));
    }

    [PictureFact]
    public void Mistakes_are_shown_surest_first()
    {
        var texts = Drawn.Texts(Pictures.Mistakes(Largest, Parameters<double>.Empty, Images(0, 3, 1)));
        Assert.Equal(["Surest of 2 mistakes in 3", "2, but is 1", "99.3 %", "1, but is 3", "87.0 %"], texts);
        Drawn.Shows(
            Pictures.Mistakes(Largest, Parameters<double>.Empty, Images(0, 1, 1), names: ["a", "b", "c", "d"]),
            "Surest of 1 mistake in 3", "c,", "but is b");
        Assert.Equal(
            ["Surest of 3 mistakes in 3", "0, but is 1", "> 99.9 %"],
            Drawn.Texts(Pictures.Mistakes(Largest, Parameters<double>.Empty, Images(1, 3, 1), count: 1)));
    }

    [PictureFact]
    public void Without_mistakes_the_picture_says_so_whatever_the_inputs_are()
    {
        Assert.Equal(["No mistakes in 3"], Drawn.Texts(Pictures.Mistakes(Largest, Parameters<double>.Empty, Images(0, 1, 2))));
        var noImages = new Dataset<double>(Tensor.Create([1, 3], [0.0, 1, 0]), ImmutableArray.Create(1));
        Assert.Equal(["No mistakes in 1"], Drawn.Texts(Pictures.Mistakes(Largest, Parameters<double>.Empty, noImages)));
    }

    [PictureFact]
    public void A_decision_boundary_shows_regions_and_points()
    {
        // The class is the sign of the first input.
        var network = Affine(2, 2);
        var parameters = network.Initialize(Key.Seed(0)).With("Affine1/W", Tensor.Matrix(new[,] { { -1.0, 1 }, { 0, 0 } }));
        var points = new Dataset<double>(Tensor.Matrix(new[,] { { -1.0, -1 }, { 1, 1 }, { -1, 0.5 } }), ImmutableArray.Create(0, 1, 1));
        var picture = Pictures.Boundary("Halves", network, parameters, points, ["left", "right"]);
        Drawn.Shows(picture, "Halves", "first input", "second input", "left", "right");
        var pixels = Drawn.Pixels(picture);
        var row = pixels[(picture.Height / 2 * picture.Width)..][..picture.Width];
        Assert.Equal((Palette.Pale(0), Palette.Pale(1)), (row[picture.Width / 3], row[picture.Width * 2 / 3]));
        Assert.True(pixels.Count(pixel => pixel == Wrong) > 60, "two points of class 1 are not seen");
    }

    [PictureFact]
    public void The_second_input_grows_upwards()
    {
        // The class is the sign of the second input.
        var network = Affine(2, 2);
        var parameters = network.Initialize(Key.Seed(0)).With("Affine1/W", Tensor.Matrix(new[,] { { 0.0, 0 }, { -1, 1 } }));
        var points = new Dataset<double>(Tensor.Matrix(new[,] { { -1.0, -1 }, { 1, 1 } }), ImmutableArray.Create(0, 1));
        var picture = Pictures.Boundary("", network, parameters, points);
        Assert.True(Drawn.Middle(picture, Palette.Pale(1)).Y < Drawn.Middle(picture, Palette.Pale(0)).Y, "class 1 is below");
    }

    [PictureFact]
    public void Points_have_an_outline_and_many_do_not_hide_the_border()
    {
        var network = Affine(2, 2);
        var parameters = network.Initialize(Key.Seed(0)).With("Affine1/W", Tensor.Matrix(new[,] { { -1.0, 1 }, { 0, 0 } }));
        Picture Of(int count) => Pictures.Boundary("", network, parameters, new(
            Tensor.Generate([count, 2], at => at % 2 == 0 ? (at % 3) - 1 : at / (double)count),
            ImmutableArray.CreateRange(Enumerable.Repeat(1, count))));
        Assert.Contains("stroke=\"white\"", Of(9).ToSvg().ThrowIfFail(), StringComparison.Ordinal);
        // The border is vertical and in the middle, and so is a third of the points.
        var (pixels, width) = (Drawn.Pixels(Of(5000)), Of(5000).Width);
        Assert.InRange(
            Enumerable.Range(100, 350).Count(y => pixels[((y * width) + 290)..((y * width) + 390)].Any(pixel =>
                byte.Max(byte.Max(pixel.Red, pixel.Green), pixel.Blue) < 120)), 345, 350);
        Drawn.Shows(Of(5000), "class 0");
    }

    [PictureFact]
    public void The_legend_covers_no_point_though_there_is_one_in_each_corner()
    {
        var network = Affine(2, 2);
        var corners = new Dataset<double>(Tensor.Matrix(new[,] { { 0.0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), ImmutableArray.Create(0, 1, 1, 0));
        Picture Of(params string[] names) => Pictures.Boundary("XOR", network, network.Initialize(Key.Seed(0)), corners, names);
        foreach (var picture in (Picture[])[Of("even", "odd"), Of(new string('W', 60), "odd")])
        {
            var pixels = Drawn.Pixels(picture);
            int[] squares = [.. Enumerable.Range(0, pixels.Length).Where(at => pixels[at] == Wrong)];
            // The two squares of class 1, at the upper left and the lower right, and one in the legend, right of them.
            Assert.InRange(squares.Length, 3 * 36, 3 * 64);
            Assert.Equal(3, squares.Select(at => (at / picture.Width / 100, at % picture.Width / 100)).Distinct().Count());
            Assert.True(Drawn.Place(picture, "odd").X > squares.Max(at => at % picture.Width), "the legend is not right of all points");
        }
    }

    [PictureTheory]
    [InlineData(double.MaxValue)]
    [InlineData(1e-310)]
    public void A_decision_boundary_is_drawn_around_any_finite_points(double far)
    {
        // The class is the sign of the first input.
        var network = Affine(2, 2);
        var parameters = network.Initialize(Key.Seed(0)).With("Affine1/W", Tensor.Matrix(new[,] { { -1.0, 1 }, { 0, 0 } }));
        var points = new Dataset<double>(Tensor.Matrix(new[,] { { -far, -far }, { far, far } }), ImmutableArray.Create(0, 1));
        var picture = Pictures.Boundary("", network, parameters, points);
        Assert.InRange(Drawn.Count(picture, Palette.Pale(0)), 80_000, 140_000);
        Assert.InRange(Drawn.Count(picture, Palette.Pale(1)), 80_000, 140_000);
        Assert.True(Drawn.Count(picture, Wrong) > 60, "a point of class 1 is not seen");
    }

    [PictureFact]
    public void A_decision_boundary_is_drawn_up_to_the_largest_number_of_single_precision()
    {
        var network = Layers<float>.Affine(2, 2);
        var parameters = network.Initialize(Key.Seed(0)).With("Affine1/W", Tensor.Matrix(new[,] { { -0.5f, 0.5f }, { 0, 0 } }));
        var points = new Dataset<float>(
            Tensor.Matrix(new[,] { { -float.MaxValue, 0 }, { float.MaxValue, 1 } }), ImmutableArray.Create(0, 1));
        var picture = Pictures.Boundary("", network, parameters, points);
        Assert.Equal(0, Drawn.Count(picture, Palette.NotANumber));
        Assert.InRange(Drawn.Count(picture, Palette.Pale(1)), 80_000, 140_000);
    }

    [PictureFact]
    public void A_decision_boundary_is_drawn_around_one_point()
    {
        var network = Affine(2, 3);
        var point = new Dataset<double>(Tensor.Matrix(new[,] { { 5.0, 0 } }), ImmutableArray.Create(2));
        Drawn.Shows(Pictures.Boundary("One", network, network.Initialize(Key.Seed(0)), point), "class 2");
    }

    [Fact]
    public void A_decision_boundary_says_what_does_not_fit()
    {
        var (two, one) = (Affine(2, 2), Affine(2, 1));
        Dataset<double> Points(params double[] values) => new(Tensor.Create([1, values.Length], values), ImmutableArray.Create(0));
        Failure.Says(
            "a decision boundary: expected points [n, 2], got [1, 3]",
            () => Pictures.Boundary("", two, two.Initialize(Key.Seed(0)), Points(1, 2, 3)));
        Failure.Says(
            "a decision boundary: expected finite points, got one that is not",
            () => Pictures.Boundary("", two, two.Initialize(Key.Seed(0)), Points(1, double.NaN)));
        Failure.Says(
            "a decision boundary: expected outputs [..., classes] of two classes or more, got [1, 1]",
            () => Pictures.Boundary("", one, one.Initialize(Key.Seed(0)), Points(1, 2)));
        Failure.Says(
            "expected 2 names of classes, got 1",
            () => Pictures.Boundary("", two, two.Initialize(Key.Seed(0)), Points(1, 2), ["a"]));
    }
}
