using SkiaSharp;

namespace FunctionalNet;

/// <summary>Images given by the colour of each pixel.</summary>
internal static class Raster
{
    /// <summary>A bitmap in which each pixel is a square of several, so that no viewer blurs it.</summary>
    public static SKBitmap Bitmap(int width, int height, Func<int, SKColor> colour, int enlarged = 1)
    {
        var colours = Enumerable.Range(0, width * height).Select(colour).ToArray();
        var wide = width * enlarged;
        return new(wide, height * enlarged, SKColorType.Rgba8888, SKAlphaType.Unpremul)
        {
            Pixels = [.. Enumerable.Range(0, wide * height * enlarged)
                .Select(at => colours[(at / wide / enlarged * width) + (at % wide / enlarged)])],
        };
    }

    /// <summary>An image for a chart of ScottPlot, which owns it.</summary>
    public static ScottPlot.Image Image(int width, int height, Func<int, SKColor> colour)
    {
        using var bitmap = Bitmap(width, height, colour);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return new(png.ToArray());
    }
}
