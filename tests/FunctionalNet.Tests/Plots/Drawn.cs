using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace FunctionalNet.Tests.Plots;

/// <summary>The texts and pixels of a drawn picture.</summary>
internal static partial class Drawn
{
    /// <summary>The texts of the SVG, which must be well-formed XML of the picture's size.</summary>
    public static IReadOnlyList<string> Texts(Picture picture)
    {
        var svg = XDocument.Parse(picture.ToSvg().ThrowIfFail()).Root!;
        Assert.Equal($"{picture.Width} × {picture.Height}", $"{svg.Attribute("width")!.Value} × {svg.Attribute("height")!.Value}");
        Assert.Equal($"0 0 {picture.Width} {picture.Height}", svg.Attribute("viewBox")!.Value);
        return [.. Written(svg).Select(Text)];
    }

    /// <summary>The position of the first letter of a text that occurs once.</summary>
    public static (double X, double Y) Place(Picture picture, string text)
    {
        var element = Assert.Single(Written(XDocument.Parse(picture.ToSvg().ThrowIfFail()).Root!), written => Text(written) == text);
        var moved = Numbers(element.Attribute("transform")?.Value ?? "0 0")[^2..];
        return (moved[0] + Numbers(element.Attribute("x")!.Value)[0], moved[1] + Numbers(element.Attribute("y")!.Value)[0]);
    }

    /// <summary>The colour of a text that occurs once.</summary>
    public static string Colour(Picture picture, string text) =>
        Assert.Single(Written(XDocument.Parse(picture.ToSvg().ThrowIfFail()).Root!), written => Text(written) == text)
            .Attribute("fill")?.Value ?? "black";

    /// <summary>The colours of the PNG at scale 1, row by row; it must be of the picture's size.</summary>
    public static SKColor[] Pixels(Picture picture)
    {
        using var bitmap = SKBitmap.Decode(picture.ToPng(scale: 1).ThrowIfFail());
        Assert.Equal((picture.Width, picture.Height), (bitmap.Width, bitmap.Height));
        return bitmap.Pixels;
    }

    /// <summary>The number of pixels of exactly this colour.</summary>
    public static int Count(Picture picture, SKColor colour) => Pixels(picture).Count(pixel => pixel == colour);

    public static void Shows(Picture picture, params string[] texts)
    {
        var drawn = Texts(picture);
        foreach (var text in texts)
            Assert.True(drawn.Contains(text), $"\"{text}\" is not among what is written: {string.Join(" | ", drawn)}");
    }

    /// <summary>The mean position of the pixels of this colour.</summary>
    public static (double X, double Y) Middle(Picture picture, SKColor colour)
    {
        var pixels = Pixels(picture);
        int[] found = [.. Enumerable.Range(0, pixels.Length).Where(at => pixels[at] == colour)];
        return (found.Average(at => at % picture.Width), found.Average(at => at / picture.Width));
    }

    private static IEnumerable<XElement> Written(XElement svg) => svg.Descendants().Where(element => element.Name.LocalName == "text");

    private static string Text(XElement written) => Spaces().Replace(written.Value, " ").Trim();

    private static double[] Numbers(string text) =>
        [.. Number().Matches(text).Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
