using System.Text;
using LanguageExt;
using LanguageExt.Common;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>
/// An immutable picture, made by <see cref="Pictures"/>. It is drawn lazily, when it is asked for as PNG or SVG, and always in the
/// same way. Drawing needs a font of the machine, so the result is a <c>Fin</c>.
/// </summary>
/// <remarks>
/// The package includes SkiaSharp's native library for Linux, macOS and Windows. Windows and macOS have fonts. On Linux, fonts
/// are looked for below <c>/usr/share/fonts</c>; where there are none, as in a container, <c>apt-get install fonts-dejavu-core</c>
/// installs some. All text of a picture is in one font that has all its letters; if there is no such font, drawing fails.
/// </remarks>
public sealed class Picture
{

    /// <param name="title">The title.</param>
    /// <param name="width">The width in pixels of scale 1.</param>
    /// <param name="height">The height in pixels of scale 1.</param>
    /// <param name="texts">The caller's texts in it, besides the title.</param>
    /// <param name="draw">The function that draws it on a white canvas.</param>
    internal Picture(string title, int width, int height, IEnumerable<string> texts, Action<SKCanvas, Typography> draw)
    {
        ArgumentNullException.ThrowIfNull(title);
        (Title, Width, Height, Text, Draw) = (title, width, height, title + string.Concat(texts), draw);
    }

    /// <summary>All of the caller's texts, which its font has the letters of.</summary>
    internal string Text { get; }

    /// <summary>Draws it at the origin of a canvas, on white.</summary>
    internal Action<SKCanvas, Typography> Draw { get; }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The width in pixels of scale 1.</summary>
    public int Width { get; }

    /// <summary>The height in pixels of scale 1.</summary>
    public int Height { get; }

    /// <summary>The bytes of a PNG file, or the reason for a failure: a missing font, or too many pixels for the memory.</summary>
    /// <param name="scale">The number of pixels to each of <see cref="Width"/>: 2 is sharp on today's screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 0.1 and 10.</exception>
    public Fin<byte[]> ToPng(float scale = 2)
    {
        RequireScale(scale);
        var (width, height) = (double.Ceiling((double)Width * scale), double.Ceiling((double)Height * scale));
        return Drawn(typography =>
        {
            // Skia has no surfaces of more than 2 GiB, at 4 bytes a pixel.
            using var surface = width * height <= int.MaxValue / 4
                ? SKSurface.Create(new SKImageInfo((int)width, (int)height))
                : null;
            if (surface is null)
                return Fin<byte[]>.Fail(Invariant($"{this}: there is no memory for {width} × {height} pixels"));
            surface.Canvas.Clear(SKColors.White);
            surface.Canvas.Scale(scale);
            Draw(surface.Canvas, typography);
            using var image = surface.Snapshot();
            using var png = image.Encode(SKEncodedImageFormat.Png, 100);
            return png?.ToArray() ?? Fin<byte[]>.Fail(Invariant($"{this}: {width} × {height} pixels cannot be written as PNG"));
        });
    }

    /// <summary>The content of an SVG file, in which text remains text, or the reason for a failure.</summary>
    public Fin<string> ToSvg() => Drawn<string>(typography =>
    {
        using var svg = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), svg))
        {
            using var paper = new SKPaint { Color = SKColors.White };
            canvas.DrawRect(0, 0, Width, Height, paper);
            Draw(canvas, typography);
        }

        // The view box makes it scalable. Viewers without the font use another one without serifs.
        return SvgNames.Renumbered(Encoding.UTF8.GetString(svg.ToArray()))
            .Replace("<svg ", Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" "), StringComparison.Ordinal)
            .Replace($"font-family=\"{typography.Family}\"", $"font-family=\"{typography.Family}, sans-serif\"", StringComparison.Ordinal);
    });

    /// <summary>Writes a PNG file atomically, as <see cref="WholeFile"/> does. Returns its path, or the reason for a failure.</summary>
    /// <param name="path">The file, which is replaced if it exists; its folder must exist.</param>
    /// <param name="scale">The number of pixels to each of <see cref="Width"/>: 2 is sharp on today's screens.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 0.1 and 10.</exception>
    public Fin<string> SavePng(string path, float scale = 2)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ToPng(scale).Bind(png => WholeFile.Write(path, png));
    }

    /// <summary>Writes an SVG file atomically, as <see cref="WholeFile"/> does. Returns its path, or the reason for a failure.</summary>
    /// <param name="path">The file, which is replaced if it exists; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public Fin<string> SaveSvg(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ToSvg().Bind(svg => WholeFile.Write(path, Encoding.UTF8.GetBytes(svg)));
    }

    /// <summary>The drawing, or the reason for a failure: a missing font, too little memory, an error of the drawing libraries.</summary>
    private Fin<A> Drawn<A>(Func<Typography, Fin<A>> drawing) => Typography.Draw(Text, typography =>
    {
        try
        {
            return drawing(typography);
        }
        catch (OutOfMemoryException)
        {
            return Fin<A>.Fail($"{this}: there is no memory to draw it");
        }
        catch (Exception failure) when (failure is not (TypeInitializationException or DllNotFoundException))
        {
            return Fin<A>.Fail(Error.New($"{this}: it cannot be drawn: {failure.Message}".ReplaceLineEndings(" "), failure));
        }
    });

    internal static void RequireScale(float scale)
    {
        if (!(scale is >= 0.1f and <= 10))
            throw new ArgumentOutOfRangeException(nameof(scale), Invariant($"expected a scale from 0.1 to 10, got {scale}"));
    }

    /// <summary>One line: <c>Picture "Loss", 720 × 450</c>.</summary>
    public override string ToString() => Invariant($"Picture \"{Title}\", {Width} × {Height}");
}
