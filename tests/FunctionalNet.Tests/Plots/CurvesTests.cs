using SkiaSharp;

namespace FunctionalNet.Tests.Plots;

public sealed class CurvesTests
{
    private static readonly SKColor First = new(0, 0x72, 0xB2);
    private static readonly SKColor Second = new(0xD5, 0x5E, 0);

    [PictureFact]
    public void Curves_have_titles_labels_and_a_legend_if_there_are_two()
    {
        Curve[] curves = [Curve.Of("train", [0.5, 0.7, 0.9]), Curve.Of("test", [0.4f, 0.6f, 0.8f])];
        Drawn.Shows(
            Pictures.Curves("Accuracy", "epoch", "right", curves, ValueScale.Percent),
            "Accuracy", "epoch", "right", "train", "test", "60 %");
        Assert.DoesNotContain("train", Drawn.Texts(Pictures.Curves("Accuracy", "epoch", "right", curves[..1])));
    }

    [PictureFact]
    public void Each_curve_has_its_colour()
    {
        Curve[] curves = [Curve.Of("a", [1, 2, 3]), Curve.Of("b", [3, 2, 1])];
        Assert.True(Drawn.Count(Pictures.Curves("", "", "", curves), First) > 100, "the first curve is not seen");
        Assert.True(Drawn.Count(Pictures.Curves("", "", "", curves), Second) > 100, "the second curve is not seen");
        Assert.Equal(0, Drawn.Count(Pictures.Curves("", "", "", curves[..1]), Second));
    }

    [PictureFact]
    public void Whole_numbers_have_whole_ticks()
    {
        var texts = Drawn.Texts(Pictures.Curves("", "epoch", "", [Curve.Of("a", [0.1, 0.2, 0.3])], ValueScale.Percent));
        Assert.Contains("1", texts);
        Assert.DoesNotContain("0.5", texts);
        Assert.DoesNotContain("1.5", texts);
    }

    [PictureFact]
    public void A_logarithmic_scale_names_powers_of_ten() => Drawn.Shows(
        Pictures.Curves("", "", "loss", [Curve.Of("a", [100.0, 0, -1, 0.01])], ValueScale.Logarithmic), "0.01", "0.1", "1", "10", "100");

    [PictureFact]
    public void A_smoothed_curve_has_the_raw_one_faint_behind_it()
    {
        Curve[] noisy = [Curve.Of("a", Enumerable.Range(0, 200).Select(i => i % 2 * 10))];
        Assert.True(
            Drawn.Count(Pictures.Curves("", "", "", noisy), First)
                > 5 * Drawn.Count(Pictures.Curves("", "", "", noisy, smoothing: 50), First),
            "the raw curve stands out as much as ever");
        Assert.NotEqual(
            Drawn.Pixels(Pictures.Curves("", "", "", noisy, smoothing: 50)),
            Drawn.Pixels(Pictures.Curves("", "", "", [noisy[0].Smoothed(50)])));
    }

    [Fact]
    public void Smoothing_takes_means_and_leaves_gaps() => Assert.Equal(
        [2, 2.5, double.NaN, 5.5, 5.5],
        Curve.Of("a", [2, 3, double.NaN, 5, 6]).Smoothed(3).Points.Select(point => point.Y));

    public static TheoryData<string, double[]> Strange => new()
    {
        { "one point", [0.5] },
        { "no point", [] },
        { "a constant", [2, 2, 2] },
        { "zeros", [0, 0] },
        { "nothing finite", [double.NaN, double.PositiveInfinity] },
        { "a gap", [1, double.NaN, 0.5, 0.25] },
        { "huge and tiny", [1e200, 1e-200] },
        { "a divergence", [1, 10, 1e30, double.PositiveInfinity] },
    };

    [PictureTheory]
    [MemberData(nameof(Strange))]
    public void Strange_curves_are_drawn_as_far_as_they_go(string what, double[] values)
    {
        foreach (var scale in Enum.GetValues<ValueScale>())
        {
            var picture = Pictures.Curves("T", "x", "y", [Curve.Of("a", values)], scale, smoothing: 3);
            Drawn.Shows(picture, "T", "x", "y");
            var isSeen = values.Any(value => double.IsFinite(value) && (scale != ValueScale.Logarithmic || value > 0));
            Assert.True(isSeen == Drawn.Count(picture, First) > 0, $"{what}, {scale}: {(isSeen ? "nothing" : "something")} is seen");
        }
    }

    [PictureFact]
    public void A_point_between_gaps_is_a_dot()
    {
        var dots = Curve.Of("a", Enumerable.Range(0, 99).Select(i => i % 2 == 0 ? i : double.NaN));
        Assert.True(Drawn.Count(Pictures.Curves("", "", "", [dots]), First) > 49 * 9, "points without neighbours are not seen");
    }

    [PictureFact]
    public void A_schedule_is_drawn_from_its_function()
    {
        var falling = Pictures.Schedule(step => 0.1 / (1 + step), steps: 10_000_000_000);
        Drawn.Shows(falling, "Learning rate", "step", "rate", "0.1");
        Assert.NotEqual(Drawn.Pixels(falling), Drawn.Pixels(Pictures.Schedule(_ => 0.1, steps: 10_000_000_000)));
        Drawn.Shows(Pictures.Schedule(_ => 0.1, steps: 1), "rate");
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Failure.Says("a picture of curves has at least one", () => Pictures.Curves("", "", "", []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Curves("", "", "", [Curve.Of("a", [1])], smoothing: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Schedule(_ => 1, steps: 0));
    }

    [Fact]
    public void Curves_are_values()
    {
        Assert.Equal(Curve.Of("a", [1, 2], first: 1, every: 5), new Curve("a", [(1, 1), (6, 2)]));
        Assert.NotEqual(Curve.Of("a", [1, 2]), Curve.Of("a", [1, 3]));
        Assert.Equal("Curve \"a\", 2 points", $"{Curve.Of("a", [1, 2])}");
    }
}
