using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Where the largest or smallest of numbers stands, or a NaN if there is one; of several, the first. Which of two it is says an operation
/// that gives the first of equals and NaN if one of them is: <see cref="Larger{T}"/> or <see cref="Smaller{T}"/>.
/// </summary>
internal static class Positions
{
    // Up to this length it is faster to compare one after the other.
    private const int Short = 24;

    /// <summary>Block by block the best of all is found, so that only one block is read twice: the one where it stands.</summary>
    public static int Of<T, TBetter>(ReadOnlySpan<T> x, T worst, TBetter better)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IBinaryOperation<T>
    {
        if (x.Length <= Short)
            return OfFew(x, better);
        var (best, start) = (worst, 0);
        for (var block = 0; block < x.Length && !T.IsNaN(best); block += Reductions.Block)
        {
            var bestOfBlock = Reductions.Fold(x.Slice(block, int.Min(Reductions.Block, x.Length - block)), worst, better, better);
            if (IsBetter(bestOfBlock, best, better))
                (best, start) = (bestOfBlock, block);
        }

        return start + (T.IsNaN(best) ? FirstNaN(x[start..]) : First(x[start..], best));
    }

    /// <summary>Fills <c>positions [columns]</c> with where the best of each column of <c>[rows, columns]</c> stands. There is a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfColumns<T, TBetter>(ReadOnlySpan<T> rows, Span<int> positions, TBetter better)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IBinaryOperation<T>
    {
        positions.Clear();
        var (columns, best) = (positions.Length, rows[..positions.Length].ToArray());
        for (var row = 1; row < rows.Length / columns; row++)
        {
            var next = rows.Slice(row * columns, columns);
            for (var i = 0; i < best.Length; i++)
            {
                if (IsBetter(next[i], best[i], better))
                    (best[i], positions[i]) = (next[i], row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int OfFew<T, TBetter>(ReadOnlySpan<T> x, TBetter better)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IBinaryOperation<T>
    {
        var best = 0;
        for (var i = 1; i < x.Length; i++)
            best = IsBetter(x[i], x[best], better) ? i : best;
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBetter<T, TBetter>(T x, T best, TBetter better)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IBinaryOperation<T> => better.Apply(best, x) != best && !T.IsNaN(best);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int First<T>(ReadOnlySpan<T> x, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        var (i, values) = (0, Vector.Create(value));
        while (i + Vector<T>.Count <= x.Length && !Vector.EqualsAny(Vector.LoadUnsafe(ref from, (nuint)i), values))
            i += Vector<T>.Count;
        while (x[i] != value)
            i++;
        return i;
    }

    private static int FirstNaN<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var i = 0;
        while (!T.IsNaN(x[i]))
            i++;
        return i;
    }
}
