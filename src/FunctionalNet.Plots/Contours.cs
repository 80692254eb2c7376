using System.Collections.Immutable;
using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <content>Functions of two numbers.</content>
public static partial class Pictures
{
    // The bands between contours, and the share of ink in the darkest.
    private const int Bands = 16;
    private const double Darkest = 0.45;

    /// <summary>
    /// Curves in the plane over the contours of a function of two numbers, such as the ways of optimizers over a loss. The contours divide the
    /// plane into bands of equal area, which become darker as the function grows: so they are seen whatever its values are. The plane is yellow
    /// where the function is NaN.
    /// </summary>
    /// <param name="title">The title.</param>
    /// <param name="xLabel">The label of the horizontal axis.</param>
    /// <param name="yLabel">The label of the vertical axis.</param>
    /// <param name="function">The function, from the horizontal and the vertical coordinate.</param>
    /// <param name="curves">The curves. The plane is as large as they need.</param>
    /// <exception cref="ArgumentException">There is no curve.</exception>
    public static Picture Contours(
        string title, string xLabel, string yLabel, Func<double, double, double> function, IReadOnlyList<Curve> curves)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(xLabel);
        ArgumentNullException.ThrowIfNull(yLabel);
        ArgumentNullException.ThrowIfNull(function);
        RequireCurves(curves);
        var strokes = Strokes(curves, ValueScale.Linear, smoothing: 1);
        string[] names = [.. strokes.Select(stroke => stroke.Label)];
        Coordinates[] points = [.. strokes.SelectMany(stroke => stroke.Line.Drawable)];
        var plane = points is [] ? new Plane(new(0, 1), new(0, 1)) : new Plane(
            Axis.Over(points.Select(point => point.X), margin: 0.1), Axis.Over(points.Select(point => point.Y), margin: 0.1));
        var bands = BandsOf([.. Enumerable.Range(0, GridSide * GridSide).Select(at => function(
            plane.X.NumberAt(((at % GridSide) + 0.5) / GridSide), plane.Y.NumberAt(1 - (((at / GridSide) + 0.5) / GridSide))))]);
        var legend = LegendRoom(names);
        var text = new ChartText(title, xLabel, yLabel);
        return Chart.Picture(text with { Beside = text.Beside + legend }, 640 + legend, height: 450, names, (plot, typography) =>
        {
            plot.Add.ImageRect(Raster.Image(GridSide, GridSide, at => BandColour(bands[at])), plane.Rect);
            foreach (var stroke in strokes)
                stroke.Line.On(plane).Draw(plot, stroke.Colour, LineWidth, stroke.Pattern);
            plane.ShowIn(plot);
            (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) = (Ticks.Numbers(plane.X), Ticks.Numbers(plane.Y));
            AddLegend(plot, typography, strokes, isOutside: true, points);
        });
    }

    /// <summary>The band of each value, of as many values in each as in the others; <see cref="Prediction.None"/> for NaN.</summary>
    private static ImmutableArray<int> BandsOf(ImmutableArray<double> values)
    {
        double[] numbers = [.. values.Where(value => !double.IsNaN(value)).Order()];
        double[] levels = [.. Enumerable.Range(1, Bands - 1).Where(_ => numbers.Length > 0).Select(i => numbers[i * numbers.Length / Bands])];
        return [.. values.Select(value => double.IsNaN(value) ? Prediction.None : levels.Count(level => level < value))];
    }

    private static SKColor BandColour(int band) => band == Prediction.None
        ? Palette.NotANumber
        : Palette.Mix(SKColors.White, Palette.FaintInk, Darkest * band / (Bands - 1));
}
