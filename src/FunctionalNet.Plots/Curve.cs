using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A named sequence of points, to be drawn by <see cref="Pictures.Curves"/>.</summary>
/// <param name="Name">How the legend calls it.</param>
/// <param name="Points">From left to right. Where a value is not finite the curve has a gap.</param>
public sealed record Curve(string Name, ImmutableArray<(double X, double Y)> Points)
{
    /// <summary>
    /// A curve of values at even distances: <c>Curve.Of("train", losses, first: 1)</c> has the values of steps 1, 2, 3, ...
    /// </summary>
    /// <param name="name">How the legend calls it.</param>
    /// <param name="values">The values, in order.</param>
    /// <param name="first">Where the first value is.</param>
    /// <param name="every">How far each is from the one before.</param>
    public static Curve Of<T>(string name, IEnumerable<T> values, double first = 0, double every = 1)
        where T : INumberBase<T> =>
        new(name, [.. values.Select((value, i) => (first + (i * every), double.CreateChecked(value)))]);

    /// <summary>
    /// The mean of each <paramref name="window"/> neighbouring values, as many to the left as to the right, and fewer at the
    /// ends: near the first as many on either side as there are before it, near the last those that there are. Values that are not
    /// finite are left out of the means, and stay as they are.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive.</exception>
    public Curve Smoothed(int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        var reach = window / 2;
        return this with { Points = [.. Points.Select((point, i) => (point.X, double.IsFinite(point.Y) ? Mean(i) : point.Y))] };

        double Mean(int i)
        {
            // At the start, where losses fall fast, as many on either side; at the end there are only those before.
            var (before, after) = (int.Min(reach, i), int.Min(int.Min(reach, i), Points.Length - 1 - i));
            return Points.AsSpan()[(i - before)..(i + after + 1)].ToArray().Select(point => point.Y).Where(double.IsFinite).Average();
        }
    }

    /// <inheritdoc/>
    public bool Equals(Curve? other) => other is not null && Name == other.Name && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => Points.Aggregate(Name.GetHashCode(StringComparison.Ordinal), HashCode.Combine);

    /// <summary>One line: <c>Curve "train", 100 points</c>.</summary>
    public override string ToString() => $"Curve \"{Name}\", {Points.Length} points";
}
