using System.Collections.Immutable;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>A small image on a sheet: its pixels, and lines of text below it.</summary>
/// <param name="Width">In its own pixels.</param>
/// <param name="Height">In its own pixels.</param>
/// <param name="Colour">The colour of each pixel, row by row.</param>
/// <param name="Caption">What stands below: the first line is read first.</param>
internal sealed record Tile(int Width, int Height, Func<int, SKColor> Colour, ImmutableArray<string> Caption);

/// <summary>Small images in rows, with a title above and something to say on the scale of their colours.</summary>
/// <param name="Title">What they show.</param>
/// <param name="Tiles">All of one size.</param>
/// <param name="Columns">How many stand beside each other.</param>
/// <param name="TileWidth">How wide each is drawn, in pixels of scale 1.</param>
/// <param name="Limit">If the colours are those of numbers: the number whose colour is full.</param>
internal sealed record Sheet(string Title, ImmutableArray<Tile> Tiles, int Columns, int TileWidth, double? Limit)
{
    private const int Margin = 16;
    private const int Gap = 10;
    private const int LineHeight = 17;
    private const int Heading = 40;
    private const int BarWidth = 90;
    private const int Narrowest = 360;
    private const int NarrowestWithBar = 480;

    private int CaptionLines => Tiles.IsEmpty ? 0 : Tiles.Max(tile => tile.Caption.Length);

    private float TileHeight => Tiles.IsEmpty ? 0 : (float)TileWidth * Tiles[0].Height / Tiles[0].Width;

    private int RowHeight => (int)float.Ceiling(TileHeight) + (CaptionLines * LineHeight) + Gap;

    private int Width =>
        int.Max(Limit is null ? Narrowest : NarrowestWithBar, (2 * Margin) + (int.Min(Columns, Tiles.Length) * (TileWidth + Gap)) - Gap);

    private int Rows => (Tiles.Length + Columns - 1) / Columns;

    /// <summary>The sheet as a picture.</summary>
    public Picture ToPicture() => new(Title, Width, Heading + (Rows * RowHeight) + Margin, Draw);

    private void Draw(SKCanvas canvas, string family)
    {
        using var ink = new SKPaint { Color = Palette.Ink, IsAntialias = true };
        using var title = Typography.Font(family, 17, bold: true);
        canvas.DrawText(Title, Margin, 26, title, ink);
        if (Limit is { } limit)
            DrawBar(canvas, family, limit);
        for (var i = 0; i < Tiles.Length; i++)
        {
            var (row, column) = int.DivRem(i, Columns);
            Draw(canvas, family, Tiles[i], Margin + (column * (TileWidth + Gap)), Heading + (row * RowHeight));
        }
    }

    private void Draw(SKCanvas canvas, string family, Tile tile, float left, float top)
    {
        using var bitmap = Enlarged(tile, int.Max(1, 2 * TileWidth / tile.Width));
        using var image = SKImage.FromBitmap(bitmap);
        var place = SKRect.Create(left, top, TileWidth, TileHeight);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));
        using var frame = new SKPaint { Color = Palette.FaintInk.WithAlpha(90), IsStroke = true, StrokeWidth = 1 };
        canvas.DrawRect(place, frame);
        for (var line = 0; line < tile.Caption.Length; line++)
        {
            using var ink = new SKPaint { Color = line == 0 ? Palette.Ink : Palette.FaintInk, IsAntialias = true };
            using var font = Typography.Font(family, line == 0 ? 13.5f : 12.5f);
            canvas.DrawText(tile.Caption[line], place.MidX, place.Bottom + 14 + (line * LineHeight), SKTextAlign.Center, font, ink);
        }
    }

    /// <summary>The pixels, each a square of several, so that no viewer blurs them.</summary>
    private static SKBitmap Enlarged(Tile tile, int factor)
    {
        var bitmap = new SKBitmap(tile.Width * factor, tile.Height * factor, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var colours = Enumerable.Range(0, tile.Width * tile.Height).Select(tile.Colour).ToArray();
        bitmap.Pixels = [.. Enumerable.Range(0, bitmap.Width * bitmap.Height).Select(
            at => colours[(at / bitmap.Width / factor * tile.Width) + (at % bitmap.Width / factor)])];
        return bitmap;
    }

    /// <summary>What the colours mean, in the corner: from −limit over 0 to limit.</summary>
    private void DrawBar(SKCanvas canvas, string family, double limit)
    {
        using var font = Typography.Font(family, 12.5f);
        using var ink = new SKPaint { Color = Palette.FaintInk, IsAntialias = true };
        var text = Chart.Text(limit, "G3");
        var (least, most) = ($"≤ −{text}", $"≥ {text}");
        var bar = SKRect.Create(Width - Margin - font.MeasureText(most) - 6 - BarWidth, 15, BarWidth, 12);
        using var colours = SKShader.CreateLinearGradient(
            new(bar.Left, 0), new(bar.Right, 0),
            [Palette.Diverging(-1), Palette.Diverging(0), Palette.Diverging(1)], [0, 0.5f, 1], SKShaderTileMode.Clamp);
        using var fill = new SKPaint { Shader = colours };
        canvas.DrawRect(bar, fill);
        canvas.DrawText(least, bar.Left - 6, 25, SKTextAlign.Right, font, ink);
        canvas.DrawText(most, bar.Right + 6, 25, SKTextAlign.Left, font, ink);
    }
}
