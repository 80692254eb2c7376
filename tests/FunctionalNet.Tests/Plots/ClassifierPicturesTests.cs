using System.Collections.Immutable;
using SkiaSharp;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Plots;

/// <summary>Pictures of what a classifier gets right and wrong.</summary>
public sealed class ClassifierPicturesTests
{
    private static readonly SKColor Wrong = new(0xD5, 0x5E, 0);

    // Takes pixels as they are for logits: the class is where the largest pixel is.
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
        // The one mistake, a true 0 taken for 1, is right of the first cell: above the middle, beyond the middle.
        var orange = Enumerable.Range(0, pixels.Length).Where(i => pixels[i].Red > 200 && pixels[i].Blue < 100).ToArray();
        Assert.True(orange.Length > 1000, "the mistake is not seen");
        var (x, y) = (orange.Average(i => i % width), orange.Average(i => i / width));
        Assert.True(x > 80 + 90 && y < 70 + 90, $"the mistake is at ({x:0}, {y:0})");
        Drawn.Shows(Pictures.ConfusionMatrix([0, 1], [0, 1], ["cat", "dog"]), "cat", "dog");
    }

    [PictureTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Any_number_of_classes_is_drawn(int classes)
    {
        ImmutableArray<int> all = [.. Enumerable.Range(0, classes)];
        Drawn.Shows(Pictures.ConfusionMatrix(all, all), $"Confusion matrix: 100.0 % of {classes} right", "0", $"{classes - 1}");
    }

    [PictureFact]
    public void A_confusion_matrix_of_a_network_is_that_of_its_predictions() => Assert.Equal(
        Pictures.ConfusionMatrix([0, 1, 2], [0, 3, 2]).ToSvg(),
        Pictures.ConfusionMatrix(Largest, Parameters<double>.Empty, Images(0, 3, 2)).ToSvg());

    [Fact]
    public void A_confusion_matrix_says_what_does_not_fit()
    {
        Failure.Says(
            "a confusion matrix takes a prediction for each true class, and at least one, got 1 for 2",
            () => Pictures.ConfusionMatrix([0], [0, 1]));
        Failure.Says(
            "a confusion matrix takes a prediction for each true class, and at least one, got 0 for 0",
            () => Pictures.ConfusionMatrix([], []));
        Failure.Says("-1 is not one of 2 classes", () => Pictures.ConfusionMatrix([1], [-1]));
        Failure.Says("2 is not one of 2 classes", () => Pictures.ConfusionMatrix([1], [2], ["cat", "dog"]));
    }

    [PictureFact]
    public void Mistakes_are_shown_surest_first()
    {
        var texts = Drawn.Texts(Pictures.Mistakes(Largest, Parameters<double>.Empty, Images(0, 3, 1)));
        Assert.Equal(["Surest of 2 mistakes in 3", "2, but is 1", "99.3 %", "1, but is 3", "87.0 %"], texts);
        Assert.Equal(
            ["Surest of 3 mistakes in 3", "0, but is 1", "> 99.9 %"],
            Drawn.Texts(Pictures.Mistakes(Largest, Parameters<double>.Empty, Images(1, 3, 1), count: 1)));
    }

    [PictureFact]
    public void Where_there_is_no_mistake_that_is_said() =>
        Assert.Equal(["No mistakes in 3"], Drawn.Texts(Pictures.Mistakes(Largest, Parameters<double>.Empty, Images(0, 1, 2))));

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
        var (blue, orange) = (Palette.Mix(SKColors.White, Palette.Of(0), 0.3), Palette.Mix(SKColors.White, Palette.Of(1), 0.3));
        var row = pixels[(picture.Height / 2 * picture.Width)..][..picture.Width];
        Assert.Equal((blue, orange), (row[picture.Width / 3], row[picture.Width * 2 / 3]));
        Assert.True(pixels.Count(pixel => pixel == Wrong) > 60, "two points of class 1 are not seen");
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
            "a decision boundary is drawn around finite points [n, 2], got [1, 3]",
            () => Pictures.Boundary("", two, two.Initialize(Key.Seed(0)), Points(1, 2, 3)));
        Failure.Says(
            "a decision boundary is drawn around finite points [n, 2], got [1, 2]",
            () => Pictures.Boundary("", two, two.Initialize(Key.Seed(0)), Points(1, double.NaN)));
        Failure.Says(
            "a classifier has an output for each class, this one gives [90000, 1]",
            () => Pictures.Boundary("", one, one.Initialize(Key.Seed(0)), Points(1, 2)));
        Failure.Says(
            "2 classes have as many names, got 1",
            () => Pictures.Boundary("", two, two.Initialize(Key.Seed(0)), Points(1, 2), ["a"]));
    }
}
