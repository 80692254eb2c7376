namespace FunctionalNet;

/// <summary>Moving means, in time that does not depend on the size of the window.</summary>
internal static class MovingMean
{
    /// <summary>
    /// The mean of each value with <paramref name="reach"/> neighbours on either side, or with as many as there are up to the nearer
    /// end. Values that are not finite are left out, and stay as they are.
    /// </summary>
    /// <remarks>
    /// Values are summed forwards and backwards within blocks of the length of a window. A window spans two blocks at most, so its sum
    /// is one of each. Nothing is subtracted, so a huge value affects only the means that it is part of. Van Herk, "A fast algorithm
    /// for local minimum and maximum filters", 1992.
    /// </remarks>
    public static double[] Of(double[] values, int reach)
    {
        var block = (2 * (long)reach) + 1;
        var (fromFirst, fromLast) = (new Sum[values.Length], new Sum[values.Length]);
        for (var i = 0; i < values.Length; i++)
            fromFirst[i] = Sum.Of(values[i]) + (i % block == 0 ? default : fromFirst[i - 1]);
        for (var i = values.Length - 1; i >= 0; i--)
            fromLast[i] = Sum.Of(values[i]) + (i == values.Length - 1 || (i + 1) % block == 0 ? default : fromLast[i + 1]);
        return [.. values.Select((value, i) => double.IsFinite(value) ? Around(i) : value)];

        double Around(int i)
        {
            var near = int.Min(reach, int.Min(i, values.Length - 1 - i));
            var (first, last) = (i - near, i + near);
            var sum = first / block != last / block ? fromLast[first] + fromFirst[last]
                : first % block == 0 ? fromFirst[last]
                : fromLast[first];
            // Where the sum overflows, each value is divided first.
            return double.IsFinite(sum.Total) ? sum.Mean : double.Clamp(
                values[first..(last + 1)].Where(double.IsFinite).Sum(value => value / sum.Count), -double.MaxValue, double.MaxValue);
        }
    }

    private readonly record struct Sum(double Total, int Count)
    {
        public double Mean => Total / Count;

        public static Sum Of(double value) => double.IsFinite(value) ? new(value, 1) : default;

        public static Sum operator +(Sum one, Sum other) => new(one.Total + other.Total, one.Count + other.Count);
    }
}
