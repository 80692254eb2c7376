using ScottPlot;

namespace FunctionalNet;

/// <summary>How the values of a curve are laid out along the vertical axis.</summary>
public enum ValueScale
{
    /// <summary>As they are.</summary>
    Linear,

    /// <summary>By their logarithms; values that are not positive are left out.</summary>
    Logarithmic,

    /// <summary>Shares of 1 as they are, written in per cent.</summary>
    Percent,
}

/// <summary>
/// Pictures of training, data and networks. Each is a value that can be saved: <c>Pictures.Curves(...).SavePng(path)</c>.
/// </summary>
public static partial class Pictures
{
    /// <summary>Curves over a common axis, such as losses over steps, with a legend where it is least in the way.</summary>
    /// <param name="title">What they show.</param>
    /// <param name="xLabel">What the horizontal axis counts or measures.</param>
    /// <param name="yLabel">What the vertical axis measures.</param>
    /// <param name="curves">The curves.</param>
    /// <param name="scale">How the vertical axis is divided.</param>
    /// <param name="smoothing">Over how many points to take moving means; with more than 1 the raw curve stands faint behind.</param>
    /// <exception cref="ArgumentException">There is no curve.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smoothing"/> is not positive.</exception>
    public static Picture Curves(
        string title, string xLabel, string yLabel, IReadOnlyList<Curve> curves,
        ValueScale scale = ValueScale.Linear, int smoothing = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smoothing);
        if (curves.Count == 0)
            throw new ArgumentException("a picture of curves has at least one");
        var raw = curves.Select(curve => new Line(curve.Name, Drawable(curve, scale))).ToArray();
        var smooth = curves.Select(curve => new Line(curve.Name, Drawable(curve.Smoothed(smoothing), scale))).ToArray();
        return Chart.Picture(title, xLabel, yLabel, width: 720, height: 450, plot =>
        {
            for (var i = 0; i < raw.Length && smoothing > 1; i++)
                Add(plot, raw[i], Palette.Of(i).ForChart().WithAlpha(0.25), width: 1, legend: null);
            for (var i = 0; i < smooth.Length; i++)
                Add(plot, smooth[i], Palette.Of(i).ForChart(), width: 2.2f, legend: curves.Count > 1 ? smooth[i].Name : null);
            SetAxes(plot, [.. raw.SelectMany(line => line.Points).Where(IsFinite)], scale);
        });
    }

    /// <summary>The rate of each of a run's steps, for a function from steps, counted from 0, to rates.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not positive.</exception>
    public static Picture Schedule(Func<long, double> rate, long steps, ValueScale scale = ValueScale.Linear)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        var count = (int)long.Min(steps, MostScheduled);
        var sampled = Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (long)((Int128)i * (steps - 1) / (count - 1)));
        return Curves(
            "Learning rate", "step", "rate", [new Curve("rate", [.. sampled.Select(step => ((double)step, rate(step)))])], scale);
    }

    // More points than a picture has pixels across show nothing more.
    private const int MostScheduled = 2000;

    // So few points are what was measured, and shown as such.
    private const int MostDotted = 30;

    private sealed record Line(string Name, Coordinates[] Points);

    private static Coordinates[] Drawable(Curve curve, ValueScale scale) => [.. curve.Points.Select(point => new Coordinates(
        point.X, scale != ValueScale.Logarithmic ? point.Y : point.Y > 0 ? double.Log10(point.Y) : double.NaN))];

    private static bool IsFinite(Coordinates point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    /// <summary>Each run of finite points by itself, so that what is between them is a gap; a point alone is a dot.</summary>
    private static void Add(Plot plot, Line line, Color color, float width, string? legend)
    {
        foreach (var run in Runs(line.Points))
        {
            var drawn = plot.Add.Scatter(run, color);
            drawn.LineWidth = width;
            drawn.MarkerSize = run.Length == 1 || line.Points.Length <= MostDotted ? 6 : 0;
            (drawn.LegendText, legend) = (legend ?? "", null);
        }
    }

    private static IEnumerable<Coordinates[]> Runs(Coordinates[] points)
    {
        for (var start = 0; start < points.Length; start++)
        {
            var run = points.Skip(start).TakeWhile(IsFinite).ToArray();
            if (run.Length > 0)
                yield return run;
            start += run.Length;
        }
    }

    private static void SetAxes(Plot plot, Coordinates[] points, ValueScale scale)
    {
        if (points.Length == 0)
            points = [new(0, 0), new(1, 1)];
        var (left, right) = Range(points.Min(point => point.X), points.Max(point => point.X), margin: 0.02);
        var (bottom, top) = Range(points.Min(point => point.Y), points.Max(point => point.Y), margin: 0.06);
        plot.Axes.SetLimits(left, right, bottom, top);
        if (points.All(point => double.IsInteger(point.X)))
            plot.Axes.Bottom.TickGenerator = Chart.WholeNumbers;
        if (scale == ValueScale.Percent)
            plot.Axes.Left.TickGenerator = Chart.Percentages;
        if (scale == ValueScale.Logarithmic)
            plot.Axes.Left.TickGenerator = Chart.Logarithms(bottom, top);
        plot.ShowLegend(EmptiestCorner(
            [.. points.Select(point => ((point.X - left) / (right - left), (point.Y - bottom) / (top - bottom)))]));
    }

    /// <summary>The range with a margin on either side; around a single number it is as wide as the number is large.</summary>
    private static (double Low, double High) Range(double low, double high, double margin)
    {
        var around = high > low ? margin * (high - low) : low == 0 ? 1 : 0.5 * double.Abs(low);
        return (low - around, high + around);
    }

    /// <summary>The corner of the unit square that has the fewest points.</summary>
    private static Alignment EmptiestCorner((double X, double Y)[] points) =>
        new (Alignment Corner, double X, double Y)[]
        {
            (Alignment.UpperRight, 1, 1), (Alignment.LowerRight, 1, 0), (Alignment.UpperLeft, 0, 1), (Alignment.LowerLeft, 0, 0),
        }.MinBy(corner => points.Count(point => double.Abs(point.X - corner.X) < 0.3 && double.Abs(point.Y - corner.Y) < 0.3)).Corner;
}
