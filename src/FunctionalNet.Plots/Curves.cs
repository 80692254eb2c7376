using System.Collections.Immutable;
using ScottPlot;

namespace FunctionalNet;

/// <summary>The scale of the vertical axis.</summary>
public enum ValueScale
{
    /// <summary>Values as they are.</summary>
    Linear,

    /// <summary>The logarithms of values; those that are not positive are left out.</summary>
    Logarithmic,

    /// <summary>Shares of 1, labelled in per cent.</summary>
    Percent,
}

/// <summary>
/// Pictures of training, data and networks. Each is a value that can be saved: <c>Pictures.Curves(...).SavePng(path)</c>.
/// </summary>
public static partial class Pictures
{
    // The most entries of a legend that is drawn in front of the curves.
    private const int MostWithin = 6;
    private const int MostLegend = 400;
    private const int LegendSize = 14;
    private const float LineWidth = 2.2f;

    /// <summary>
    /// Curves over a common axis, such as losses over steps, or samples as dots with a fitted line over them, with a legend where it is
    /// least in the way. The legend also gives the number of values that cannot be drawn. Later curves are drawn over earlier ones.
    /// </summary>
    /// <param name="title">The title.</param>
    /// <param name="xLabel">The label of the horizontal axis.</param>
    /// <param name="yLabel">The label of the vertical axis.</param>
    /// <param name="curves">The curves.</param>
    /// <param name="scale">The scale of the vertical axis.</param>
    /// <param name="smoothing">
    /// The window of moving means, as in <see cref="Curve.Smoothed"/>; of logarithms if the axis is logarithmic. If it is more than
    /// 1, the raw curve is drawn faintly behind the means. Dots stay as they are.
    /// </param>
    /// <exception cref="ArgumentException">There is no curve.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="smoothing"/> is not positive, or <paramref name="scale"/> is not one of the enumeration.
    /// </exception>
    public static Picture Curves(
        string title, string xLabel, string yLabel, IReadOnlyList<Curve> curves,
        ValueScale scale = ValueScale.Linear, int smoothing = 1)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(xLabel);
        ArgumentNullException.ThrowIfNull(yLabel);
        Require.Positive(smoothing);
        if (!Enum.IsDefined(scale))
            throw new ArgumentOutOfRangeException(nameof(scale), Invariant($"expected a scale of values, got {(int)scale}"));
        RequireCurves(curves);
        var strokes = Strokes(curves, scale, smoothing);
        var isWithLegend = strokes is not [var only] || only.Label != only.Line.Name;
        string[] names = isWithLegend ? [.. strokes.Select(stroke => stroke.Label)] : [];
        var legend = names.Length > MostWithin ? LegendRoom(names) : 0;
        var text = new ChartText(title, xLabel, yLabel);
        Coordinates[] points = [.. strokes.Take(curves.Count).SelectMany(stroke => stroke.Line.Drawable)];
        var plane = points is [] ? new(new(0, 1), new(0, 1)) : PlaneOf(points, scale);
        var isWhole = points.All(point => double.IsInteger(point.X));
        return Chart.Picture(text with { Beside = text.Beside + legend }, 720 + legend, height: 450, names, (plot, typography) =>
        {
            foreach (var stroke in strokes)
                stroke.Line.On(plane).Draw(plot, stroke.Colour, stroke.IsFaint ? 1 : LineWidth, stroke.Pattern);
            plane.ShowIn(plot);
            if (points.Length > 0)
                (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) = (Ticks.Numbers(plane.X, isWhole), TicksOf(plane.Y, scale));
            if (isWithLegend)
                AddLegend(plot, typography, strokes, legend > 0, [.. points.Select(plane.At)]);
        });
    }

    /// <summary>A learning-rate schedule over the steps of a run, as a function from steps, counted from 0, to rates.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not positive.</exception>
    public static Picture Schedule(Func<long, double> rate, long steps, ValueScale scale = ValueScale.Linear)
    {
        ArgumentNullException.ThrowIfNull(rate);
        Require.Positive(steps);
        var count = (int)long.Min(steps, MostScheduled);
        var sampled = Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (long)((Int128)i * (steps - 1) / (count - 1)));
        return Curves(
            "Learning rate", "step", "rate", [new Curve("rate", [.. sampled.Select(step => ((double)step, rate(step)))])], scale);
    }

    // More points than the picture has pixels across would not be visible.
    private const int MostScheduled = 2000;

    private static void RequireCurves(IReadOnlyList<Curve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count == 0 || curves.Any(curve => curve is null))
            throw new ArgumentException(Invariant($"expected at least one curve, and none that is null, got {curves.Count}"));
    }

    private static int LegendRoom(IEnumerable<string> labels) =>
        int.Min(60 + labels.Max(label => Chart.Room(label, LegendSize)), MostLegend);

    /// <summary>What is drawn of the curve at an index, and its entry in the legend.</summary>
    private sealed record Stroke(Line Line, string Label, int Index, bool IsFaint)
    {
        public Color Colour => (IsFaint ? Palette.Pale(Index) : Palette.Of(Index)).ForChart();

        // Dashed when the colours repeat.
        public LinePattern Pattern => Index < Palette.Size ? LinePattern.Solid : LinePattern.Dashed;
    }

    /// <summary>The curves, faint where there are means of them, and then the means. A dot has no neighbours to be averaged with.</summary>
    private static ImmutableArray<Stroke> Strokes(IReadOnlyList<Curve> curves, ValueScale scale, int smoothing)
    {
        var mean = Invariant($"{(scale == ValueScale.Logarithmic ? "geometric mean" : "mean")} of {(2 * (smoothing / 2)) + 1}");
        var isSmoothed = curves.Select(curve => smoothing > 1 && curve.Style == CurveStyle.Line).ToArray();
        return
        [
            .. curves.Select(curve => Line.Of(curve, scale, smoothing: 1)).Select((line, i) => new Stroke(line, line.Label, i, isSmoothed[i])),
            .. Enumerable.Range(0, curves.Count).Where(i => isSmoothed[i]).Select(i => new Stroke(
                Line.Of(curves[i], scale, smoothing), curves.Count == 1 ? mean : $"{curves[i].Name}, {mean}", i, IsFaint: false)),
        ];
    }

    /// <summary>Puts the legend in the emptiest corner of the chart, or to the right of it if there is room.</summary>
    private static void AddLegend(Plot plot, Typography typography, ImmutableArray<Stroke> strokes, bool isOutside, Coordinates[] points)
    {
        plot.Legend.ManualItems.AddRange(strokes.Select(stroke => new LegendItem
        {
            LabelText = typography.Fitted(stroke.Label, MostLegend - 60, LegendSize).Text,
            LineColor = stroke.Colour,
            LineWidth = stroke.Line.Style == CurveStyle.Dots ? 0 : stroke.IsFaint ? 4 : LineWidth,
            LinePattern = stroke.Pattern,
            MarkerFillColor = stroke.Colour,
            MarkerShape = stroke.Line.Style == CurveStyle.Dots ? MarkerShape.FilledCircle : MarkerShape.None,
            MarkerSize = Line.DotSize,
        }));
        if (isOutside)
            plot.ShowLegend(Edge.Right);
        else
            plot.ShowLegend(EmptiestCorner(plot.Axes.GetLimits(), points));
    }

    private static Plane PlaneOf(Coordinates[] points, ValueScale scale)
    {
        var (x, values) = (Axis.Over(points.Select(point => point.X), margin: 0.02), points.Select(point => point.Y));
        if (scale == ValueScale.Logarithmic)
            return new(x, Axis.OverLogarithms(values, margin: 0.06));
        var y = Axis.Over(values, margin: 0.06);
        // Shares are from 0 to 1; the margin is for the width of a line.
        var edge = 0.02 * (y.End - y.Start);
        return new(x, scale == ValueScale.Percent && values.All(value => value is >= 0 and <= 1)
            ? y with { Start = double.Max(y.Start, -edge), End = double.Min(y.End, y.At(1) + edge) }
            : y);
    }

    private static ITickGenerator TicksOf(Axis values, ValueScale scale) => scale switch
    {
        ValueScale.Percent => Ticks.Percentages(values),
        ValueScale.Logarithmic => Ticks.Logarithms(values.Start, values.End),
        _ => Ticks.Numbers(values),
    };

    /// <summary>The corner with the fewest points.</summary>
    private static Alignment EmptiestCorner(AxisLimits limits, Coordinates[] points) =>
        new (Alignment Corner, double X, double Y)[]
        {
            (Alignment.UpperRight, limits.Right, limits.Top), (Alignment.LowerRight, limits.Right, limits.Bottom),
            (Alignment.UpperLeft, limits.Left, limits.Top), (Alignment.LowerLeft, limits.Left, limits.Bottom),
        }.MinBy(corner => points.Count(point =>
            double.Abs(point.X - corner.X) < 0.3 * limits.HorizontalSpan
            && double.Abs(point.Y - corner.Y) < 0.3 * limits.VerticalSpan)).Corner;
}
