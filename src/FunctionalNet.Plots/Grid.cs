using System.Collections.Immutable;
using SkiaSharp;

namespace FunctionalNet;

/// <content>Pictures of pictures.</content>
public static partial class Pictures
{
    private const int Heading = 40;

    /// <summary>
    /// Pictures in rows, such as one chart for each setting. A column is as wide as the widest picture in it, a row as high as the highest. A
    /// grid is a picture too, and may be in another.
    /// </summary>
    /// <param name="title">The title above them, which has no room if it is empty.</param>
    /// <param name="pictures">The pictures, row by row.</param>
    /// <param name="columns">The number of pictures in a row.</param>
    /// <param name="scale">The size of the pictures, relative to their own.</param>
    /// <exception cref="ArgumentException">There is no picture, or the grid would be too large for one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="columns"/> is not positive, or <paramref name="scale"/> is not between 0.1 and 10.
    /// </exception>
    public static Picture Grid(string title, IReadOnlyList<Picture> pictures, int columns, float scale = 1)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(pictures);
        Require.Positive(columns);
        Picture.RequireScale(scale);
        if (pictures.Count == 0 || pictures.Any(picture => picture is null))
            throw new ArgumentException(Invariant($"expected at least one picture, and none that is null, got {pictures.Count}"));
        ImmutableArray<Picture> all = [.. pictures];
        var lefts = Ends(0, all.Select((picture, i) => (i % columns, picture.Width)), scale);
        var tops = Ends(title.Length > 0 ? Heading : 0, all.Select((picture, i) => (i / columns, picture.Height)), scale);
        if (double.Max(lefts[^1], tops[^1]) > int.MaxValue)
            throw new ArgumentException(Invariant($"{all.Length} pictures in rows of {columns} are too large for a picture"));
        var (width, height) = ((int)double.Ceiling(lefts[^1]), (int)double.Ceiling(tops[^1]));
        return new(title, width, height, all.Select(picture => picture.Text), (canvas, typography) =>
        {
            DrawHeading(canvas, typography, title, width);
            for (var i = 0; i < all.Length; i++)
            {
                var state = canvas.Save();
                canvas.Translate((float)lefts[i % columns], (float)tops[i / columns]);
                canvas.Scale(scale);
                all[i].Draw(canvas, typography);
                canvas.RestoreToCount(state);
            }
        });
    }

    /// <summary>The beginning of each column or row, and the end of the last.</summary>
    private static ImmutableArray<double> Ends(double start, IEnumerable<(int Line, int Size)> sizes, double scale) =>
        sizes.GroupBy(cell => cell.Line, cell => cell.Size).OrderBy(line => line.Key)
            .Aggregate(ImmutableArray.Create(start), (ends, line) => ends.Add(ends[^1] + (scale * line.Max())));

    private static void DrawHeading(SKCanvas canvas, Typography typography, string title, int width)
    {
        var fitted = typography.Fitted(title, width - 32, 17, bold: true);
        using var ink = new SKPaint { Color = Palette.Ink, IsAntialias = true };
        using var font = typography.Font(fitted.Size, bold: true);
        canvas.DrawText(fitted.Text, width / 2f, 27, SKTextAlign.Center, font, ink);
    }
}
