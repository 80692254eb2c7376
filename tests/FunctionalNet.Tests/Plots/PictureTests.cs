using System.Text.RegularExpressions;
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
        // The frame of the chart reaches into the far half: the drawing grows with the scale.
        Assert.Contains(Enumerable.Range(width / 2, width / 2), x => bitmap.GetPixel(x, height / 2) != SKColors.White);
    }

    [PictureFact]
    public void The_same_picture_is_drawn_each_time()
    {
        Assert.Equal<byte>(Sample.ToPng().ThrowIfFail(), Sample.ToPng().ThrowIfFail());
        Assert.Equal(Sample.ToSvg(), Sample.ToSvg());
    }

    // ScottPlot and Skia have state of their own, which must not show, whatever else is drawn at the same time.
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
    public void A_picture_that_cannot_be_written_is_a_failure_of_one_line_that_names_the_file_and_leaves_no_trace()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("taken.png"));
        foreach (var path in (string[])[folder.At("taken.png"), folder.At("nowhere/a.png")])
        {
            var failure = Sample.SavePng(path).Match(_ => "it was written", error => error.Message);
            Assert.StartsWith($"{path}: ", failure, StringComparison.Ordinal);
            Assert.EndsWith(path, failure.TrimEnd('.', '\''), StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure);
        }

        Assert.Equal(["taken.png"], folder.Entries);
    }

    [PictureFact]
    public void A_picture_is_saved_through_a_link_and_not_in_the_place_of_a_device()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.At("link.svg"), "a.svg");
        Assert.Equal(folder.At("link.svg"), Sample.SaveSvg(folder.At("link.svg")).ThrowIfFail());
        Assert.Equal("a.svg", new FileInfo(folder.At("link.svg")).LinkTarget);
        Assert.Equal(Sample.ToSvg().ThrowIfFail(), File.ReadAllText(folder.At("a.svg")));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(
                "/dev/full: expected a file, found a pipe or a device at /dev/full",
                Sample.SavePng("/dev/full").Match(_ => "it was written", error => error.Message));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_a_path_nothing_is_drawn_or_written(string? path)
    {
        Assert.Equal("path", Assert.ThrowsAny<ArgumentException>(() => Sample.SavePng(path!)).ParamName);
        Assert.Equal("path", Assert.ThrowsAny<ArgumentException>(() => Sample.SaveSvg(path!)).ParamName);
    }

    [PictureFact]
    public void A_file_may_have_the_longest_name_possible()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At($"{new string('x', 251)}.png");
        Assert.Equal(path, Sample.SavePng(path).ThrowIfFail());
    }

    [PictureTheory]
    [InlineData(30_000)]
    [InlineData(1_000_000_000)]
    public void More_pixels_than_there_is_memory_for_are_a_failure(int side)
    {
        var vast = new Picture("Vast", side, side, [], (_, _) => { });
        Assert.Equal(
            $"Picture \"Vast\", {side} × {side}: there is no memory for {2L * side} × {2L * side} pixels",
            vast.ToPng().Match(_ => "it was drawn", error => error.Message));
    }

    [PictureFact]
    public void An_error_in_drawing_is_a_failure_of_one_line()
    {
        using var folder = new TemporaryFolder();
        var failing = new Picture("Cursed", 10, 10, [], (_, _) => throw new InvalidOperationException("limits\nmust be good"));
        const string Why = "Picture \"Cursed\", 10 × 10: it cannot be drawn: limits must be good";
        Assert.Equal(Why, failing.ToPng().Match(_ => "it was drawn", error => error.Message));
        Assert.Equal(Why, failing.ToSvg().Match(_ => "it was drawn", error => error.Message));
        Assert.Equal(Why, failing.SavePng(folder.At("a.png")).Match(_ => "it was saved", error => error.Message));
        Assert.Equal(Why, failing.SaveSvg(folder.At("a.svg")).Match(_ => "it was saved", error => error.Message));
        Assert.Empty(folder.Entries);
        var vast = new Picture("Vast", 10, 10, [], (_, _) => throw new InsufficientMemoryException());
        Assert.Equal(
            "Picture \"Vast\", 10 × 10: there is no memory to draw it", vast.ToSvg().Match(_ => "it was drawn", error => error.Message));
    }

    [PictureFact]
    public void Everything_is_written_once() => Assert.Single(
        Drawn.Texts(Pictures.Curves("Once", "", "", [Curve.Of("a", [1, 2])])), "Once");

    [PictureFact]
    public void A_letter_that_no_font_has_is_a_failure() => Assert.EndsWith(
        " lacks U+0001",
        Pictures.Images("\u0001", Tensor.Zeros<float>([1, 4])).ToSvg().Match(_ => "it was drawn", error => error.Message),
        StringComparison.Ordinal);

    [PictureFact]
    public void A_text_that_is_too_wide_is_smaller_and_then_loses_its_middle() => Typography.Draw<string>("", typography =>
    {
        using var font = typography.Font(20);
        var width = font.MeasureText("encoder/Affine1");
        Assert.Equal(("encoder/Affine1", 20), typography.Fitted("encoder/Affine1", width + 1, 20));
        Assert.Equal(("encoder/Affine1", 18), typography.Fitted("encoder/Affine1", 0.9f * width, 20));
        var (text, size) = typography.Fitted("encoder/Affine1", 0.5f * width, 20);
        Assert.Matches("^enc.*….*ne1$", text);
        font.Size = size;
        Assert.Equal(15, size);
        Assert.InRange(font.MeasureText(text), 0.4 * width, 0.5 * width);
        return text;
    }).ThrowIfFail();

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    [InlineData(11)]
    public void A_scale_is_within_reason(float scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.ToPng(scale));

    [Fact]
    public void Without_a_font_the_failure_says_how_to_install_one()
    {
        var failure = Typography.Choose([""], "", (_, _) => false).Match(family => family, error => error.Message);
        Assert.Equal("no font was found to write with (on Debian and Ubuntu, apt-get install fonts-dejavu-core brings one)", failure);
    }

    [Fact]
    public void A_well_known_font_is_taken_before_others_and_one_that_cannot_write_not_at_all() => Assert.Equal(
        ["DejaVu Sans", "Bookman"],
        ((string[])["DejaVu Sans", "Bookman"]).Select(able => Typography.Choose(
            ["Abacus Symbols", "Arial", "Bookman", "DejaVu Sans"], "", (family, _) => family == able || family == "Bookman")
            .ThrowIfFail()));

    [Fact]
    public void The_font_has_the_letters_of_the_picture_or_the_failure_names_those_missing()
    {
        Assert.Equal("Han", Chosen("損失 3"));
        Assert.Equal("no font of this machine has all letters of the picture: Arial lacks 損, 失, ☃", Chosen("損失 ☃"));

        string Chosen(string text) => Typography.Choose(["Arial", "Han"], text, (family, asked) =>
            asked.All(letter => letter != '☃' && (family == "Han" || letter is not ('損' or '失'))))
            .Match(family => family, error => error.Message);
    }
}
