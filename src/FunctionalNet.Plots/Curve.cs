using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>How the points of a curve are drawn.</summary>
public enum CurveStyle
{
    /// <summary>A line through them, from each to the next.</summary>
    Line,

    /// <summary>A dot at each, and no line: samples, whatever their order.</summary>
    Dots,
}

/// <summary>A named sequence of points, for <see cref="Pictures.Curves"/>.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points, for a line usually from left to right. The curve has a gap where a value is not finite.</param>
/// <exception cref="ArgumentException">There is no name, or the points are a default array.</exception>
public sealed record Curve(string Name, ImmutableArray<(double X, double Y)> Points)
{
    /// <summary>The name in the legend.</summary>
    public string Name { get; init => field = Require.NotNull(value, nameof(Name)); } = Require.NotNull(Name, nameof(Name));

    /// <summary>The points, for a line usually from left to right. The curve has a gap where a value is not finite.</summary>
    public ImmutableArray<(double X, double Y)> Points { get; init; } =
        Points.IsDefault ? throw new ArgumentNullException(nameof(Points)) : Points;

    /// <summary>How the points are drawn: by a line, unless it says otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one of the enumeration.</exception>
    public CurveStyle Style
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Style), Invariant($"expected a style of curves, got {(int)value}"));
    }

    /// <summary>
    /// A curve of evenly spaced values: <c>Curve.Of("train", losses, first: 1)</c> has the values of steps 1, 2, 3, ...
    /// </summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="values">The values, in order.</param>
    /// <param name="first">The position of the first value.</param>
    /// <param name="every">The distance between values.</param>
    public static Curve Of<T>(string name, IEnumerable<T> values, double first = 0, double every = 1)
        where T : INumberBase<T> =>
        new(Require.NotNull(name), [.. Require.NotNull(values).Select((value, i) => (first + (i * every), double.CreateChecked(value)))]);

    /// <summary>
    /// A curve through points, from their coordinates: <c>Curve.Of("fit", x.Data, network.Predict(parameters, x).Data)</c>.
    /// </summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="x">The horizontal coordinates, in order.</param>
    /// <param name="y">The vertical coordinates, as many.</param>
    /// <exception cref="ArgumentException">There are not as many of either.</exception>
    public static Curve Of<T>(string name, IReadOnlyCollection<T> x, IReadOnlyCollection<T> y)
        where T : INumberBase<T> => Require.NotNull(x).Count == Require.NotNull(y).Count
            ? new(Require.NotNull(name), [.. x.Zip(y, (first, second) => (double.CreateChecked(first), double.CreateChecked(second)))])
            : throw new ArgumentException(Invariant($"{name}: expected as many vertical coordinates as the {x.Count} horizontal ones, got {y.Count}"));

    /// <summary>A dot at each point, without a line: <c>Curve.Dots("samples", x.Data, y.Data)</c>.</summary>
    /// <inheritdoc cref="Of{T}(string, IReadOnlyCollection{T}, IReadOnlyCollection{T})"/>
    public static Curve Dots<T>(string name, IReadOnlyCollection<T> x, IReadOnlyCollection<T> y)
        where T : INumberBase<T> => Of(name, x, y) with { Style = CurveStyle.Dots };

    /// <summary>
    /// The moving mean: of each value and its neighbours, <paramref name="window"/> in all, or one more if that is even. Near an end
    /// the window is smaller, symmetric around the value, so that the ends stay as they are. Values that are not finite are left
    /// out of the means, and stay as they are.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    public Curve Smoothed(int window)
    {
        Require.Positive(window);
        var means = MovingMean.Of([.. Points.Select(point => point.Y)], reach: window / 2);
        return this with { Points = [.. Points.Select((point, i) => (point.X, means[i]))] };
    }

    /// <inheritdoc/>
    public bool Equals(Curve? other) => other is not null && Name == other.Name && Style == other.Style && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => Points.Aggregate(Name.GetHashCode(StringComparison.Ordinal), HashCode.Combine);

    /// <summary>One line: <c>Curve "train", 100 points</c>.</summary>
    public override string ToString() => $"Curve \"{Name}\", {Quantity.Of(Points.Length, "point")}";
}
