using System.Text.RegularExpressions;
using FunctionalNet.Tests.Data;
using SkiaSharp;

namespace FunctionalNet.Tests.Plots;

public sealed class PictureTests
{
    private static readonly Picture Sample = Pictures.Curves("A <title> & more", "step", "loss", [Curve.Of("train", [3.0, 2, 1])]);

    [Fact]
    public void A_picture_says_what_it_is() => Assert.Equal("Picture \"A <title> & more\", 720 × 450", $"{Sample}");

    [PictureTheory]
    [InlineData(1, 720, 450)]
    [InlineData(2, 1440, 900)]
    [InlineData(0.5, 360, 225)]
    public void Png_is_as_large_as_the_scale_says(float scale, int width, int height)
    {
        using var bitmap = SKBitmap.Decode(Sample.ToPng(scale).ThrowIfFail());
        Assert.Equal((width, height), (bitmap.Width, bitmap.Height));
        Assert.Equal(SKColors.White, bitmap.GetPixel(0, 0));
        // The frame of the chart reaches into the far half: what is drawn grows with the scale.
        Assert.Contains(Enumerable.Range(width / 2, width / 2), x => bitmap.GetPixel(x, height / 2) != SKColors.White);
    }

    [PictureFact]
    public void The_same_picture_is_drawn_each_time()
    {
        Assert.Equal<byte>(Sample.ToPng().ThrowIfFail(), Sample.ToPng().ThrowIfFail());
        Assert.Equal(Sample.ToSvg(), Sample.ToSvg());
    }

    // ScottPlot and Skia have state of their own: it is not to be seen, whatever else is drawn at the same time.
    [PictureFact]
    public void The_same_picture_is_drawn_on_many_threads()
    {
        var matrix = Pictures.ConfusionMatrix([0, 1, 1], [0, 1, 0]);
        var drawn = Enumerable.Range(0, 60).AsParallel().WithDegreeOfParallelism(4).Select(i =>
            i % 3 == 0 ? Sample.ToSvg().ThrowIfFail().Length > 0 ? "" : "nothing" : matrix.ToSvg().ThrowIfFail());
        Assert.Equal(["", matrix.ToSvg().ThrowIfFail()], drawn.Distinct().Order(StringComparer.Ordinal));
    }

    [PictureFact]
    public void All_text_is_in_one_font()
    {
        var svg = Pictures.ConfusionMatrix([0, 1, 1], [0, 1, 0]).ToSvg().ThrowIfFail();
        Assert.Single(Regex.Matches(svg, "font-family=\"[^\"]*\"").Select(match => match.Value).Distinct());
    }

    [PictureFact]
    public void Text_in_svg_is_text_and_escaped() => Drawn.Shows(Sample, "A <title> & more", "step", "loss");

    [PictureFact]
    public void Saving_gives_the_path_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("a.png"), "what was there before");
        Assert.Equal(folder.At("a.png"), Sample.SavePng(folder.At("a.png")).ThrowIfFail());
        Assert.Equal(folder.At("a.svg"), Sample.SaveSvg(folder.At("a.svg")).ThrowIfFail());
        Assert.Equal(["a.png", "a.svg"], folder.Entries);
        Assert.Equal<byte>(Sample.ToPng().ThrowIfFail(), File.ReadAllBytes(folder.At("a.png")));
        Assert.Equal(Sample.ToSvg().ThrowIfFail(), File.ReadAllText(folder.At("a.svg")));
    }

    [PictureFact]
    public void What_cannot_be_written_is_a_failure_of_one_line_that_names_the_file()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("taken.png"));
        foreach (var path in (string[])[folder.At("taken.png"), folder.At("nowhere/a.png")])
        {
            var failure = Sample.SavePng(path).Match(_ => "it was written", error => error.Message);
            Assert.StartsWith(path, failure, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure);
        }

        Assert.Equal(["taken.png"], folder.Entries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    [InlineData(11)]
    public void A_scale_is_within_reason(float scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.ToPng(scale));

    [Fact]
    public void Without_a_font_it_is_said_what_brings_one()
    {
        var failure = Typography.Family([""], _ => false).Match(family => family, error => error.Message);
        Assert.Equal("no font was found to write with (on Debian and Ubuntu, apt-get install fonts-dejavu-core brings one)", failure);
    }

    [Fact]
    public void A_well_known_font_is_taken_before_others_and_one_that_cannot_write_not_at_all() => Assert.Equal(
        ["DejaVu Sans", "Bookman"],
        ((string[])["DejaVu Sans", "Bookman"]).Select(able => Typography.Family(
            ["Abacus Symbols", "Arial", "Bookman", "DejaVu Sans"], family => family == able || family == "Bookman").ThrowIfFail()));
}
