using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Two sums for each of a few rows, each with a shift of its own. Short rows are columns in between, so that vectors are full. Longer ones are summed in the
/// order of <see cref="Reductions.Sum{T}(ReadOnlySpan{T})"/>: first in lanes, which are joined for all rows at once. Which rows are taken together changes no bit.
/// </summary>
/// <param name="length">The length of a row.</param>
/// <param name="most">The number of rows that are taken at once, at most.</param>
internal sealed class RowSums<T>(int length, int most)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Lanes = Reductions.Lanes;

    // Rows up to this length are short.
    private const int ShortRow = 32;

    // So many rows are taken at once, or as many as the fastest cache holds.
    private const int MostRows = 64;
    private const int FewestRows = 4;
    private const int Numbers = 4096;

    // Of short rows, these are columns; of others, the lanes of each, and then the columns of these.
    private readonly T[] ofX = new T[most * (length <= ShortRow ? length : 2 * Lanes)];
    private readonly T[] ofY = new T[most * (length <= ShortRow ? length : 2 * Lanes)];

    /// <summary>The number of rows of this length that are best taken at once: a multiple of a number.</summary>
    public static int AtOnce(int length, int multiple) =>
        (int.Clamp(Numbers / length, FewestRows, MostRows) + multiple - 1) / multiple * multiple;

    /// <summary>Fills <c>first [rows]</c> and, unless it is empty, <c>second [rows]</c>.</summary>
    public void Of<TTerms>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shift, Span<T> first, Span<T> second, TTerms terms)
        where TTerms : struct, IColumnTerms<T>
    {
        if (length <= ShortRow)
        {
            var turnedY = x == y ? ofX : ofY;
            Transposition.Copy(x, shift.Length, length, length, ofX);
            if (turnedY != ofX)
                Transposition.Copy(y, shift.Length, length, length, ofY);
            ColumnSums.AddLines(ofX.AsSpan(0, x.Length), turnedY.AsSpan(0, x.Length), shift, first, second.IsEmpty ? ofY : second, terms);
        }
        else if (length <= Reductions.Block)
        {
            AddToLanes(x, y, shift, ofX, ofY, terms);
            Join(ofX, first);
            if (!second.IsEmpty)
                Join(ofY, second);
        }
        else
        {
            for (var row = 0; row < shift.Length; row++)
            {
                (first[row], var ofSecond) = OfRow(x.Slice(row * length, length), y.Slice(row * length, length), shift.Slice(row, 1), terms);
                if (!second.IsEmpty)
                    second[row] = ofSecond;
            }
        }
    }

    /// <summary>The upper half of the lanes of each row joined to the lower half until one is left.</summary>
    private static void Join(T[] lanes, Span<T> sums)
    {
        var rows = sums.Length;
        var columns = lanes.AsSpan(Lanes * rows);
        Transposition.Copy<T>(lanes, rows, Lanes, Lanes, columns);
        for (var half = Lanes / 2 * rows; half >= rows; half /= 2)
            Elementwise.Zip(columns[..half], columns.Slice(half, half), half == rows ? sums : columns, default(Add<T>));
    }

    /// <summary>A row of several blocks: the sums of the first half of them plus those of the rest.</summary>
    private (T First, T Second) OfRow<TTerms>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shift, TTerms terms)
        where TTerms : struct, IColumnTerms<T>
    {
        if (x.Length <= Reductions.Block)
        {
            AddToLanes(x, y, shift, ofX, ofY, terms);
            return (Reductions.Join(ofX.AsSpan(0, Lanes), default(Add<T>)), Reductions.Join(ofY.AsSpan(0, Lanes), default(Add<T>)));
        }

        var half = Reductions.Half(x.Length, Reductions.Block);
        var (first, second) = OfRow(x[..half], y[..half], shift, terms);
        var (rest, restOfSecond) = OfRow(x[half..], y[half..], shift, terms);
        return (first + rest, second + restOfSecond);
    }

    /// <summary>Fills the lanes of each row, <c>[rows, 16]</c>: lane j takes the numbers j, j + 16, j + 32, … in this order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddToLanes<TTerms>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shift, Span<T> first, Span<T> second, TTerms terms)
        where TTerms : struct, IColumnTerms<T>
    {
        ref var toFirst = ref MemoryMarshal.GetReference(first[..(shift.Length * Lanes)]);
        ref var toSecond = ref MemoryMarshal.GetReference(second[..(shift.Length * Lanes)]);
        nuint length = (nuint)(x.Length / shift.Length), whole = length / Lanes * Lanes, width = (nuint)Vector<T>.Count;
        for (var row = 0; row < shift.Length; row++)
        {
            ref var fromX = ref MemoryMarshal.GetReference(x.Slice(row * (int)length, (int)length));
            ref var fromY = ref MemoryMarshal.GetReference(y.Slice(row * (int)length, (int)length));
            var shifts = Vector.Create(shift[row]);
            // Two vectors at a time, or one if it has all lanes.
            for (nuint lane = 0; lane < Lanes; lane += 2 * width)
            {
                var (a, b, c, d) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
                for (var i = lane; i < whole; i += Lanes)
                {
                    var (u, v) = (Vector.LoadUnsafe(ref fromX, i), Vector.LoadUnsafe(ref fromY, i));
                    (a, b) = (terms.First(a, u, v, shifts), terms.Second(b, u, v, shifts));
                    if (width < Lanes)
                    {
                        (u, v) = (Vector.LoadUnsafe(ref fromX, i + width), Vector.LoadUnsafe(ref fromY, i + width));
                        (c, d) = (terms.First(c, u, v, shifts), terms.Second(d, u, v, shifts));
                    }
                }

                a.StoreUnsafe(ref toFirst, lane);
                b.StoreUnsafe(ref toSecond, lane);
                if (width < Lanes)
                {
                    c.StoreUnsafe(ref toFirst, lane + width);
                    d.StoreUnsafe(ref toSecond, lane + width);
                }
            }

            for (var i = whole; i < length; i++)
            {
                var (u, v) = (Unsafe.Add(ref fromX, i), Unsafe.Add(ref fromY, i));
                ref var ofFirst = ref Unsafe.Add(ref toFirst, i - whole);
                ref var ofSecond = ref Unsafe.Add(ref toSecond, i - whole);
                (ofFirst, ofSecond) = (terms.First(ofFirst, u, v, shift[row]), terms.Second(ofSecond, u, v, shift[row]));
            }

            toFirst = ref Unsafe.Add(ref toFirst, Lanes);
            toSecond = ref Unsafe.Add(ref toSecond, Lanes);
        }
    }
}
