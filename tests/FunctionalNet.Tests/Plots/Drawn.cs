using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace FunctionalNet.Tests.Plots;

/// <summary>What is in a picture when it is drawn.</summary>
internal static partial class Drawn
{
    /// <summary>The texts of the SVG, which is to be well-formed XML of the picture's size.</summary>
    public static IReadOnlyList<string> Texts(Picture picture)
    {
        var svg = XDocument.Parse(picture.ToSvg().ThrowIfFail()).Root!;
        Assert.Equal($"{picture.Width} × {picture.Height}", $"{svg.Attribute("width")!.Value} × {svg.Attribute("height")!.Value}");
        return [.. svg.Descendants().Where(element => element.Name.LocalName == "text")
            .Select(text => Spaces().Replace(text.Value, " ").Trim())];
    }

    /// <summary>The colours of the PNG at scale 1, row by row, which is to be of the picture's size.</summary>
    public static SKColor[] Pixels(Picture picture)
    {
        using var bitmap = SKBitmap.Decode(picture.ToPng(scale: 1).ThrowIfFail());
        Assert.Equal((picture.Width, picture.Height), (bitmap.Width, bitmap.Height));
        return bitmap.Pixels;
    }

    /// <summary>How many pixels have this colour exactly.</summary>
    public static int Count(Picture picture, SKColor colour) => Pixels(picture).Count(pixel => pixel == colour);

    public static void Shows(Picture picture, params string[] texts)
    {
        var drawn = Texts(picture);
        foreach (var text in texts)
            Assert.True(drawn.Contains(text), $"\"{text}\" is not among what is written: {string.Join(" | ", drawn)}");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
