using System.Text;
using LanguageExt;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>
/// Something to look at, made by <see cref="Pictures"/>. It is a value: nothing is drawn before it is asked for as PNG or
/// SVG, and it is the same each time. Drawing needs a font of the machine, so it gives a <c>Fin</c>, like all from outside.
/// </summary>
/// <remarks>
/// SkiaSharp's native library comes with the package, for Linux, macOS and Windows. Windows and macOS have fonts. On Linux they
/// are looked for below <c>/usr/share/fonts</c>: where there are none, as in a container, <c>apt-get install fonts-dejavu-core</c>
/// brings some.
/// </remarks>
public sealed record Picture
{
    private readonly Action<SKCanvas, string> draw;

    /// <param name="title">What it shows.</param>
    /// <param name="width">In pixels of scale 1.</param>
    /// <param name="height">In pixels of scale 1.</param>
    /// <param name="draw">Draws it on a white canvas, in the font family of this name.</param>
    internal Picture(string title, int width, int height, Action<SKCanvas, string> draw) =>
        (Title, Width, Height, this.draw) = (title, width, height, draw);

    /// <summary>What the picture shows.</summary>
    public string Title { get; }

    /// <summary>In pixels of scale 1.</summary>
    public int Width { get; }

    /// <summary>In pixels of scale 1.</summary>
    public int Height { get; }

    /// <summary>The bytes of a PNG file, or why it cannot be drawn.</summary>
    /// <param name="scale">How many pixels to each of <see cref="Width"/>: 2 is sharp on today's screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 0.1 and 10.</exception>
    public Fin<byte[]> ToPng(float scale = 2)
    {
        if (!(scale is >= 0.1f and <= 10))
            throw new ArgumentOutOfRangeException(nameof(scale), $"a scale is between 0.1 and 10, got {scale}");
        return Typography.Draw(family =>
        {
            using var surface = SKSurface.Create(new SKImageInfo((int)float.Ceiling(Width * scale), (int)float.Ceiling(Height * scale)));
            surface.Canvas.Clear(SKColors.White);
            surface.Canvas.Scale(scale);
            draw(surface.Canvas, family);
            using var image = surface.Snapshot();
            using var png = image.Encode(SKEncodedImageFormat.Png, 100);
            return png.ToArray();
        });
    }

    /// <summary>The text of an SVG file, in which text is text; or why it cannot be drawn.</summary>
    public Fin<string> ToSvg() => Typography.Draw(family =>
    {
        using var svg = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), svg))
        {
            using var paper = new SKPaint { Color = SKColors.White };
            canvas.DrawRect(0, 0, Width, Height, paper);
            draw(canvas, family);
        }

        // Whoever looks at it may not have the font: another without serifs will do.
        return SvgNames.Renumbered(Encoding.UTF8.GetString(svg.ToArray()))
            .Replace($"font-family=\"{family}\"", $"font-family=\"{family}, sans-serif\"", StringComparison.Ordinal);
    });

    /// <summary>Writes a PNG file, whole or not at all. Gives its path, or why there is none.</summary>
    /// <param name="path">The file, which is replaced if there is one; its folder must exist.</param>
    /// <param name="scale">How many pixels to each of <see cref="Width"/>: 2 is sharp on today's screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 0.1 and 10.</exception>
    public Fin<string> SavePng(string path, float scale = 2) => ToPng(scale).Bind(png => WholeFile.Write(path, png));

    /// <summary>Writes an SVG file, whole or not at all. Gives its path, or why there is none.</summary>
    /// <param name="path">The file, which is replaced if there is one; its folder must exist.</param>
    public Fin<string> SaveSvg(string path) => ToSvg().Bind(svg => WholeFile.Write(path, Encoding.UTF8.GetBytes(svg)));

    /// <summary>One line: <c>Picture "Loss", 720 × 450</c>.</summary>
    public override string ToString() => $"Picture \"{Title}\", {Width} × {Height}";
}
