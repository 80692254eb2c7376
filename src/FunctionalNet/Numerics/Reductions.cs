using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>Sums whose order is part of the definition, so that their bits are the same at any vector width.</summary>
internal static class Reductions
{
    // A multiple of every vector's length, in float and in double.
    private const int Lanes = 16;

    /// <summary>
    /// The sum of all elements: lane j adds x[j], x[j + 16], x[j + 32], … in this order; then the upper half of the lanes
    /// is added to the lower half until one is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[Lanes];
        lanes.Clear();
        for (; x.Length >= Lanes; x = x[Lanes..])
            Elementwise.Zip(lanes, x[..Lanes], lanes, default(Add<T>));
        Elementwise.Zip(lanes[..x.Length], x, lanes[..x.Length], default(Add<T>));
        for (var half = Lanes / 2; half > 0; half /= 2)
            Elementwise.Zip(lanes[..half], lanes[half..(2 * half)], lanes[..half], default(Add<T>));
        return lanes[0];
    }

    /// <summary>The largest element; NaN if there is one, −∞ if there is nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Max<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var max = T.NegativeInfinity;
        foreach (var value in x)
            max = value > max || T.IsNaN(value) ? value : max;
        return max;
    }

    /// <summary>The position of the largest element, or of a NaN if there is one; the first of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfMax<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var best = 0;
        for (var i = 1; i < x.Length; i++)
            best = x[i] > x[best] || (T.IsNaN(x[i]) && !T.IsNaN(x[best])) ? i : best;
        return best;
    }
}
