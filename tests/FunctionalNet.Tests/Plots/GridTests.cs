using SkiaSharp;

namespace FunctionalNet.Tests.Plots;

public sealed class GridTests
{
    private static readonly Picture Chart = Pictures.Curves("A chart", "step", "loss", [Curve.Of("train", [3.0, 2, 1])]);

    private static readonly Picture Black = Pictures.Images("Black", Tensor.Zeros<float>([1, 4]));

    [PictureFact]
    public void A_grid_of_one_picture_without_a_title_is_that_picture() =>
        Assert.Equal(Drawn.Pixels(Chart), Drawn.Pixels(Pictures.Grid("", [Chart], columns: 1)));

    [PictureFact]
    public void All_texts_are_shown_each_in_its_place()
    {
        var names = Enumerable.Range(0, 5).Select(i => $"chart {i}").ToArray();
        var grid = Pictures.Grid("Five", [.. names.Select(name => Pictures.Curves(name, "", "", [Curve.Of("", [1, 2])]))], columns: 3);
        Drawn.Shows(grid, ["Five", .. names]);
        Assert.Equal((3 * 720, 40 + (2 * 450)), (grid.Width, grid.Height));
        for (var i = 0; i < 5; i++)
        {
            var (x, y) = Drawn.Place(grid, names[i]);
            Assert.Equal((i % 3, i / 3), ((int)x / 720, (int)(y - 40) / 450));
        }
    }

    [PictureFact]
    public void Columns_are_as_wide_and_rows_as_high_as_what_is_in_them()
    {
        var grid = Pictures.Grid("", [Black, Chart, Black], columns: 2);
        Assert.Equal((Black.Width + Chart.Width, Chart.Height + Black.Height), (grid.Width, grid.Height));
        Assert.Equal(2 * Drawn.Count(Black, SKColors.Black), Drawn.Count(grid, SKColors.Black));
    }

    [PictureFact]
    public void The_scale_is_that_of_the_pictures()
    {
        var half = Pictures.Grid("Title", [Black], columns: 1, scale: 0.5f);
        Assert.Equal((Black.Width / 2, 40 + (Black.Height / 2)), (half.Width, half.Height));
        // A tile of 84 becomes one of 42.
        Assert.InRange(Drawn.Count(half, SKColors.Black), 40 * 40, 42 * 42);
        var (all, few) = (Pictures.Grid("", [Chart, Chart], columns: 2), Pictures.Grid("", [Chart, Chart], columns: 9));
        Assert.Equal(all.ToSvg(), few.ToSvg());
    }

    [PictureFact]
    public void A_grid_may_be_in_a_grid()
    {
        var inner = Pictures.Grid("inner", [Chart, Black], columns: 1);
        Drawn.Shows(Pictures.Grid("outer", [inner, inner], columns: 2, scale: 0.3f), "outer", "inner", "A chart", "Black");
    }

    [Fact]
    public void A_grid_says_what_does_not_fit()
    {
        Failure.Says("expected at least one picture, and none that is null, got 0", () => Pictures.Grid("", [], columns: 1));
        Failure.Says("expected at least one picture, and none that is null, got 2", () => Pictures.Grid("", [Chart, null!], columns: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Grid("", [Chart], columns: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Grid("", [Chart], columns: 1, scale: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Grid("", [Chart], columns: 1, scale: float.NaN));
        var large = Enumerable.Range(0, 8).Aggregate(Chart, (picture, _) => Pictures.Grid("", [picture], columns: 1, scale: 5));
        Failure.Says("2 pictures in rows of 1 are too large for a picture", () => Pictures.Grid("", [large, large], columns: 1, scale: 10));
    }
}
