using ScottPlot;

namespace FunctionalNet;

/// <summary>A curve in the coordinates of the chart: logarithms where an axis is logarithmic.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points; those that cannot be drawn are not finite.</param>
/// <param name="Style">How they are drawn.</param>
internal sealed record Line(string Name, Coordinates[] Points, CurveStyle Style)
{
    /// <summary>The diameter of a dot.</summary>
    public const float DotSize = 6;

    // The most points of a line that is drawn with dots.
    private const int MostDotted = 30;

    // Details finer than a pixel of scale 1 are not visible.
    private const int Columns = 720;

    /// <summary>The curve on this scale, smoothed on the scale: by means of logarithms where the axis is logarithmic.</summary>
    public static Line Of(Curve curve, ValueScale scale, int smoothing)
    {
        var along = scale != ValueScale.Logarithmic ? curve
            : curve with { Points = [.. curve.Points.Select(point => (point.X, point.Y > 0 ? double.Log10(point.Y) : double.NaN))] };
        return new(curve.Name, [.. along.Smoothed(smoothing).Points.Select(point => new Coordinates(point.X, point.Y))], curve.Style);
    }

    /// <summary>The line in ScottPlot's coordinates.</summary>
    public Line On(Plane plane) => this with { Points = [.. Points.Select(plane.At)] };

    /// <summary>The points that can be drawn.</summary>
    public IEnumerable<Coordinates> Drawable => Points.Where(IsDrawable);

    /// <summary>The name, with the number of values that are not drawn.</summary>
    public string Label => (Points.Length, Points.Length - Drawable.Count()) switch
    {
        (_, 0) => Points is [] ? $"{Name}, no values" : Name,
        var (all, hidden) when hidden == all => $"{Name}, none of {Quantity.Of(all, "value")} drawn",
        var (_, hidden) => $"{Name}, {Quantity.Of(hidden, "value")} not drawn",
    };

    /// <summary>Draws each run of points separately, with gaps between them; a single point is a dot, and so is each point of that style.</summary>
    public void Draw(Plot plot, Color color, float width, LinePattern pattern)
    {
        if (Style == CurveStyle.Dots)
        {
            plot.Add.ScatterPoints(Drawable.ToArray(), color).MarkerSize = DotSize;
            return;
        }

        var xs = Drawable.Select(point => point.X).DefaultIfEmpty().ToArray();
        var column = double.Max((xs.Max() - xs.Min()) / Columns, double.Epsilon);
        foreach (var run in Runs())
        {
            var drawn = plot.Add.Scatter(run.Length > 2 * Columns ? Thinned(run, column) : run, color);
            (drawn.LineWidth, drawn.LinePattern) = (width, pattern);
            drawn.MarkerSize = run.Length == 1 || Points.Length <= MostDotted ? DotSize : 0;
        }
    }

    private IEnumerable<Coordinates[]> Runs()
    {
        for (var start = 0; start < Points.Length; start++)
        {
            var end = Array.FindIndex(Points, start, point => !IsDrawable(point));
            var run = Points[start..(end < 0 ? Points.Length : end)];
            if (run.Length > 0)
                yield return run;
            start += run.Length;
        }
    }

    /// <summary>The lowest and the highest point of each column of pixels, in their order, and the ends.</summary>
    private static Coordinates[] Thinned(Coordinates[] run, double column)
    {
        var kept = new List<Coordinates> { run[0] };
        for (var start = 0; start < run.Length;)
        {
            var place = double.Floor(run[start].X / column);
            var end = Array.FindIndex(run, start, point => double.Floor(point.X / column) != place);
            var within = run[start..(end < 0 ? run.Length : end)];
            var (lowest, highest) = (within.MinBy(point => point.Y), within.MaxBy(point => point.Y));
            kept.AddRange(Array.IndexOf(within, lowest) <= Array.IndexOf(within, highest) ? [lowest, highest] : [highest, lowest]);
            start += within.Length;
        }

        return [.. kept, run[^1]];
    }

    private static bool IsDrawable(Coordinates point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
