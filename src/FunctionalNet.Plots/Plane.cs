using ScottPlot;

namespace FunctionalNet;

/// <summary>The part of the plane that a chart shows.</summary>
/// <param name="X">The horizontal axis, to the right.</param>
/// <param name="Y">The vertical axis, upwards.</param>
internal sealed record Plane(Axis X, Axis Y)
{
    /// <summary>The coordinates of this point in ScottPlot.</summary>
    public Coordinates At(Coordinates point) => new(X.At(point.X), Y.At(point.Y));

    /// <summary>The plane as ScottPlot's rectangle.</summary>
    public CoordinateRect Rect => new(X.Start, X.End, Y.Start, Y.End);

    /// <summary>Sets the limits of a chart to this plane.</summary>
    public void ShowIn(Plot plot) => plot.Axes.SetLimits(X.Start, X.End, Y.Start, Y.End);
}
