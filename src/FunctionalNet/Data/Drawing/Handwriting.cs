using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>What distinguishes one writing of a digit from another in the same style. Lengths are in pixels.</summary>
/// <param name="Height">Of the digit.</param>
/// <param name="Width">Relative to that of the style.</param>
/// <param name="Slant">How far the top leans to the right, relative to the height.</param>
/// <param name="Turn">The tangent of half the angle by which the whole is turned.</param>
/// <param name="Taper">How much wider the foot is than the head.</param>
/// <param name="Bow">How far head and foot bend to the right.</param>
/// <param name="Sag">How far the sides bend down.</param>
/// <param name="Haste">How far the pen strays from the control points of the style, relative to the height.</param>
/// <param name="Radius">Of the pen.</param>
/// <param name="Right">How far from the middle of the sheet, as far as there is room.</param>
/// <param name="Down">How far from the middle of the sheet, as far as there is room.</param>
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
    // Straight lines that stand for one arc of a curve, of which a digit has about eight.
    private const int LinesOfArc = 4;

    /// <summary>The handwriting of a key.</summary>
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

    /// <summary>Writes a digit on a sheet, wholly within it; the key decides where the pen strays.</summary>
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
            // The two points of a corner stay together, or it would not be one.
            points[i] = i > 0 && stroke[i] == stroke[i - 1]
                ? points[i - 1]
                : new PenPoint(
                    (0.01 * stroke[i].X) + (Haste * Deviate(words[2 * i])),
                    (0.01 * stroke[i].Y) + (Haste * Deviate(words[(2 * i) + 1])));
        }

        return points;
    }

    // A quadratic B-spline is a chain of parabolas, each from one leg's middle to the next's with the point between to steer it.
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
        // From about the middle of a digit.
        var (x, y) = (point.X - 0.33, point.Y - 0.5);
        x *= Width * (1 + (Taper * y));
        (x, y) = (x + (Bow * y * y), y + (Sag * x * x));
        x -= Slant * y;

        // The rational points of the circle: a cosine and a sine without either.
        var (cosine, sine) = ((1 - (Turn * Turn)) / (1 + (Turn * Turn)), 2 * Turn / (1 + (Turn * Turn)));
        return new PenPoint(Height * ((cosine * x) - (sine * y)), Height * ((sine * x) + (cosine * y)));
    }

    /// <summary>What takes the coordinates along one axis to a place on the sheet whose outermost pixels stay bare.</summary>
    private (double Scale, double Offset) Fit(IEnumerable<double> coordinates, double shift)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var coordinate in coordinates)
            (low, high) = (double.Min(low, coordinate), double.Max(high, coordinate));

        // The outermost pixel, and half of the ink's edge is beyond the radius: the rest is to be safe from rounding.
        var margin = Radius + 1.1;
        var room = Pen.Side - (2 * margin);
        var scale = double.Min(1, room / (high - low));
        var play = 0.5 * double.Max(0, room - (scale * (high - low)));
        return (scale, margin + play + double.Clamp(shift, -play, play) - (scale * low));
    }

    /// <summary>A number between −1 and 1, the likelier the nearer to 0: the difference of two uniform ones.</summary>
    private static double Deviate(ulong word) => ((double)(uint)(word >> 32) - (uint)word) / (1L << 32);
}
