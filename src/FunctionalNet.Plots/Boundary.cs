using System.Collections.Immutable;
using System.Numerics;
using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <content>Decision boundaries.</content>
public static partial class Pictures
{
    private const int GridSide = 300;

    // Of so many the points are drawn small, not to hide each other.
    private const int ManyPoints = 1000;

    /// <summary>
    /// Which class a network of two inputs sees where: the plane in pale colours with a line between them, and the points of a data
    /// set on it in the colours of their true classes, with a legend beside it. Where an output is not a number the plane is yellow.
    /// </summary>
    /// <param name="title">What it shows.</param>
    /// <param name="network">From points <c>[batch, 2]</c> to outputs <c>[batch, classes]</c>, of which the largest counts.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="points">Inputs <c>[n, 2]</c> and their classes.</param>
    /// <param name="names">What to call the classes; "class 0", "class 1", ... unless given.</param>
    /// <exception cref="ArgumentException">
    /// There are no points, they are not <c>[n, 2]</c>, one is not finite, their targets do not fit the outputs
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
            throw new ArgumentException($"a decision boundary is drawn around points [n, 2], got {points.Inputs.Shape}");
        if (!points.Inputs.IsFinite)
            throw new ArgumentException("a decision boundary is drawn around finite points, and one of these is not");
        var coordinates = points.Inputs.Data.Select(double.CreateChecked).Chunk(2)
            .Select(pair => new Coordinates(pair[0], pair[1])).ToImmutableArray();
        var outputs = network.OutputShape(points.Inputs.Shape);
        var actual = points.Targets.ClassesFor(outputs, "a decision boundary");
        var plane = new Plane(
            Axis.Over(coordinates.Select(point => point.X), margin: 0.1), Axis.Over(coordinates.Select(point => point.Y), margin: 0.1));
        // The plane goes on beyond the largest number, but the network's numbers do not.
        var largest = double.CreateChecked(T.BitDecrement(T.PositiveInfinity));
        ImmutableArray<int> regions = [.. Enumerable.Range(0, GridSide).SelectMany(row =>
            Prediction.Of(network.Predict(parameters, GridRow(row)))).Select(prediction => prediction.Class)];
        var labels = Labels(outputs[^1], names);
        ImmutableArray<int> seen = [.. regions.Concat(actual).Distinct().Order()];
        var text = new ChartText(title, "first input", "second input");
        // Points may be anywhere, in every corner too.
        var legend = LegendRoom(seen.Select(NameOf));
        return Chart.Picture(text with { Beside = text.Beside + legend }, 640 + legend, height: 560, labels, (plot, typography) =>
        {
            plot.Add.ImageRect(Raster.Image(GridSide, GridSide, at => RegionColour(regions[at])), plane.Rect);
            var borders = plot.Add.ImageRect(
                Raster.Image(GridSide, GridSide, at => BordersOn(regions, at) ? Palette.Ink : SKColors.Transparent), plane.Rect);
            foreach (var index in actual.Distinct().Order())
                AddPoints(plot, [.. coordinates.Where((_, i) => actual[i] == index).Select(plane.At)], index, coordinates.Length);
            // They hide few points, but many points would hide them.
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
        : throw new ArgumentException(Invariant($"{classes} classes have as many names, got {names.Count(name => name is not null)}"));

    private static SKColor RegionColour(int index) => index == Prediction.None ? Palette.NotANumber : Palette.Pale(index);

    /// <summary>Whether the region is another one right of here, or below.</summary>
    private static bool BordersOn(ImmutableArray<int> regions, int at) =>
        (at % GridSide < GridSide - 1 && regions[at] != regions[at + 1])
        || (at < GridSide * (GridSide - 1) && regions[at] != regions[at + GridSide]);

    // Shapes differ too, for print without colours.
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
