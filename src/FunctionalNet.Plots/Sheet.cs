using System.Collections.Immutable;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>A small image on a sheet: its pixels, and lines of text below it.</summary>
/// <param name="Width">The width in pixels of the image.</param>
/// <param name="Height">The height in pixels of the image.</param>
/// <param name="Colour">The colour of each pixel, row by row.</param>
/// <param name="Caption">The lines of text below the image; the first is emphasized.</param>
internal sealed record Tile(int Width, int Height, Func<int, SKColor> Colour, ImmutableArray<string> Caption)
{
    /// <summary>The image reduced to at most this number of pixels a side, each the mean of a square of pixels.</summary>
    public Tile Within(int side)
    {
        var square = (int)(((long)int.Max(Width, Height) + side - 1) / side);
        var (width, height) = ((int)(((long)Width + square - 1) / square), (int)(((long)Height + square - 1) / square));
        return square == 1 ? this : this with
        {
            Width = width,
            Height = height,
            Colour = at => Mean(at % width * square, at / width * square, square),
        };
    }

    private SKColor Mean(int left, int top, int square)
    {
        var (red, green, blue) = (0L, 0L, 0L);
        var (right, bottom) = (int.Min(Width - left, square) + left, int.Min(Height - top, square) + top);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var colour = Colour((y * Width) + x);
                (red, green, blue) = (red + colour.Red, green + colour.Green, blue + colour.Blue);
            }
        }

        var count = (long)(right - left) * (bottom - top);
        return new((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }
}

/// <summary>Small images in rows, with a title and a legend for the scale of their colours.</summary>
/// <param name="Title">The title.</param>
/// <param name="Tiles">The images, all of one size.</param>
/// <param name="Columns">The number of images in a row.</param>
/// <param name="Side">The length of their longer side, in pixels of scale 1; more if they have more pixels.</param>
/// <param name="Limit">The number with the full colour, if the colours are those of numbers.</param>
/// <param name="NotNumbers">The number of values that are NaN.</param>
internal sealed record Sheet(string Title, ImmutableArray<Tile> Tiles, int Columns, int Side, double? Limit, int NotNumbers)
{
    // Larger images are reduced, and thinner ones widened, so that they are visible.
    private const int LongestSide = 168;
    private const int ShortestSide = 8;

    // The pixels of a file to a pixel of scale 1.
    private const int Sharpness = 2;

    // Images with more pixels a side than this, and than they are drawn with, are too large for Skia to reduce.
    private const int MostPixels = 1024;

    private const int Margin = 16;
    private const int Gap = 10;
    private const int LineHeight = 17;
    private const int Heading = 40;
    private const int BarWidth = 90;
    private const int Narrowest = 360;
    private const int NarrowestWithBar = 480;

    private int CaptionLines => Tiles.IsEmpty ? 0 : Tiles.Max(tile => tile.Caption.Length);

    private int Top => NotNumbers > 0 ? Heading + LineHeight + Gap : Heading;

    private (int Width, int Height) TileSize => Tiles is [var tile, ..]
        ? (Drawn(tile.Width, int.Max(tile.Width, tile.Height)), Drawn(tile.Height, int.Max(tile.Width, tile.Height)))
        : (0, 0);

    // A caption may be as wide as a tile of the default size.
    private int Pitch => int.Max(TileSize.Width, CaptionLines > 0 ? Side : 0) + Gap;

    private int RowHeight => TileSize.Height + (CaptionLines * LineHeight) + Gap;

    private long Width =>
        long.Max(Limit is null ? Narrowest : NarrowestWithBar, (2 * Margin) + (long.Min(Columns, Tiles.Length) * Pitch) - Gap);

    private long Height => Top + ((long)Rows * RowHeight) + Margin;

    private int Rows => (Tiles.Length + Columns - 1) / Columns;

    /// <summary>The sheet as a picture.</summary>
    /// <exception cref="ArgumentException">There are more images than a picture can be wide or high.</exception>
    public Picture ToPicture() => long.Max(Width, Height) <= int.MaxValue
        ? new(Title, (int)Width, (int)Height, Tiles.SelectMany(tile => tile.Caption), Draw)
        : throw new ArgumentException(Invariant($"{Tiles.Length} images in rows of {Columns} are too many for a picture"));

    private int Drawn(int pixels, int longer) =>
        int.Max((int)((double)pixels / longer * int.Clamp(longer, Side, int.Max(LongestSide, Side))), ShortestSide);

    private void Draw(SKCanvas canvas, Typography typography)
    {
        var bar = Limit is { } limit ? DrawBar(canvas, typography, limit) : Width - Margin;
        Write(canvas, typography, Title, Margin, 26, bar - Gap - Margin, 17, Palette.Ink, SKTextAlign.Left, bold: true);
        if (NotNumbers > 0)
        {
            using var swatch = new SKPaint { Color = Palette.NotANumber };
            canvas.DrawRect(Margin, Heading, 12, 12, swatch);
            Write(
                canvas, typography, Invariant($"not a number: {NotNumbers} in all"), Margin + 18, Heading + 11, Width - Margin, 12.5f, Palette.Ink,
                SKTextAlign.Left);
        }

        for (var i = 0; i < Tiles.Length; i++)
        {
            var (row, column) = int.DivRem(i, Columns);
            Draw(canvas, typography, Tiles[i], Margin + (column * Pitch) + ((Pitch - Gap) / 2f), Top + (row * RowHeight));
        }
    }

    private void Draw(SKCanvas canvas, Typography typography, Tile tile, float middle, float top)
    {
        var (width, height) = TileSize;
        var shown = tile.Within(int.Max(MostPixels, int.Max(width, height)));
        var enlarged = int.Max(1, Sharpness * width / shown.Width);
        using var bitmap = Raster.Bitmap(shown.Width, shown.Height, shown.Colour, enlarged);
        using var image = SKImage.FromBitmap(bitmap);
        var place = SKRect.Create(middle - (width / 2f), top, width, height);
        // Enlarged pixels stay squares; reduced ones are averaged.
        canvas.DrawImage(image, place, enlarged > 1
            ? new SKSamplingOptions(SKFilterMode.Nearest)
            : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var frame = new SKPaint { Color = Palette.FaintInk.WithAlpha(90), IsStroke = true, StrokeWidth = 1 };
        canvas.DrawRect(place, frame);
        for (var line = 0; line < tile.Caption.Length; line++)
        {
            var (size, colour) = line == 0 ? (13.5f, Palette.Ink) : (12.5f, Palette.FaintInk);
            Write(
                canvas, typography, tile.Caption[line], place.MidX, place.Bottom + 14 + (line * LineHeight), Pitch - 4, size, colour,
                SKTextAlign.Center);
        }
    }

    private static void Write(
        SKCanvas canvas, Typography typography, string text, float x, float y, float width, float size, SKColor colour, SKTextAlign align,
        bool bold = false)
    {
        var fitted = typography.Fitted(text, width, size, bold);
        using var ink = new SKPaint { Color = colour, IsAntialias = true };
        using var font = typography.Font(fitted.Size, bold);
        canvas.DrawText(fitted.Text, x, y, align, font, ink);
    }

    /// <summary>Draws the scale of colours in the corner, from −limit over 0 to limit. Returns the position of its left end.</summary>
    private float DrawBar(SKCanvas canvas, Typography typography, double limit)
    {
        using var font = typography.Font(12.5f);
        using var ink = new SKPaint { Color = Palette.FaintInk, IsAntialias = true };
        var text = Numerals.Text(limit, "G3");
        var (least, most) = ($"≤ −{text}", $"≥ {text}");
        var bar = SKRect.Create(Width - Margin - font.MeasureText(most) - 6 - BarWidth, 15, BarWidth, 12);
        using var colours = SKShader.CreateLinearGradient(
            new(bar.Left, 0), new(bar.Right, 0),
            [Palette.Diverging(-1), Palette.Diverging(0), Palette.Diverging(1)], [0, 0.5f, 1], SKShaderTileMode.Clamp);
        using var fill = new SKPaint { Shader = colours };
        canvas.DrawRect(bar, fill);
        canvas.DrawText(least, bar.Left - 6, 25, SKTextAlign.Right, font, ink);
        canvas.DrawText(most, bar.Right + 6, 25, SKTextAlign.Left, font, ink);
        return bar.Left - 6 - font.MeasureText(least);
    }
}
