using System.Collections.Immutable;
using System.Numerics;
using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <content>Decision boundaries.</content>
public static partial class Pictures
{
    private const int GridSide = 300;

    // From this number on, points are drawn small, so that they do not hide each other.
    private const int ManyPoints = 1000;

    /// <summary>
    /// The decision boundary of a network with two inputs: the plane in pale colours of the predicted classes with lines between them,
    /// the points of a data set in the colours of their true classes, and a legend. The plane is yellow where an output is NaN.
    /// </summary>
    /// <param name="title">The title.</param>
    /// <param name="network">From points <c>[batch, 2]</c> to outputs <c>[batch, classes]</c>, the largest of which counts.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="points">Inputs <c>[n, 2]</c> and their classes.</param>
    /// <param name="names">The names of the classes; "class 0", "class 1", ... if null.</param>
    /// <exception cref="ArgumentException">
    /// There are no points, their shape is not <c>[n, 2]</c>, one is not finite, their targets do not fit the outputs
    /// (<see cref="Targets{T}.ClassesFor(Shape)"/>), or a class has no name.
    /// </exception>
    public static Picture Boundary<T>(
        string title, Layer<T> network, Parameters<T> parameters, Dataset<T> points, IReadOnlyList<string>? names = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(points);
        if (points.Inputs.Shape is not [> 0, 2])
            throw new ArgumentException($"a decision boundary: expected points [n, 2], got {points.Inputs.Shape}");
        if (!points.Inputs.IsFinite)
            throw new ArgumentException("a decision boundary: expected finite points, got one that is not");
        var coordinates = points.Inputs.Data.Select(double.CreateChecked).Chunk(2)
            .Select(pair => new Coordinates(pair[0], pair[1])).ToImmutableArray();
        var outputs = network.OutputShape(points.Inputs.Shape);
        var actual = points.Targets.ClassesFor(outputs, "a decision boundary");
        var plane = new Plane(
            Axis.Over(coordinates.Select(point => point.X), margin: 0.1), Axis.Over(coordinates.Select(point => point.Y), margin: 0.1));
        // The plane extends beyond the largest number, which the network's inputs cannot.
        var largest = double.CreateChecked(T.BitDecrement(T.PositiveInfinity));
        ImmutableArray<int> regions = [.. Enumerable.Range(0, GridSide).SelectMany(row =>
            Prediction.Of(network.Predict(parameters, GridRow(row)))).Select(prediction => prediction.Class)];
        var labels = Labels(outputs[^1], names);
        ImmutableArray<int> seen = [.. regions.Concat(actual).Distinct().Order()];
        var text = new ChartText(title, "first input", "second input");
        // The legend is beside the plane, since points may be in every corner.
        var legend = LegendRoom(seen.Select(NameOf));
        return Chart.Picture(text with { Beside = text.Beside + legend }, 640 + legend, height: 560, labels, (plot, typography) =>
        {
            plot.Add.ImageRect(Raster.Image(GridSide, GridSide, at => RegionColour(regions[at])), plane.Rect);
            var borders = plot.Add.ImageRect(
                Raster.Image(GridSide, GridSide, at => BordersOn(regions, at) ? Palette.Ink : SKColors.Transparent), plane.Rect);
            foreach (var index in actual.Distinct().Order())
                AddPoints(plot, [.. coordinates.Where((_, i) => actual[i] == index).Select(plane.At)], index, coordinates.Length);
            // Lines hide few points, but many points would hide the lines.
            if (coordinates.Length > ManyPoints)
                plot.MoveToFront(borders);
            plane.ShowIn(plot);
            (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) = (Ticks.Numbers(plane.X), Ticks.Numbers(plane.Y));
            plot.Legend.ManualItems.AddRange(seen.Select(index => ClassEntry(index, NameOf(index), typography)));
            plot.ShowLegend(Edge.Right);
        });

        string NameOf(int index) => index == Prediction.None ? "not a number" : labels[index];

        Tensor<T> GridRow(int row) => Tensor.Generate([GridSide, 2], at => T.CreateChecked(double.Clamp(
            at % 2 == 0 ? plane.X.NumberAt(((at / 2) + 0.5) / GridSide) : plane.Y.NumberAt(1 - ((row + 0.5) / GridSide)),
            -largest,
            largest)));
    }

    private static ImmutableArray<string> Labels(int classes, IReadOnlyList<string>? names) =>
        names is null ? [.. Enumerable.Range(0, classes).Select(index => Invariant($"class {index}"))]
        : names.Count >= classes && !names.Contains(null!) ? [.. names]
        : throw new ArgumentException(Invariant($"expected {classes} names of classes, got {names.Count(name => name is not null)}"));

    private static SKColor RegionColour(int index) => index == Prediction.None ? Palette.NotANumber : Palette.Pale(index);

    /// <summary>Whether the next pixel to the right or below is in another region.</summary>
    private static bool BordersOn(ImmutableArray<int> regions, int at) =>
        (at % GridSide < GridSide - 1 && regions[at] != regions[at + 1])
        || (at < GridSide * (GridSide - 1) && regions[at] != regions[at + GridSide]);

    // The markers differ in shape too, for print without colours.
    private static readonly ImmutableArray<MarkerShape> shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown,
    ];

    private static void AddPoints(Plot plot, Coordinates[] points, int index, int all)
    {
        var (size, outline) = all > ManyPoints ? (3.5f, 0) : (8, 1);
        var markers = plot.Add.Markers(points, shapes[index % shapes.Length], size, Palette.Of(index).ForChart());
        (markers.MarkerStyle.OutlineColor, markers.MarkerStyle.OutlineWidth) = (Colors.White, outline);
    }

    private static LegendItem ClassEntry(int index, string name, Typography typography) => new()
    {
        LabelText = typography.Fitted(name, 220, LegendSize).Text,
        MarkerShape = index == Prediction.None ? MarkerShape.FilledSquare : shapes[index % shapes.Length],
        MarkerSize = 8,
        MarkerColor = (index == Prediction.None ? Palette.NotANumber : Palette.Of(index)).ForChart(),
    };
}
