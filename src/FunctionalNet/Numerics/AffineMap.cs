namespace FunctionalNet.Numerics;

/// <summary>
/// An affine map of the plane of an image, x to the right and y down, in pixels: <c>(x, y) ↦ (Xx x + Xy y + X, Yx x + Yy y + Y)</c>. An image
/// is moved by the map from each place of the result to the place that it is taken from.
/// </summary>
internal readonly record struct AffineMap(double Xx, double Xy, double X, double Yx, double Yy, double Y)
{
    private const double QuarterTurn = 90;

    /// <summary>The map that leaves all places where they are.</summary>
    public static AffineMap Identity { get; } = new(1, 0, 0, 0, 1, 0);

    /// <summary>The map of a shift.</summary>
    public static AffineMap Translation(double x, double y) => new(1, 0, x, 0, 1, y);

    /// <summary>A linear map about a centre, which stays where it is.</summary>
    public static AffineMap About((double X, double Y) centre, double xx, double xy, double yx, double yy) => new(
        xx, xy, centre.X - ((xx * centre.X) + (xy * centre.Y)),
        yx, yy, centre.Y - ((yx * centre.X) + (yy * centre.Y)));

    /// <summary>The sine and the cosine of an angle in degrees; exact for quarter turns.</summary>
    public static (double Sine, double Cosine) SineAndCosine(double degrees)
    {
        var turns = double.Round(degrees / QuarterTurn);
        var rest = (degrees - (QuarterTurn * turns)) * (double.Pi / 180);
        var (sine, cosine) = (Functions.Sin(rest), Functions.Cos(rest));
        return ((long)turns & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>The map that applies another, then this one.</summary>
    public AffineMap After(AffineMap first) => new(
        (Xx * first.Xx) + (Xy * first.Yx), (Xx * first.Xy) + (Xy * first.Yy), (Xx * first.X) + (Xy * first.Y) + X,
        (Yx * first.Xx) + (Yy * first.Yx), (Yx * first.Xy) + (Yy * first.Yy), (Yx * first.X) + (Yy * first.Y) + Y);
}
