using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>ScottPlot charts in one style.</summary>
internal static class Chart
{
    /// <summary>A picture of one chart, which is filled each time that it is drawn.</summary>
    /// <param name="text">The texts around it.</param>
    /// <param name="width">The width in pixels of scale 1.</param>
    /// <param name="height">The height in pixels of scale 1.</param>
    /// <param name="names">The caller's other texts in it.</param>
    /// <param name="fill">The function that fills the chart.</param>
    public static Picture Picture(ChartText text, int width, int height, IEnumerable<string> names, Action<Plot, Typography> fill)
    {
        ArgumentNullException.ThrowIfNull(text.XLabel, "xLabel");
        ArgumentNullException.ThrowIfNull(text.YLabel, "yLabel");
        return new(text.Title, width, height, [text.XLabel, text.YLabel, .. names], (canvas, typography) =>
            Draw(canvas, typography, text, SKRectI.Create(width, height), plot => fill(plot, typography)));
    }

    /// <summary>Draws a chart in a part of the canvas.</summary>
    public static void Draw(SKCanvas canvas, Typography typography, ChartText text, SKRectI place, Action<Plot> fill)
    {
        using var plot = new Plot();
        var (title, titleSize) = typography.Fitted(text.Title, place.Width - text.Beside, text.FontSize + 2, bold: true);
        plot.Title(title, titleSize);
        var (xLabel, xSize) = typography.Fitted(text.XLabel, place.Width - 40, text.FontSize);
        plot.XLabel(xLabel, xSize);
        var (yLabel, ySize) = typography.Fitted(text.YLabel, place.Height - 80, text.FontSize);
        plot.YLabel(yLabel, ySize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = text.FontSize - 2;
        plot.Axes.Color(Palette.Ink.ForChart());
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        plot.Legend.FontSize = text.FontSize - 1;
        plot.Legend.OutlineColor = Colors.Black.WithAlpha(0.2);
        plot.Legend.ShadowColor = Colors.Transparent;
        (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) = (Ticks.None, Ticks.None);
        fill(plot);
        plot.Font.Set(typography.Family);
        plot.Legend.FontName = typography.Family;
        // ScottPlot's defaults depend on what it has drawn before, so the first picture would differ from the others.
        foreach (var written in plot.GetPlottables<ScottPlot.Plottables.Text>())
            written.LabelFontName = typography.Family;

        // The first rendering draws twice, for the layout, so it goes to memory and not to the canvas.
        plot.RenderInMemory(place.Width, place.Height);
        var state = canvas.Save();
        canvas.Translate(place.Left, place.Top);
        canvas.ClipRect(SKRect.Create(place.Width, place.Height));
        plot.Render(canvas, place.Width, place.Height);
        canvas.RestoreToCount(state);
    }

    /// <summary>
    /// The approximate width of a text in any font, in pixels of scale 1: the size of a picture is known before its font.
    /// </summary>
    public static int Room(string text, double fontSize) =>
        (int)double.Ceiling(fontSize * text.Sum(letter => letter < 0x2E80 ? 0.6 : 1));
}

/// <summary>The texts around a chart and their size, in pixels of scale 1.</summary>
/// <param name="Title">The title, above the middle of the frame.</param>
/// <param name="XLabel">The label of the horizontal axis.</param>
/// <param name="YLabel">The label of the vertical axis.</param>
/// <param name="FontSize">The size of the labels.</param>
/// <param name="Beside">The width that the title cannot use, since the frame is not in the middle.</param>
internal sealed record ChartText(string Title, string XLabel, string YLabel, float FontSize = 15, float Beside = 90);
