using ScottPlot;

namespace FunctionalNet;

/// <summary>The part of the plane that a chart shows.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
internal sealed record Plane(Axis X, Axis Y)
{
    /// <summary>The point that stands for this one in ScottPlot.</summary>
    public Coordinates At(Coordinates point) => new(X.At(point.X), Y.At(point.Y));

    /// <summary>The whole of it in ScottPlot.</summary>
    public CoordinateRect Rect => new(X.Start, X.End, Y.Start, Y.End);

    /// <summary>Lets a chart show it and no more.</summary>
    public void ShowIn(Plot plot) => plot.Axes.SetLimits(X.Start, X.End, Y.Start, Y.End);
}
