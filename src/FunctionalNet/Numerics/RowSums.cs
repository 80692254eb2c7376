using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Two sums for each of a few rows, each with a shift of its own. Short rows are columns in between, so that vectors are full; long ones are summed in the
/// order of <see cref="Reductions.Sum{T}(ReadOnlySpan{T})"/>. Which rows are taken together changes no bit.
/// </summary>
/// <param name="length">The length of a row.</param>
internal sealed class RowSums<T>(int length)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Rows up to this length are short, and taken so many at once.
    private const int ShortRow = 64;
    private const int RowsAtOnce = 64;

    // The numbers of a few rows, which the fastest cache holds.
    private const int FewRows = 4096;

    private readonly T[] columns = new T[IsShort(length) ? RowsAtOnce * length : 0];
    private readonly T[] columnsOfY = new T[IsShort(length) ? RowsAtOnce * length : 0];

    /// <summary>Whether rows of this length are short.</summary>
    public static bool IsShort(int length) => length <= ShortRow;

    /// <summary>The number of rows that are taken at once, at most.</summary>
    public static int AtOnce(int length) => IsShort(length) ? RowsAtOnce : int.Max(1, FewRows / length);

    /// <summary>Fills <c>first [rows]</c> and <c>second [rows]</c>.</summary>
    public void Of<TTerms>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shift, Span<T> first, Span<T> second, TTerms terms)
        where TTerms : struct, IColumnTerms<T>
    {
        if (IsShort(length))
        {
            var (turned, turnedY) = (Turned(x, columns), x == y ? columns : Turned(y, columnsOfY));
            ColumnSums.AddLines(turned.AsSpan(0, x.Length), turnedY.AsSpan(0, x.Length), shift, first, second, terms);
            return;
        }

        for (var row = 0; row < shift.Length; row++)
            (first[row], second[row]) = OfRow(x.Slice(row * length, length), y.Slice(row * length, length), shift[row], terms);
    }

    private T[] Turned(ReadOnlySpan<T> rows, T[] to)
    {
        Transposition.Copy(rows, rows.Length / length, length, length, to);
        return to;
    }

    private static (T First, T Second) OfRow<TTerms>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T shift, TTerms terms)
        where TTerms : struct, IColumnTerms<T>
    {
        if (x.Length <= Reductions.Block)
            return OfBlock(x, y, shift, terms);
        var half = Reductions.Half(x.Length, Reductions.Block);
        var (first, second) = OfRow(x[..half], y[..half], shift, terms);
        var (rest, restOfSecond) = OfRow(x[half..], y[half..], shift, terms);
        return (first + rest, second + restOfSecond);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (T First, T Second) OfBlock<TTerms>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T shift, TTerms terms)
        where TTerms : struct, IColumnTerms<T>
    {
        const int lanes = Reductions.Lanes;
        Span<T> first = stackalloc T[lanes], second = stackalloc T[lanes];
        ref var fromX = ref MemoryMarshal.GetReference(x);
        ref var fromY = ref MemoryMarshal.GetReference(y[..x.Length]);
        var (shifts, whole, width) = (Vector.Create(shift), x.Length / lanes * lanes, Vector<T>.Count);
        // Two vectors at a time, or one if it has all lanes.
        for (var lane = 0; lane < lanes; lane += 2 * width)
        {
            var (a, b, c, d) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
            for (var i = lane; i < whole; i += lanes)
            {
                var (u, v) = (Vector.LoadUnsafe(ref fromX, (nuint)i), Vector.LoadUnsafe(ref fromY, (nuint)i));
                (a, b) = (terms.First(a, u, v, shifts), terms.Second(b, u, v, shifts));
                if (width < lanes)
                {
                    (u, v) = (Vector.LoadUnsafe(ref fromX, (nuint)(i + width)), Vector.LoadUnsafe(ref fromY, (nuint)(i + width)));
                    (c, d) = (terms.First(c, u, v, shifts), terms.Second(d, u, v, shifts));
                }
            }

            a.CopyTo(first[lane..]);
            b.CopyTo(second[lane..]);
            if (width < lanes)
            {
                c.CopyTo(first[(lane + width)..]);
                d.CopyTo(second[(lane + width)..]);
            }
        }

        for (var i = whole; i < x.Length; i++)
        {
            var lane = i - whole;
            (first[lane], second[lane]) = (terms.First(first[lane], x[i], y[i], shift), terms.Second(second[lane], x[i], y[i], shift));
        }

        return (Reductions.Join(first, default(Add<T>)), Reductions.Join(second, default(Add<T>)));
    }
}
