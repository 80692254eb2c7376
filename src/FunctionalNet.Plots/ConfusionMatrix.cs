using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace FunctionalNet;

/// <content>The confusion matrix.</content>
public static partial class Pictures
{
    /// <summary>
    /// How many samples of each class were taken for each: rows are the true classes, columns the predicted. What is right is
    /// blue, by its share of the class; what is wrong is orange, by its share of the commonest mistake.
    /// </summary>
    /// <param name="predicted">The predicted class of each sample, counted from 0.</param>
    /// <param name="actual">The true class of each sample.</param>
    /// <param name="names">What to call the classes, all of them; their numbers unless given.</param>
    /// <exception cref="ArgumentException">
    /// There are no samples, not as many of the one as of the other, or a class is negative or has no name.
    /// </exception>
    public static Picture ConfusionMatrix(
        ImmutableArray<int> predicted, ImmutableArray<int> actual, IReadOnlyList<string>? names = null)
    {
        if (predicted.Length != actual.Length || predicted.IsEmpty)
        {
            throw new ArgumentException(
                $"a confusion matrix takes a prediction for each true class, and at least one, got {predicted.Length} for {actual.Length}");
        }

        var classes = names?.Count ?? (int.Max(predicted.Max(), actual.Max()) + 1);
        foreach (var index in predicted.Concat(actual))
        {
            if ((uint)index >= (uint)classes)
                throw new ArgumentException($"{index} is not one of {classes} classes");
        }

        var counts = Counts(predicted, actual, classes);
        var labels = names ?? [.. Enumerable.Range(0, classes).Select(index => index.ToString(CultureInfo.InvariantCulture))];
        var right = predicted.Zip(actual, (p, a) => p == a ? 1 : 0).Sum();
        var title = $"Confusion matrix: {Chart.Text(100.0 * right / predicted.Length, "0.0#")} % of {predicted.Length} right";
        var cell = int.Clamp(480 / classes, 16, 90);
        var (margin, side) = (80, cell * classes);
        return Chart.Picture(title, "predicted", "true", int.Max(side + margin + 30, 420), side + margin + 50, plot =>
        {
            plot.HideGrid();
            plot.Layout.Fixed(new PixelPadding(margin, int.Max(420 - side - margin, 30), 70, 60));
            AddCells(plot, counts, cell);
            // The first class is at the top.
            plot.Axes.SetLimits(-0.5, classes - 0.5, classes - 0.5, -0.5);
            double[] positions = [.. Enumerable.Range(0, classes).Select(index => (double)index)];
            (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) =
                (new NumericManual(positions, [.. labels]), new NumericManual(positions, [.. labels]));
            plot.Axes.Bottom.MajorTickStyle.Length = plot.Axes.Left.MajorTickStyle.Length = 0;
        });
    }

    /// <summary>The same of what a network says of a data set.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static Picture ConfusionMatrix<T>(
        Layer<T> network, Parameters<T> parameters, Dataset<T> dataset, IReadOnlyList<string>? names = null)
        where T : unmanaged, IFloatingPointIeee754<T> => ConfusionMatrix(
            [.. dataset.InBatchesOf(RowsAtOnce).SelectMany(batch => network.Predict(parameters, batch.Inputs).ArgMaxOfRows())],
            dataset.Targets.ClassIndices, names);

    // As many as Evaluation takes: the matrix products run at speed, and their results stay in the cache.
    private const int RowsAtOnce = 1000;

    private static int[,] Counts(ImmutableArray<int> predicted, ImmutableArray<int> actual, int classes)
    {
        var counts = new int[classes, classes];
        for (var i = 0; i < predicted.Length; i++)
            counts[actual[i], predicted[i]]++;
        return counts;
    }

    private static void AddCells(Plot plot, int[,] counts, int cell)
    {
        var classes = Enumerable.Range(0, counts.GetLength(0)).ToArray();
        var commonestMistake = classes.Max(row => classes.Max(column => row == column ? 0 : counts[row, column]));
        foreach (var row in classes)
        {
            var ofClass = int.Max(classes.Sum(column => counts[row, column]), 1);
            foreach (var column in classes)
            {
                var (isRight, count) = (row == column, counts[row, column]);
                var share = isRight ? 0.85 * count / ofClass : 0.85 * count / int.Max(commonestMistake, 1);
                var square = plot.Add.Rectangle(column - 0.5, column + 0.5, row - 0.5, row + 0.5);
                square.FillColor = Palette.Mix(SkiaSharp.SKColors.White, isRight ? Palette.Right : Palette.Wrong, share).ForChart();
                (square.LineColor, square.LineWidth) = (Colors.Black.WithAlpha(0.12), 1);
                if (cell < 26 || count == 0)
                    continue;
                var text = plot.Add.Text(count.ToString(CultureInfo.InvariantCulture), column, row);
                (text.LabelFontSize, text.LabelAlignment) = (float.Min(cell * 0.32f, 16), Alignment.MiddleCenter);
                text.LabelFontColor = (share > (isRight ? 0.4 : 0.6) ? SkiaSharp.SKColors.White : Palette.Ink).ForChart();
            }
        }
    }
}
