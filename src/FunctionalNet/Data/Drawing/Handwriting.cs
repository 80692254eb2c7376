using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>The features in which digits of one style differ. Lengths are in pixels.</summary>
/// <param name="Height">The height of the digit.</param>
/// <param name="Width">The width, relative to that of the style.</param>
/// <param name="Slant">The distance by which the top leans to the right, relative to the height.</param>
/// <param name="Turn">The tangent of half the angle by which the digit is rotated.</param>
/// <param name="Taper">The factor by which the foot is wider than the head.</param>
/// <param name="Bow">The distance by which head and foot bend to the right.</param>
/// <param name="Sag">The distance by which the sides bend down.</param>
/// <param name="Haste">The distance by which the pen strays from the control points of the style, relative to the height.</param>
/// <param name="Radius">The radius of the pen.</param>
/// <param name="Right">The distance to the right of the middle of the sheet, as far as there is room.</param>
/// <param name="Down">The distance below the middle of the sheet, as far as there is room.</param>
internal readonly record struct Handwriting(
    double Height,
    double Width,
    double Slant,
    double Turn,
    double Taper,
    double Bow,
    double Sag,
    double Haste,
    double Radius,
    double Right,
    double Down)
{
    // The number of straight lines that approximate one arc of a curve; a digit has about eight arcs.
    private const int LinesOfArc = 4;

    /// <summary>Handwriting drawn from a key.</summary>
    public static Handwriting Draw(Key key)
    {
        var words = key.Words(11);
        return new(
            Height: 18.5 + (3 * Deviate(words[0])),
            Width: 1 + (0.45 * Deviate(words[1])),
            Slant: 0.18 + (0.65 * Deviate(words[2])),
            Turn: 0.12 * Deviate(words[3]),
            Taper: 0.5 * Deviate(words[4]),
            Bow: 0.5 * Deviate(words[5]),
            Sag: 0.4 * Deviate(words[6]),
            Haste: 0.14 + (0.11 * Deviate(words[7])),
            Radius: 1.15 + (0.75 * Deviate(words[8])),
            Right: 3.5 * Deviate(words[9]),
            Down: 3.5 * Deviate(words[10]));
    }

    /// <summary>Writes a digit within the bounds of a sheet. The key decides where the pen strays.</summary>
    public void Write(DigitStyle style, Key key, Span<float> sheet)
    {
        var strokes = new PenPoint[style.Strokes.Length][];
        for (var i = 0; i < strokes.Length; i++)
            strokes[i] = [.. Curve(Stray(style.Strokes[i], key.Fold(i))).Select(Distort)];
        var across = Fit(strokes.SelectMany(stroke => stroke, (_, point) => point.X), Right);
        var down = Fit(strokes.SelectMany(stroke => stroke, (_, point) => point.Y), Down);
        foreach (var stroke in strokes)
        {
            var start = new PenPoint(across.Offset + (across.Scale * stroke[0].X), down.Offset + (down.Scale * stroke[0].Y));
            foreach (var point in stroke.AsSpan(1))
            {
                var end = new PenPoint(across.Offset + (across.Scale * point.X), down.Offset + (down.Scale * point.Y));
                Pen.Draw(start, end, Radius, sheet);
                start = end;
            }
        }
    }

    private PenPoint[] Stray(ImmutableArray<(int X, int Y)> stroke, Key key)
    {
        var words = key.Words(2 * stroke.Length);
        var points = new PenPoint[stroke.Length];
        for (var i = 0; i < points.Length; i++)
        {
            // The two points of a corner stay together, so that it remains a corner.
            points[i] = i > 0 && stroke[i] == stroke[i - 1]
                ? points[i - 1]
                : new PenPoint(
                    (0.01 * stroke[i].X) + (Haste * Deviate(words[2 * i])),
                    (0.01 * stroke[i].Y) + (Haste * Deviate(words[(2 * i) + 1])));
        }

        return points;
    }

    // A quadratic B-spline is a chain of parabolas, each from the middle of a leg to that of the next, with the point between as control.
    private static IEnumerable<PenPoint> Curve(PenPoint[] control)
    {
        yield return control[0];
        for (var i = 1; i < control.Length - 1; i++)
        {
            var start = i == 1 ? control[0] : PenPoint.Between(control[i - 1], control[i], 0.5);
            var end = i == control.Length - 2 ? control[^1] : PenPoint.Between(control[i], control[i + 1], 0.5);
            for (var line = 1; line <= LinesOfArc; line++)
            {
                // De Casteljau's construction.
                var t = line / (double)LinesOfArc;
                yield return PenPoint.Between(PenPoint.Between(start, control[i], t), PenPoint.Between(control[i], end, t), t);
            }
        }
    }

    private PenPoint Distort(PenPoint point)
    {
        // Relative to about the middle of a digit.
        var (x, y) = (point.X - 0.33, point.Y - 0.5);
        x *= Width * (1 + (Taper * y));
        (x, y) = (x + (Bow * y * y), y + (Sag * x * x));
        x -= Slant * y;

        // A rational point of the circle: cosine and sine without trigonometric functions.
        var (cosine, sine) = ((1 - (Turn * Turn)) / (1 + (Turn * Turn)), 2 * Turn / (1 + (Turn * Turn)));
        return new PenPoint(Height * ((cosine * x) - (sine * y)), Height * ((sine * x) + (cosine * y)));
    }

    /// <summary>The scale and offset along one axis that keep the digit off the outermost pixels of the sheet.</summary>
    private (double Scale, double Offset) Fit(IEnumerable<double> coordinates, double shift)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var coordinate in coordinates)
            (low, high) = (double.Min(low, coordinate), double.Max(high, coordinate));

        // The outermost pixel, half of the ink's edge beyond the radius, and a margin for rounding.
        var margin = Radius + 1.1;
        var room = Pen.Side - (2 * margin);
        var scale = double.Min(1, room / (high - low));
        var play = 0.5 * double.Max(0, room - (scale * (high - low)));
        return (scale, margin + play + double.Clamp(shift, -play, play) - (scale * low));
    }

    /// <summary>A number between −1 and 1 with a triangular distribution: the difference of two uniform numbers.</summary>
    private static double Deviate(ulong word) => ((double)(uint)(word >> 32) - (uint)word) / (1L << 32);
}
