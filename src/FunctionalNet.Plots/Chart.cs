using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>ScottPlot's charts, all in one style.</summary>
internal static class Chart
{
    /// <summary>A picture that is one chart, filled anew each time that it is drawn.</summary>
    /// <param name="text">What is written around it.</param>
    /// <param name="width">In pixels of scale 1.</param>
    /// <param name="height">In pixels of scale 1.</param>
    /// <param name="names">What else the caller has written in it.</param>
    /// <param name="fill">Fills it.</param>
    public static Picture Picture(ChartText text, int width, int height, IEnumerable<string> names, Action<Plot, Typography> fill)
    {
        ArgumentNullException.ThrowIfNull(text.XLabel, "xLabel");
        ArgumentNullException.ThrowIfNull(text.YLabel, "yLabel");
        return new(text.Title, width, height, [text.XLabel, text.YLabel, .. names], (canvas, typography) =>
            Draw(canvas, typography, text, SKRectI.Create(width, height), plot => fill(plot, typography)));
    }

    /// <summary>A chart within a part of the canvas.</summary>
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
        // Left to itself ScottPlot takes for these what it has found so far, which is not the same from the first time on.
        foreach (var written in plot.GetPlottables<ScottPlot.Plottables.Text>())
            written.LabelFontName = typography.Family;

        // The first time, ScottPlot draws twice, to lay itself out: that is not to be seen twice.
        plot.RenderInMemory(place.Width, place.Height);
        var state = canvas.Save();
        canvas.Translate(place.Left, place.Top);
        canvas.ClipRect(SKRect.Create(place.Width, place.Height));
        plot.Render(canvas, place.Width, place.Height);
        canvas.RestoreToCount(state);
    }

    /// <summary>
    /// About how much room a text takes, in pixels of scale 1, in any font: pictures have their size before they have a font.
    /// </summary>
    public static int Room(string text, double fontSize) =>
        (int)double.Ceiling(fontSize * text.Sum(letter => letter < 0x2E80 ? 0.6 : 1));
}

/// <summary>What is written around a chart, and how large, in pixels of scale 1.</summary>
/// <param name="Title">Above, in the middle of the frame.</param>
/// <param name="XLabel">What the horizontal axis measures.</param>
/// <param name="YLabel">What the vertical axis measures.</param>
/// <param name="FontSize">Of the labels.</param>
/// <param name="Beside">How much of the width is not to be had for the title, as the frame is not in the middle.</param>
internal sealed record ChartText(string Title, string XLabel, string YLabel, float FontSize = 15, float Beside = 90);
