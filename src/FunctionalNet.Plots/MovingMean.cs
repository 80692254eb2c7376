namespace FunctionalNet;

/// <summary>Means of neighbouring values, in time that does not depend on how many neighbours there are.</summary>
internal static class MovingMean
{
    /// <summary>
    /// The mean of each value with as many to the left as to the right: <paramref name="reach"/>, or near an end as many as there
    /// are up to it. What is not finite is left out, and stays as it is.
    /// </summary>
    /// <remarks>
    /// Values are summed forwards from the first and backwards from the last of each block as long as a whole window, which spans
    /// two blocks at most: nothing is subtracted, so one huge value leaves the means that it is not part of as they are. Van Herk,
    /// "A fast algorithm for local minimum and maximum filters", 1992.
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
            // Where the sum overflows, the shares of the mean do not, but for rounding.
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
