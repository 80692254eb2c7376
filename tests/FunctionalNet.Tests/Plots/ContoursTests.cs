namespace FunctionalNet.Tests.Plots;

public sealed class ContoursTests
{
    private static readonly Curve Diagonal = new("way", [(0, 0), (1, 1), (2, 2)]);

    [PictureFact]
    public void Curves_are_over_the_contours_and_in_the_legend()
    {
        var picture = Pictures.Contours("Valley", "across", "along", (x, y) => (x * x) + y, [Diagonal, new("other", [(0, 2), (2, 0)])]);
        Drawn.Shows(picture, "Valley", "across", "along", "way", "other");
        Assert.True(Drawn.Count(picture, Palette.Of(0)) > 200, "the first curve is not seen");
        Assert.True(Drawn.Count(picture, Palette.Of(1)) > 200, "the second curve is not seen");
    }

    [PictureFact]
    public void Bands_become_darker_to_where_the_function_grows()
    {
        var (right, up) = (Pictures.Contours("", "", "", (x, _) => x, [Diagonal]), Pictures.Contours("", "", "", (_, y) => y, [Diagonal]));
        var (light, dark) = (Palette.Mix(SkiaSharp.SKColors.White, Palette.FaintInk, 0.03), Palette.Mix(SkiaSharp.SKColors.White, Palette.FaintInk, 0.45));
        Assert.True(Drawn.Middle(right, light).X + 300 < Drawn.Middle(right, dark).X, "it is not darker to the right");
        Assert.True(Drawn.Middle(up, light).Y > Drawn.Middle(up, dark).Y + 200, "it is not darker above");
    }

    [PictureFact]
    public void Bands_have_equal_areas_whatever_the_values_are()
    {
        var plain = Pictures.Contours("", "", "", (x, y) => x + y, [Diagonal]);
        Assert.Equal(Drawn.Pixels(plain), Drawn.Pixels(Pictures.Contours("", "", "", (x, y) => double.Exp(9 * (x + y)), [Diagonal])));
    }

    [PictureFact]
    public void NaN_is_yellow_and_a_constant_is_white()
    {
        Assert.InRange(
            Drawn.Count(Pictures.Contours("", "", "", (x, _) => x < 1 ? double.NaN : x, [Diagonal]), Palette.NotANumber), 50_000, 110_000);
        Assert.Equal(0, Drawn.Count(Pictures.Contours("", "", "", (_, _) => 7, [Diagonal]), Palette.NotANumber));
        Assert.InRange(Drawn.Count(Pictures.Contours("", "", "", (_, _) => double.NaN, [Diagonal]), Palette.NotANumber), 120_000, 250_000);
    }

    [PictureFact]
    public void A_curve_that_diverges_is_drawn_as_far_as_it_goes() => Drawn.Shows(
        Pictures.Contours("", "", "", (x, y) => x * y, [new("far", [(0, 0), (1e200, 1e200), (double.PositiveInfinity, 0)]), new("lost", [(double.NaN, 0)])]),
        "far, 1 value not drawn", "lost, none of 1 value drawn");

    [Fact]
    public void Contours_without_a_curve_are_refused() => Failure.Says(
        "expected at least one curve, and none that is null, got 0", () => Pictures.Contours("", "", "", (x, _) => x, []));
}
