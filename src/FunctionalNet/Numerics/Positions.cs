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

    // Rows as short are taken as columns, so many at once.
    private const int RowsAtOnce = 64;

    // Up to here a float has every whole number.
    private const int Countable = 1 << 24;

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

    /// <summary>Fills <c>positions [rows]</c> with where the best of each row of <c>[rows, length]</c> stands. There is a column.</summary>
    public static void OfRows<T, TBetter>(ReadOnlySpan<T> x, Span<int> positions, T worst, TBetter better)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IBinaryOperation<T>
    {
        var (length, row) = (positions.IsEmpty ? 0 : x.Length / positions.Length, 0);
        if (length <= Short && positions.Length >= Vector<T>.Count)
        {
            Span<T> columns = stackalloc T[RowsAtOnce * Short];
            for (int count; row < positions.Length; row += count)
            {
                count = int.Min(RowsAtOnce, positions.Length - row);
                Transposition.Copy(x.Slice(row * length, count * length), count, length, length, columns);
                OfColumns(columns[..(count * length)], positions.Slice(row, count), better);
            }
        }

        for (; row < positions.Length; row++)
            positions[row] = Of(x.Slice(row * length, length), worst, better);
    }

    /// <summary>Fills <c>positions [columns]</c> with where the best of each column of <c>[rows, columns]</c> stands. There is a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfColumns<T, TBetter>(ReadOnlySpan<T> rows, Span<int> positions, TBetter better)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IBinaryOperation<T>
    {
        ref var from = ref MemoryMarshal.GetReference(rows);
        var (columns, column, places) = (positions.Length, 0, new T[Vector<T>.Count]);
        // Positions are numbers of the same type here, so that vectors of both have as many: it has all whole numbers up to Countable.
        for (; column + Vector<T>.Count <= columns && rows.Length / columns <= Countable; column += Vector<T>.Count)
        {
            var (best, place, row) = (Vector.LoadUnsafe(ref from, (nuint)column), Vector<T>.Zero, Vector<T>.Zero);
            for (var i = column + columns; i < rows.Length; i += columns)
            {
                row += Vector<T>.One;
                var next = Vector.LoadUnsafe(ref from, (nuint)i);
                var isBetter = Vector.AndNot(Vector.Equals(best, best), Vector.Equals(better.Apply(best, next), best));
                (best, place) = (Vector.ConditionalSelect(isBetter, next, best), Vector.ConditionalSelect(isBetter, row, place));
            }

            place.CopyTo(places);
            for (var i = 0; i < places.Length; i++)
                positions[column + i] = int.CreateTruncating(places[i]);
        }

        for (; column < columns; column++)
        {
            var (best, place) = (rows[column], 0);
            for (var row = 1; row < rows.Length / columns; row++)
            {
                if (IsBetter(rows[(row * columns) + column], best, better))
                    (best, place) = (rows[(row * columns) + column], row);
            }

            positions[column] = place;
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
