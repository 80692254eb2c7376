using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>ScottPlot's charts, all in one style.</summary>
internal static class Chart
{
    /// <summary>A picture that is one chart, filled anew each time that it is drawn.</summary>
    public static Picture Picture(string title, string xLabel, string yLabel, int width, int height, Action<Plot> fill) =>
        new(title, width, height, (canvas, family) =>
            Draw(canvas, family, new(title, xLabel, yLabel, FontSize: 15), SKRectI.Create(width, height), fill));

    /// <summary>A chart within a part of the canvas.</summary>
    public static void Draw(SKCanvas canvas, string family, ChartText text, SKRectI place, Action<Plot> fill)
    {
        using var plot = new Plot();
        plot.Title(text.Title, text.FontSize + 2);
        plot.XLabel(text.XLabel, text.FontSize);
        plot.YLabel(text.YLabel, text.FontSize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = text.FontSize - 2;
        plot.Axes.Color(Palette.Ink.ForChart());
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        plot.Legend.FontSize = text.FontSize - 1;
        plot.Legend.OutlineColor = Colors.Black.WithAlpha(0.2);
        plot.Legend.ShadowColor = Colors.Transparent;
        (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) = (Numbers, Numbers);
        fill(plot);
        plot.Font.Set(family);
        plot.Legend.FontName = family;
        // Left to itself ScottPlot takes for these what it has found so far, which is not the same from the first time on.
        foreach (var written in plot.GetPlottables<ScottPlot.Plottables.Text>())
            written.LabelFontName = family;

        // The first time, ScottPlot draws twice, to lay itself out: that is not to be seen twice.
        plot.RenderInMemory(place.Width, place.Height);
        var state = canvas.Save();
        canvas.Translate(place.Left, place.Top);
        canvas.ClipRect(SKRect.Create(place.Width, place.Height));
        plot.Render(canvas, place.Width, place.Height);
        canvas.RestoreToCount(state);
    }

    /// <summary>Ticks at round numbers.</summary>
    public static NumericAutomatic Numbers => new() { LabelFormatter = Brief };

    /// <summary>Ticks at whole numbers only.</summary>
    public static NumericAutomatic WholeNumbers => new() { IntegerTicksOnly = true, LabelFormatter = Brief };

    /// <summary>Ticks of shares of 1, in per cent.</summary>
    public static NumericAutomatic Percentages => new() { LabelFormatter = x => $"{Brief(100 * x)} %" };

    /// <summary>
    /// Ticks of numbers that are drawn as their decimal logarithms: at 1, 2 and 5 of each power of ten, or at the powers only
    /// if there are many.
    /// </summary>
    public static NumericManual Logarithms(double lowest, double highest)
    {
        var ticks = new NumericManual();
        var few = highest - lowest <= 2.5;
        for (var power = (int)double.Floor(lowest); power <= highest; power++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var value = digit * double.Pow(10, power);
                if (digit == 1 || (few && digit is 2 or 5))
                    ticks.AddMajor(double.Log10(value), Brief(value));
                else
                    ticks.AddMinor(double.Log10(value));
            }
        }

        return ticks;
    }

    /// <summary>A number as a tick has it: one that is very large or small with its power of ten.</summary>
    public static string Brief(double number) => Text(number, double.Abs(number) switch
    {
        0 or (>= 1e-4 and < 1e7) => "#,0.#######",
        _ => "0.###e-0",
    });

    /// <summary>A number as text, in any culture alike.</summary>
    public static string Text(double number, string format) => number.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What is written around a chart, and how large, in pixels of scale 1.</summary>
internal sealed record ChartText(string Title, string XLabel, string YLabel, float FontSize);
