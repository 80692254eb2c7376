using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Sums whose order is part of the definition, so that their bits are the same at any vector width. Many numbers are cut into
/// blocks, whose sums are added in pairs: the rounding error of a long sum grows as its logarithm.
/// </summary>
/// <remarks>Higham, "The accuracy of floating point summation", 1993: pairwise summation.</remarks>
internal static class Reductions
{
    // A multiple of every vector's length, in float and in double.
    private const int Lanes = 16;

    // The number of elements in a block, which are added up in sequence.
    private const int Chain = 256;

    /// <summary>
    /// The sum of all elements: of one block, in lanes; of several, the sum of the first half of them plus that of the rest.
    /// </summary>
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Sum(x, default(Add<T>));

    /// <summary>The sum of the squares of all elements, in the order of <see cref="Sum{T}(ReadOnlySpan{T})"/>.</summary>
    public static T SumOfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Sum(x, default(AddSquare<T>));

    private static T Sum<T, TOperation>(ReadOnlySpan<T> x, TOperation add)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        if (x.Length <= Chain * Lanes)
            return SumInLanes(x, add);
        var half = Half(x.Length, Chain * Lanes);
        return Sum(x[..half], add) + Sum(x[half..], add);
    }

    /// <summary>
    /// Fills <c>sums [columns]</c> with the sum of the rows of <c>[rows, columns]</c>: of one block, row after row; of several, the
    /// sum of the first half of them plus that of the rest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumRows<T>(ReadOnlySpan<T> rows, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = rows.Length / sums.Length;
        if (count > Chain)
        {
            var half = Half(count, Chain) * sums.Length;
            var others = new T[sums.Length];
            SumRows(rows[..half], sums);
            SumRows(rows[half..], others);
            Elementwise.Zip(sums, others, sums, default(Add<T>));
            return;
        }

        sums.Clear();
        for (; !rows.IsEmpty; rows = rows[sums.Length..])
            Elementwise.Zip(sums, rows[..sums.Length], sums, default(Add<T>));
    }

    /// <summary>The number of elements in the first half of the blocks.</summary>
    private static int Half(int length, int block) => (((length - 1) / block) + 1) / 2 * block;

    /// <summary>
    /// Lane j adds x[j], x[j + 16], x[j + 32], … in this order; then the upper half of the lanes is added to the lower half
    /// until one is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T SumInLanes<T, TOperation>(ReadOnlySpan<T> x, TOperation add)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        Span<T> lanes = stackalloc T[Lanes];
        lanes.Clear();
        for (; x.Length >= Lanes; x = x[Lanes..])
            Elementwise.Zip(lanes, x[..Lanes], lanes, add);
        Elementwise.Zip(lanes[..x.Length], x, lanes[..x.Length], add);
        for (var half = Lanes / 2; half > 0; half /= 2)
            Elementwise.Zip(lanes[..half], lanes[half..(2 * half)], lanes[..half], default(Add<T>));
        return lanes[0];
    }

    /// <summary>The largest element; NaN if one is NaN, −∞ if there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Max<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var max = T.NegativeInfinity;
        foreach (var value in x)
            max = value > max || T.IsNaN(value) ? value : max;
        return max;
    }

    /// <summary>The position of the largest element, or of a NaN if there is one; of several, the first.</summary>
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
