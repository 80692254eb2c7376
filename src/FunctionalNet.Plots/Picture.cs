using System.Text;
using LanguageExt;
using LanguageExt.Common;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>
/// Something to look at, made by <see cref="Pictures"/>. It never changes: nothing is drawn before it is asked for as PNG or
/// SVG, and it is the same each time. Drawing needs a font of the machine, so it gives a <c>Fin</c>, like all from outside.
/// </summary>
/// <remarks>
/// SkiaSharp's native library comes with the package, for Linux, macOS and Windows. Windows and macOS have fonts. On Linux they
/// are looked for below <c>/usr/share/fonts</c>: where there are none, as in a container, <c>apt-get install fonts-dejavu-core</c>
/// brings some. A picture is written in one font that has all its letters; where no font has, that is said instead.
/// </remarks>
public sealed class Picture
{
    private readonly string text;
    private readonly Action<SKCanvas, Typography> draw;

    /// <param name="title">What it shows.</param>
    /// <param name="width">In pixels of scale 1.</param>
    /// <param name="height">In pixels of scale 1.</param>
    /// <param name="texts">What the caller has written in it, beside the title.</param>
    /// <param name="draw">Draws it on a white canvas.</param>
    internal Picture(string title, int width, int height, IEnumerable<string> texts, Action<SKCanvas, Typography> draw)
    {
        ArgumentNullException.ThrowIfNull(title);
        (Title, Width, Height, text, this.draw) = (title, width, height, title + string.Concat(texts), draw);
    }

    /// <summary>What the picture shows.</summary>
    public string Title { get; }

    /// <summary>In pixels of scale 1.</summary>
    public int Width { get; }

    /// <summary>In pixels of scale 1.</summary>
    public int Height { get; }

    /// <summary>The bytes of a PNG file, or why it cannot be drawn: there is no font for it, or no memory for so many pixels.</summary>
    /// <param name="scale">How many pixels to each of <see cref="Width"/>: 2 is sharp on today's screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 0.1 and 10.</exception>
    public Fin<byte[]> ToPng(float scale = 2)
    {
        if (!(scale is >= 0.1f and <= 10))
            throw new ArgumentOutOfRangeException(nameof(scale), Invariant($"a scale is between 0.1 and 10, got {scale}"));
        var (width, height) = (double.Ceiling((double)Width * scale), double.Ceiling((double)Height * scale));
        return Drawn(typography =>
        {
            // Skia gives no surface of more than 2 GiB, at 4 bytes a pixel.
            using var surface = width * height <= int.MaxValue / 4
                ? SKSurface.Create(new SKImageInfo((int)width, (int)height))
                : null;
            if (surface is null)
                return Fin<byte[]>.Fail(Invariant($"{this}: there is no memory for {width} × {height} pixels"));
            surface.Canvas.Clear(SKColors.White);
            surface.Canvas.Scale(scale);
            draw(surface.Canvas, typography);
            using var image = surface.Snapshot();
            using var png = image.Encode(SKEncodedImageFormat.Png, 100);
            return png?.ToArray() ?? Fin<byte[]>.Fail(Invariant($"{this}: {width} × {height} pixels cannot be written as PNG"));
        });
    }

    /// <summary>The text of an SVG file, in which text is text; or why it cannot be drawn.</summary>
    public Fin<string> ToSvg() => Drawn<string>(typography =>
    {
        using var svg = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), svg))
        {
            using var paper = new SKPaint { Color = SKColors.White };
            canvas.DrawRect(0, 0, Width, Height, paper);
            draw(canvas, typography);
        }

        // With a view box it can be shown in any size. Whoever looks at it may not have the font: another without serifs will do.
        return SvgNames.Renumbered(Encoding.UTF8.GetString(svg.ToArray()))
            .Replace("<svg ", Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" "), StringComparison.Ordinal)
            .Replace($"font-family=\"{typography.Family}\"", $"font-family=\"{typography.Family}, sans-serif\"", StringComparison.Ordinal);
    });

    /// <summary>Writes a PNG file, whole or not at all, as <see cref="WholeFile"/> does. Gives its path, or why there is none.</summary>
    /// <param name="path">The file, which is replaced if there is one; its folder must exist.</param>
    /// <param name="scale">How many pixels to each of <see cref="Width"/>: 2 is sharp on today's screens.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 0.1 and 10.</exception>
    public Fin<string> SavePng(string path, float scale = 2)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ToPng(scale).Bind(png => WholeFile.Write(path, png));
    }

    /// <summary>Writes an SVG file, whole or not at all, as <see cref="WholeFile"/> does. Gives its path, or why there is none.</summary>
    /// <param name="path">The file, which is replaced if there is one; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public Fin<string> SaveSvg(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ToSvg().Bind(svg => WholeFile.Write(path, Encoding.UTF8.GetBytes(svg)));
    }

    /// <summary>What is drawn, or why it cannot be: there is no font for it, no memory, or the libraries that draw it give up.</summary>
    private Fin<A> Drawn<A>(Func<Typography, Fin<A>> drawing) => Typography.Draw(text, typography =>
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

    /// <summary>One line: <c>Picture "Loss", 720 × 450</c>.</summary>
    public override string ToString() => Invariant($"Picture \"{Title}\", {Width} × {Height}");
}
