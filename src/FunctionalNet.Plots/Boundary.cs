using System.Numerics;
using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <content>Decision boundaries.</content>
public static partial class Pictures
{
    private const int GridSide = 300;

    /// <summary>
    /// Which class a network of two inputs sees where: the plane in pale colours, and the points of a data set on it in the
    /// colours of their true classes.
    /// </summary>
    /// <param name="title">What it shows.</param>
    /// <param name="network">From points <c>[batch, 2]</c> to outputs <c>[batch, classes]</c>, of which the largest counts.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="points">Inputs <c>[n, 2]</c> and their classes.</param>
    /// <param name="names">What to call the classes; "class 0", "class 1", ... unless given.</param>
    /// <exception cref="ArgumentException">
    /// There are no points, they are not <c>[n, 2]</c>, one is not finite, there are fewer than two outputs, or a class has no name.
    /// </exception>
    public static Picture Boundary<T>(
        string title, Layer<T> network, Parameters<T> parameters, Dataset<T> points, IReadOnlyList<string>? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (points.Inputs.Shape is not [> 0, 2] || !points.Inputs.IsFinite)
            throw new ArgumentException($"a decision boundary is drawn around finite points [n, 2], got {points.Inputs.Shape}");
        var coordinates = points.Inputs.Data.Select(double.CreateChecked).Chunk(2)
            .Select(pair => new Coordinates(pair[0], pair[1])).ToArray();
        var (left, right) = Range(coordinates.Min(point => point.X), coordinates.Max(point => point.X), margin: 0.1);
        var (bottom, top) = Range(coordinates.Min(point => point.Y), coordinates.Max(point => point.Y), margin: 0.1);
        var grid = Tensor.Generate([GridSide * GridSide, 2], at => T.CreateChecked(at % 2 == 0
            ? left + ((right - left) * ((at / 2 % GridSide) + 0.5) / GridSide)
            : top - ((top - bottom) * ((at / 2 / GridSide) + 0.5) / GridSide)));
        if (network.OutputShape(grid.Shape) is not [_, >= 2 and var outputs])
            throw new ArgumentException($"a classifier has an output for each class, this one gives {network.OutputShape(grid.Shape)}");
        var regions = network.Predict(parameters, grid).ArgMaxOfRows();
        var actual = points.Targets.ClassIndices;
        var classes = int.Max(outputs, actual.Max() + 1);
        if (names is not null && names.Count < classes)
            throw new ArgumentException($"{classes} classes have as many names, got {names.Count}");
        return Chart.Picture(title, "first input", "second input", width: 640, height: 560, plot =>
        {
            plot.HideGrid();
            using var bitmap = new SKBitmap(GridSide, GridSide, SKColorType.Rgba8888, SKAlphaType.Opaque)
            {
                Pixels = [.. regions.Select(region => Palette.Mix(SKColors.White, Palette.Of(region), 0.3))],
            };
            var plane = new Image(bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());
            plot.Add.ImageRect(plane, new CoordinateRect(left, right, bottom, top));
            for (var index = 0; index < classes; index++)
                AddPoints(plot, [.. coordinates.Where((_, i) => actual[i] == index)], index, names?[index] ?? $"class {index}");
            plot.Axes.SetLimits(left, right, bottom, top);
            plot.ShowLegend(EmptiestCorner(
                [.. coordinates.Select(point => ((point.X - left) / (right - left), (point.Y - bottom) / (top - bottom)))]));
        });
    }

    // Shapes differ too, for print without colours.
    private static void AddPoints(Plot plot, Coordinates[] points, int index, string name)
    {
        if (points.Length == 0)
            return;
        MarkerShape[] shapes =
            [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];
        var markers = plot.Add.Markers(points, shapes[index % shapes.Length], size: 8, Palette.Of(index).ForChart());
        (markers.MarkerLineColor, markers.MarkerLineWidth, markers.LegendText) = (Colors.White, 1, name);
    }
}
