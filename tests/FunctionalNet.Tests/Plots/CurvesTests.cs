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

    public static TheoryData<double, double, string> Logarithmic => new()
    {
        { 0.01, 100, "0.01 0.1 1 10 100" },
        { 0.2, 20, "0.2 0.5 1 2 5 10 20" },
        { 0.52, 0.98, "0.6 0.7 0.8 0.9" },
        { 0.35, 0.98, "0.4 0.5 0.6 0.7 0.8 0.9" },
        { 2.3, 2.31, "2.3 2.302 2.304 2.306 2.308 2.31" },
        { 1e-9, 1e-6, "1e−9 2e−9 5e−9 1e−8 2e−8 5e−8 1e−7 2e−7 5e−7 1e−6" },
        { 0.1, 1e34, "1e0 1e5 1e10 1e15 1e20 1e25 1e30" },
        { 1e-200, 1e200, "1e−153 1e−102 1e−51 1e0 1e51 1e102 1e153" },
    };

    [Theory]
    [MemberData(nameof(Logarithmic))]
    public void A_logarithmic_axis_has_some_labels_in_one_notation_however_narrow_or_wide(double low, double high, string labels) =>
        Assert.Equal(labels, string.Join(' ', Labels(double.Log10(low) - 1e-9, double.Log10(high) + 1e-9)));

    private static IEnumerable<string> Labels(double lowest, double highest)
    {
        var ticks = Ticks.Logarithms(lowest, highest);
        using var paint = ScottPlot.Paint.NewDisposablePaint();
        ticks.Regenerate(new(lowest, highest), ScottPlot.Edge.Left, new(400), paint, new());
        return ticks.Ticks.Where(tick => tick.IsMajor).Select(tick => tick.Label);
    }

    [PictureFact]
    public void Ticks_of_a_narrow_range_differ()
    {
        var picture = Pictures.Curves("", "", "", [Curve.Of("a", [0.981234561, 0.981234562, 0.981234563])]);
        Drawn.Shows(picture, "0.981234561", "0.9812345612", "0.981234563");
        Assert.Distinct(Drawn.Texts(picture).Where(text => text.StartsWith("0.9", StringComparison.Ordinal)));
    }

    [PictureFact]
    public void The_axis_of_shares_ends_at_100_percent()
    {
        Assert.DoesNotContain("110 %", Drawn.Texts(Pictures.Curves("", "", "", [Curve.Of("a", [1, 1])], ValueScale.Percent)));
        Drawn.Shows(Pictures.Curves("", "", "", [Curve.Of("a", [1, 2])], ValueScale.Percent), "200 %");
    }

    [PictureFact]
    public void A_legend_is_in_the_emptiest_corner()
    {
        int[] steps = [.. Enumerable.Range(0, 50)];
        Assert.Equal((true, true), Legend(steps.Select(i => -i), steps.Select(i => -i)));
        Assert.Equal((true, false), Legend(steps, steps));
        Assert.Equal((false, true), Legend(steps, steps.Select(_ => 0)));

        static (bool IsRight, bool IsTop) Legend(IEnumerable<int> one, IEnumerable<int> other)
        {
            var (x, y) = Drawn.Place(Pictures.Curves("", "", "", [Curve.Of("it", one), Curve.Of("too", other)]), "it");
            return (x > 360, y < 225);
        }
    }

    [PictureFact]
    public void A_legend_of_many_is_beside_the_curves()
    {
        Curve[] many = [.. Enumerable.Range(0, 12).Select(i => Curve.Of($"curve {i}", [i, i + 1]))];
        var picture = Pictures.Curves("", "", "", many);
        Assert.InRange(picture.Width, 790, 900);
        Assert.InRange(Drawn.Place(picture, "curve 7").X, 720, 800);
    }

    [PictureFact]
    public void The_legend_counts_the_values_that_cannot_be_drawn()
    {
        var nothing = Curve.Of("no", Array.Empty<int>());
        Curve[] curves = [Curve.Of("all", [1, 2]), Curve.Of("some", [1.0, -1, double.NaN]), Curve.Of("zeros", [0, 0]), nothing];
        Drawn.Shows(
            Pictures.Curves("", "", "", curves, ValueScale.Logarithmic),
            "all", "some, 2 values not drawn", "zeros, none of 2 values drawn", "no, no values");
        Assert.Equal(["Loss", "no, no values", "x"], Drawn.Texts(Pictures.Curves("Loss", "x", "", [nothing])).Order());
    }

    [PictureFact]
    public void A_long_curve_is_thinned_and_keeps_its_extremes()
    {
        var noise = Key.Seed(0).Normal<double>([20_000]).Data.ToArray();
        noise[7777] = 20;
        var picture = Pictures.Curves("", "", "", [Curve.Of("a", noise)]);
        Assert.InRange(picture.ToSvg().ThrowIfFail().Length, 10_000, 50_000);
        // Nothing else is in the upper half.
        Assert.Contains(First, Drawn.Pixels(picture)[..(720 * 200)]);
    }

    [PictureFact]
    public void A_smoothed_curve_is_drawn_over_the_faint_raw_one_and_both_are_in_the_legend()
    {
        Curve[] noisy = [Curve.Of("a", Enumerable.Range(0, 200).Select(i => i % 2 * 10))];
        var smoothed = Pictures.Curves("", "", "", noisy, smoothing: 50);
        Assert.True(
            Drawn.Count(Pictures.Curves("", "", "", noisy), First) > 5 * Drawn.Count(smoothed, First),
            "the raw curve stands out as much as ever");
        Assert.True(Drawn.Count(smoothed, Palette.Pale(0)) > 500, "the raw curve is not seen");
        Drawn.Shows(smoothed, "a", "mean of 51");
        Drawn.Shows(Pictures.Curves("", "", "", [.. noisy, .. noisy], ValueScale.Logarithmic, 3), "a, geometric mean of 3");
        // Viewers draw translucent lines twice where they cross themselves.
        Assert.DoesNotContain(
            "stroke=\"#0072B2\" stroke-opacity", smoothed.ToSvg().ThrowIfFail().Replace("#0072b2", "#0072B2", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

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
        { "a divergence to nearly the largest number", [1, 10, 1.7e308] },
        { "from the lowest to the largest number", [-double.MaxValue, double.MaxValue] },
        { "the largest number", [double.MaxValue, double.MaxValue] },
        { "the lowest number and a gap", [-double.MaxValue, double.NaN, 0.5] },
        { "the two largest numbers", [double.BitDecrement(double.MaxValue), double.MaxValue] },
        { "the smallest and the largest number", [double.Epsilon, double.MaxValue] },
        { "the smallest number", [double.Epsilon] },
        { "the smallest numbers", [double.Epsilon, 2 * double.Epsilon, 3 * double.Epsilon] },
        { "smaller than normal", [1e-310, 3e-310] },
        { "neighbours", [1, double.BitIncrement(1)] },
        { "large neighbours", [1e16, double.BitIncrement(1e16)] },
    };

    [PictureTheory]
    [MemberData(nameof(Strange))]
    public void Strange_curves_are_drawn_as_far_as_they_go(string what, double[] values)
    {
        foreach (var scale in Enum.GetValues<ValueScale>())
        {
            var picture = Pictures.Curves("T", "x", "y", [Curve.Of("a", values)], scale, smoothing: 3);
            Drawn.Shows(picture, "T", "x", "y");
            var legend = Drawn.Count(Pictures.Curves("", "", "", [Curve.Of("a", Array.Empty<int>())], scale, smoothing: 3), First);
            var isSeen = values.Any(value => double.IsFinite(value) && (scale != ValueScale.Logarithmic || value > 0));
            Assert.True(
                isSeen == Drawn.Count(picture, First) > legend + 10, $"{what}, {scale}: {(isSeen ? "nothing" : "something")} is seen");
        }
    }

    [PictureTheory]
    [InlineData(double.MaxValue)]
    [InlineData(-1.7e308)]
    [InlineData(1e-310)]
    [InlineData(double.Epsilon)]
    public void Steps_may_be_any_finite_number(double step)
    {
        var picture = Pictures.Curves("T", "x", "y", [new Curve("a", [(0, 1), (step / 2, 2), (step, 3)])]);
        Drawn.Shows(picture, "T", "0");
        Assert.True(Drawn.Count(picture, First) > 100, $"up to {step} nothing is seen");
    }

    [PictureTheory]
    [InlineData(double.MaxValue)]
    [InlineData(1e-310)]
    public void A_line_of_extreme_numbers_is_where_one_of_others_is(double largest)
    {
        Assert.Equal(Rows([-1, 0.5, 1]), Rows([-largest, largest / 2, largest]));

        static int[] Rows(double[] values)
        {
            var pixels = Drawn.Pixels(Pictures.Curves("", "", "", [Curve.Of("a", values)]));
            return [.. Enumerable.Range(0, 450).Where(y => pixels.AsSpan(y * 720, 720).Contains(First))];
        }
    }

    [PictureFact]
    public void Ticks_have_labels_even_beyond_the_largest_number()
    {
        Drawn.Shows(Pictures.Curves("", "", "", [Curve.Of("a", [0, 1.7e308])]), "0", "1e308", "1.8e308");
        Drawn.Shows(Pictures.Curves("", "", "", [Curve.Of("a", [-double.MaxValue, double.MaxValue])]), "−1.5e308", "2e308");
        Drawn.Shows(Pictures.Curves("", "", "", [Curve.Of("a", [0, 1.7e308])], ValueScale.Percent), "0 %", "1e310 %");
        Drawn.Shows(Pictures.Curves("", "", "", [Curve.Of("a", [0, 1e-310])]), "0", "5e−311", "1e−310");
        Drawn.Shows(Pictures.Curves("", "", "", [Curve.Of("a", [2e307, 1.7e308])], ValueScale.Logarithmic), "5e307", "1e308");
        var neighbours = Drawn.Texts(Pictures.Curves("", "", "", [Curve.Of("a", [1, double.BitIncrement(1)])]));
        Assert.Distinct(neighbours.Where(text => text.StartsWith("1.", StringComparison.Ordinal)));
    }

    [PictureFact]
    public void A_single_number_on_a_logarithmic_axis_has_a_power_of_ten_on_either_side() => Drawn.Shows(
        Pictures.Curves("", "", "", [Curve.Of("a", [1e16, 1e16])], ValueScale.Logarithmic), "1e15", "1e16", "1e17");

    [PictureTheory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void Any_schedule_is_drawn(double rate)
    {
        foreach (var scale in Enum.GetValues<ValueScale>())
        {
            foreach (var steps in (long[])[1, long.MaxValue])
                Drawn.Shows(Pictures.Schedule(step => step % 2 == 0 ? rate : 0.1, steps, scale), "Learning rate");
        }
    }

    [PictureFact]
    public void A_point_between_gaps_is_a_dot()
    {
        var dots = Curve.Of("a", Enumerable.Range(0, 99).Select(i => i % 2 == 0 ? i : double.NaN));
        Assert.True(Drawn.Count(Pictures.Curves("", "", "", [dots]), First) > 49 * 9, "points without neighbours are not seen");
    }

    [PictureFact]
    public void Dots_are_drawn_without_lines_in_any_order_and_a_line_over_them()
    {
        var dots = Curve.Dots("samples", [3.0, 0, 1, 2], [0.0, 0, 1, 0.5]);
        var seen = Drawn.Count(Pictures.Curves("", "", "", [dots]), First);
        Assert.True(seen is > 4 * 12 and < 4 * 40, $"expected four dots, got {seen} pixels");
        var picture = Pictures.Curves("", "", "", [dots, Curve.Of("fit", [0.0, 3], [0.0, 1])]);
        Drawn.Shows(picture, "samples", "fit");
        Assert.True(Drawn.Count(picture, Second) > 500, "the line is not seen");
        Assert.True(Drawn.Count(picture, First) > 4 * 12 + 12, "the dots, or that in the legend, are not seen");
    }

    [PictureFact]
    public void Dots_are_not_smoothed()
    {
        var dots = Curve.Dots("samples", [0.0, 1, 2, 3], [0.0, 5, 0, 5]);
        Assert.Equal(Drawn.Pixels(Pictures.Curves("", "", "", [dots])), Drawn.Pixels(Pictures.Curves("", "", "", [dots], smoothing: 3)));
        Assert.Equal(
            ["a", "a, mean of 3", "samples"],
            Drawn.Texts(Pictures.Curves("", "", "", [dots, Curve.Of("a", [1, 2])], smoothing: 3)).Where(text => text.Any(char.IsLetter)).Order());
    }

    [PictureFact]
    public void Dots_that_are_not_finite_are_counted_and_left_out()
    {
        Drawn.Shows(Pictures.Curves("", "", "", [Curve.Dots("d", [0.0, double.NaN, 2], [1.0, 2, 3])]), "d, 1 value not drawn");
        Drawn.Shows(Pictures.Curves("T", "", "", [Curve.Dots<double>("d", [], [])]), "T", "d, no values");
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
    public void Mistakes_are_refused()
    {
        Failure.Says("expected at least one curve, and none that is null, got 0", () => Pictures.Curves("", "", "", []));
        Failure.Says("expected at least one curve, and none that is null, got 1", () => Pictures.Curves("", "", "", [null!]));
        Assert.Throws<ArgumentNullException>(() => Pictures.Curves("", "", "", null!));
        Assert.Throws<ArgumentNullException>(() => Pictures.Curves(null!, "", "", [Curve.Of("a", [1])]));
        Failure.Says("a: expected as many vertical coordinates as the 2 horizontal ones, got 1", () => Curve.Of("a", [1, 2], [3]));
        Failure.Says("expected a style of curves, got 7 (Parameter 'Style')", () => Curve.Of("a", [1]) with { Style = (CurveStyle)7 });
        Assert.Throws<ArgumentNullException>(() => new Curve("a", default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Curves("", "", "", [Curve.Of("a", [1])], (ValueScale)77));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Curves("", "", "", [Curve.Of("a", [1])], smoothing: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Schedule(_ => 1, steps: 0));
    }

    [PictureFact]
    public void A_picture_does_not_change_with_what_it_was_made_from()
    {
        Curve[] curves = [Curve.Of("a", [1, 2]), Curve.Of("b", [1, 2])];
        string[] names = ["cat", "dog"];
        var (lines, matrix) = (Pictures.Curves("", "", "", curves), Pictures.ConfusionMatrix([0, 1], [0, 1], names));
        (curves[0], names[0]) = (curves[0] with { Name = "changed" }, "changed");
        Drawn.Shows(lines, "a", "b");
        Drawn.Shows(matrix, "cat", "dog");
    }

    [Fact]
    public void Curves_are_values()
    {
        Assert.Equal(Curve.Of("a", [1, 2], first: 1, every: 5), new Curve("a", [(1, 1), (6, 2)]));
        Assert.NotEqual(Curve.Of("a", [1, 2]), Curve.Of("a", [1, 3]));
        Assert.Equal(Curve.Of("a", [1, 6], [1, 2]), new Curve("a", [(1, 1), (6, 2)]));
        Assert.NotEqual(Curve.Of("a", [1, 6], [1, 2]), Curve.Dots("a", [1, 6], [1, 2]));
        Assert.Equal("Curve \"a\", 2 points", $"{Curve.Of("a", [1, 2])}");
    }
}
