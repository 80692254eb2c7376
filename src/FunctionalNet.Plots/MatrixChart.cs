using System.Collections.Immutable;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>A confusion matrix as a chart.</summary>
/// <param name="Title">The title.</param>
/// <param name="Counts">The counts, a row for each true class.</param>
/// <param name="Labels">The names of the classes.</param>
internal sealed record MatrixChart(string Title, int[,] Counts, ImmutableArray<string> Labels)
{
    private const int LabelSize = 13;
    private const int WidestLabel = 150;
    private const int AxisRoom = 40;
    private const int KeyWidth = 225;
    private const int Narrowest = 420;
    private const int WidestNumber = 40;

    // Narrower cells have no numbers; a key beside the matrix then explains the colours.
    private const int NarrowestNumbered = 26;

    private readonly int commonestMistake = Enumerable.Range(0, Labels.Length).Max(row =>
        Enumerable.Range(0, Labels.Length).Max(column => row == column ? 0 : Counts[row, column]));

    private readonly int longestLabel = int.Min(Labels.Max(label => Chart.Room(label, LabelSize)), WidestLabel);

    private int Cell => int.Clamp(480 / Labels.Length, 2, 90);

    private int Side => Cell * Labels.Length;

    private bool HasNumbers => Cell >= NarrowestNumbered;

    // Names below the matrix that are wider than the cells are rotated by 45°.
    private bool IsTilted => longestLabel > (HasNumbers ? Cell - 4 : WidestNumber);

    private int LabelHeight => IsTilted ? (int)(0.75 * (longestLabel + LabelSize)) : LabelSize;

    // A small matrix is centred, since its title is wider than it is.
    private int Left => int.Max(AxisRoom + longestLabel + 6, (Narrowest - Side) / 2);

    private int Right => int.Max(HasNumbers ? 24 : KeyWidth, (Narrowest - Side) / 2);

    private int Bottom => AxisRoom + LabelHeight;

    private int Top => 36 + (20 * Title.Split('\n').Length);

    public Picture ToPicture() => Chart.Picture(
        new(Title, "predicted", "true", Beside: int.Abs(Left - Right) + 16), Left + Side + Right, Top + Side + Bottom, Labels, Fill);

    private void Fill(Plot plot, Typography typography)
    {
        plot.HideGrid();
        plot.Layout.Fixed(new PixelPadding(Left, Right, Bottom, Top));
        AddCells(plot);
        // The first class is at the top.
        plot.Axes.SetLimits(-0.5, Labels.Length - 0.5, Labels.Length - 0.5, -0.5);
        // Only as many names as fit.
        var room = (IsTilted ? LabelSize : int.Max(longestLabel, LabelSize)) + 3;
        var every = ((int[])[1, 2, 5, 10, 20, 50]).First(count => count == 50 || count * Cell >= room);
        int[] named = [.. Enumerable.Range(0, Labels.Length).Where(index => index % every == 0)];
        NumericManual Names() => new(
            [.. named.Select(index => (double)index)],
            [.. named.Select(index => typography.Fitted(Labels[index], longestLabel, LabelSize).Text)]);
        (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) = (Names(), Names());
        (plot.Axes.Bottom.MinimumSize, plot.Axes.Left.MinimumSize) = (Bottom - 6, AxisRoom + longestLabel);
        plot.Axes.Bottom.MajorTickStyle.Length = plot.Axes.Left.MajorTickStyle.Length = 0;
        if (IsTilted)
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = -45;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        }

        if (!HasNumbers)
            AddKey(plot);
    }

    private void AddCells(Plot plot)
    {
        foreach (var row in Enumerable.Range(0, Labels.Length))
        {
            var ofClass = Enumerable.Range(0, Labels.Length).Sum(column => Counts[row, column]);
            foreach (var column in Enumerable.Range(0, Labels.Length))
            {
                var count = Counts[row, column];
                // Empty cells without numbers are left white.
                if (count == 0 && !HasNumbers)
                    continue;
                var colour = Colour(row == column, (double)count / int.Max(row == column ? ofClass : commonestMistake, 1));
                var square = plot.Add.Rectangle(column - 0.5, column + 0.5, row - 0.5, row + 0.5);
                square.FillColor = colour.ForChart();
                (square.LineColor, square.LineWidth) = (Colors.Black.WithAlpha(0.12), HasNumbers ? 1 : 0);
                if (HasNumbers && count > 0)
                    AddNumber(plot, row, column, colour);
            }
        }
    }

    private void AddNumber(Plot plot, int row, int column, SKColor paper)
    {
        var number = Invariant($"{Counts[row, column]}");
        var text = plot.Add.Text(number, column, row);
        // The width of a digit is at most two thirds of its height.
        text.LabelFontSize = float.Min(float.Min(Cell * 0.32f, 16), (Cell - 4) / (0.66f * number.Length));
        (text.LabelAlignment, text.LabelFontColor) = (Alignment.MiddleCenter, Palette.InkOn(paper).ForChart());
    }

    private void AddKey(Plot plot)
    {
        plot.Legend.ManualItems.Add(Key("right: all of a class", isRight: true, 1));
        plot.Legend.ManualItems.Add(Key("right: half of a class", isRight: true, 0.5));
        if (commonestMistake > 0)
            plot.Legend.ManualItems.Add(Key($"wrong: {Quantity.Of(commonestMistake, "time")}", isRight: false, 1));
        if (commonestMistake > 1)
            plot.Legend.ManualItems.Add(Key("wrong: half as often", isRight: false, 0.5));
        plot.ShowLegend(Edge.Right);

        static LegendItem Key(string label, bool isRight, double share) =>
            new() { LabelText = label, FillColor = Colour(isRight, share).ForChart() };
    }

    private static SKColor Colour(bool isRight, double share) =>
        Palette.Mix(SKColors.White, isRight ? Palette.Right : Palette.Wrong, share);
}
