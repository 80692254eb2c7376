namespace FunctionalNet;

/// <summary>A point on a pen's path.</summary>
/// <param name="X">The distance to the right.</param>
/// <param name="Y">The distance down.</param>
internal readonly record struct PenPoint(double X, double Y)
{
    /// <summary>The point at this fraction of the way from one to another.</summary>
    public static PenPoint Between(PenPoint start, PenPoint end, double fraction) =>
        new(start.X + (fraction * (end.X - start.X)), start.Y + (fraction * (end.Y - start.Y)));
}

/// <summary>A round pen on a square sheet of pixels.</summary>
internal static class Pen
{
    /// <summary>The height and the width of the sheet.</summary>
    public const int Side = 28;

    // Half the width of the edge where ink fades into paper.
    private const float Edge = 0.5f;

    /// <summary>
    /// Draws a line between two points, given in pixels from the upper left corner of the sheet. Raises each pixel near it to
    /// its depth in the ink, <c>radius + ½ − distance</c>: 0 on bare paper, from 0 to 1 across the edge, above 1 well inside.
    /// Where lines meet, the greater depth counts, so that joints do not show.
    /// </summary>
    public static void Draw(PenPoint start, PenPoint end, double radius, Span<float> sheet)
    {
        var (x, y) = ((float)start.X, (float)start.Y);
        var (dx, dy) = ((float)(end.X - start.X), (float)(end.Y - start.Y));
        var squaredLength = (dx * dx) + (dy * dy);
        var scale = squaredLength > 0 ? 1 / squaredLength : 0;
        var reach = (float)radius + Edge;
        var (left, right) = Near(x, x + dx, reach);
        var (top, bottom) = Near(y, y + dy, reach);
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                // The middle of the pixel, relative to the start of the line, and then to the nearest point of it.
                var (fromX, fromY) = (column + 0.5f - x, row + 0.5f - y);
                var nearest = float.Clamp(((fromX * dx) + (fromY * dy)) * scale, 0, 1);
                var (awayX, awayY) = (fromX - (nearest * dx), fromY - (nearest * dy));
                var squaredDistance = (awayX * awayX) + (awayY * awayY);
                if (squaredDistance < reach * reach)
                {
                    ref var depth = ref sheet[(row * Side) + column];
                    depth = float.Max(depth, reach - float.Sqrt(squaredDistance));
                }
            }
        }
    }

    private static (int First, int Last) Near(float start, float end, float reach) =>
        (int.Max(0, (int)(float.Min(start, end) - reach)), int.Min(Side - 1, (int)(float.Max(start, end) + reach)));
}
