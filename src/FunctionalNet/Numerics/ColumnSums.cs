using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>What a number x, and y at the same place of another matrix, add to two sums of their column, which has a shift.</summary>
internal interface IColumnTerms<T>
    where T : unmanaged
{
    T First(T sum, T x, T y, T shift);

    T Second(T sum, T x, T y, T shift);

    Vector<T> First(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift);

    Vector<T> Second(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift);
}

/// <summary>
/// Two sums for each column of <c>[rows, columns]</c>, in one pass: over lines in a <see cref="SumTree"/>, then of the numbers of one column within
/// the line.
/// </summary>
internal static class ColumnSums
{
    // A block has about as many numbers as the fastest cache holds, but so many lines that joining blocks costs little.
    private const int BlockNumbers = 4096;
    private const int FewestLines = 32;
    private const int MostLines = 64;

    /// <summary>The number of lines of a block.</summary>
    public static int BlockOf(int line) => int.Clamp(BlockNumbers / line, FewestLines, MostLines);

    /// <summary>Fills <c>first [columns]</c> and <c>second [columns]</c>.</summary>
    public static unsafe void Of<T, TTerms>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shift, Span<T> first, Span<T> second, TTerms terms)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTerms : struct, IColumnTerms<T>
    {
        var shifts = ColumnLines.Repeat(shift);
        var (line, sums) = (shifts.Length, new T[2 * shifts.Length]);
        fixed (T* pinned = x, pinnedY = y[..x.Length])
        {
            var (from, fromY) = ((nint)pinned, (nint)pinnedY);
            SumTree.Of<T>(x.Length / line, BlockOf(line), Elementwise.IsWorthThreads<T>(x.Length), sums, (start, count, sums) => AddLines(
                new ReadOnlySpan<T>((T*)from + ((nint)start * line), count * line), new ReadOnlySpan<T>((T*)fromY + ((nint)start * line), count * line),
                shifts, sums[..line], sums[line..], terms));
        }

        var whole = x.Length / line * line;
        AddRest(x[whole..], y[whole..], shifts, sums.AsSpan(0, line), sums.AsSpan(line), terms);
        Reductions.SumRows<T>(sums.AsSpan(0, line), first);
        Reductions.SumRows<T>(sums.AsSpan(line), second);
    }

    /// <summary>
    /// Fills <c>first [line]</c> and <c>second [line]</c> with the sums from the first line to the last, in four vectors at once, so that none waits
    /// for another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLines<T, TTerms>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shifts, Span<T> first, Span<T> second, TTerms terms)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTerms : struct, IColumnTerms<T>
    {
        ref var fromX = ref MemoryMarshal.GetReference(x);
        ref var fromY = ref MemoryMarshal.GetReference(y[..x.Length]);
        ref var shift = ref MemoryMarshal.GetReference(shifts);
        ref var toFirst = ref MemoryMarshal.GetReference(first[..shifts.Length]);
        ref var toSecond = ref MemoryMarshal.GetReference(second[..shifts.Length]);
        nuint at = 0, line = (nuint)shifts.Length, end = (nuint)x.Length, width = (nuint)Vector<T>.Count;
        for (; at + (4 * width) <= line; at += 4 * width)
        {
            var (a, b, c, d) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
            var (e, f, g, h) = (Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero, Vector<T>.Zero);
            for (var i = at; i < end; i += line)
            {
                var (u, v, s) = (Vector.LoadUnsafe(ref fromX, i), Vector.LoadUnsafe(ref fromY, i), Vector.LoadUnsafe(ref shift, at));
                (a, e) = (terms.First(a, u, v, s), terms.Second(e, u, v, s));
                (u, v, s) = (Vector.LoadUnsafe(ref fromX, i + width), Vector.LoadUnsafe(ref fromY, i + width), Vector.LoadUnsafe(ref shift, at + width));
                (b, f) = (terms.First(b, u, v, s), terms.Second(f, u, v, s));
                (u, v, s) = (Vector.LoadUnsafe(ref fromX, i + (2 * width)), Vector.LoadUnsafe(ref fromY, i + (2 * width)), Vector.LoadUnsafe(ref shift, at + (2 * width)));
                (c, g) = (terms.First(c, u, v, s), terms.Second(g, u, v, s));
                (u, v, s) = (Vector.LoadUnsafe(ref fromX, i + (3 * width)), Vector.LoadUnsafe(ref fromY, i + (3 * width)), Vector.LoadUnsafe(ref shift, at + (3 * width)));
                (d, h) = (terms.First(d, u, v, s), terms.Second(h, u, v, s));
            }

            a.StoreUnsafe(ref toFirst, at);
            b.StoreUnsafe(ref toFirst, at + width);
            c.StoreUnsafe(ref toFirst, at + (2 * width));
            d.StoreUnsafe(ref toFirst, at + (3 * width));
            e.StoreUnsafe(ref toSecond, at);
            f.StoreUnsafe(ref toSecond, at + width);
            g.StoreUnsafe(ref toSecond, at + (2 * width));
            h.StoreUnsafe(ref toSecond, at + (3 * width));
        }

        for (; at + width <= line; at += width)
        {
            var (a, e) = (Vector<T>.Zero, Vector<T>.Zero);
            for (var i = at; i < end; i += line)
            {
                var (u, v, s) = (Vector.LoadUnsafe(ref fromX, i), Vector.LoadUnsafe(ref fromY, i), Vector.LoadUnsafe(ref shift, at));
                (a, e) = (terms.First(a, u, v, s), terms.Second(e, u, v, s));
            }

            a.StoreUnsafe(ref toFirst, at);
            e.StoreUnsafe(ref toSecond, at);
        }

        for (; at < line; at++)
        {
            var (a, e) = (T.Zero, T.Zero);
            for (var i = at; i < end; i += line)
            {
                var (u, v, s) = (Unsafe.Add(ref fromX, i), Unsafe.Add(ref fromY, i), Unsafe.Add(ref shift, at));
                (a, e) = (terms.First(a, u, v, s), terms.Second(e, u, v, s));
            }

            Unsafe.Add(ref toFirst, at) = a;
            Unsafe.Add(ref toSecond, at) = e;
        }
    }

    /// <summary>The rows after the last whole line.</summary>
    private static void AddRest<T, TTerms>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shifts, Span<T> first, Span<T> second, TTerms terms)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTerms : struct, IColumnTerms<T>
    {
        for (var i = 0; i < x.Length; i++)
            (first[i], second[i]) = (terms.First(first[i], x[i], y[i], shifts[i]), terms.Second(second[i], x[i], y[i], shifts[i]));
    }
}

/// <summary>The sums of <c>x − shift</c> and of its square, the latter with one rounding for each number.</summary>
internal readonly struct ShiftedSquares<T> : IColumnTerms<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T First(T sum, T x, T y, T shift) => sum + (x - shift);

    public T Second(T sum, T x, T y, T shift) => T.FusedMultiplyAdd(x - shift, x - shift, sum);

    public Vector<T> First(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift) => sum + (x - shift);

    public Vector<T> Second(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift) => Vectors.FusedMultiplyAdd(x - shift, x - shift, sum);
}

/// <summary>The sums of y and of <c>(x − shift) y</c>, the latter with one rounding for each number.</summary>
internal readonly struct ShiftedProducts<T> : IColumnTerms<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T First(T sum, T x, T y, T shift) => sum + y;

    public T Second(T sum, T x, T y, T shift) => T.FusedMultiplyAdd(x - shift, y, sum);

    public Vector<T> First(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift) => sum + y;

    public Vector<T> Second(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift) => Vectors.FusedMultiplyAdd(x - shift, y, sum);
}

/// <summary>The sum of x, and nothing else.</summary>
internal readonly struct PlainSum<T> : IColumnTerms<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T First(T sum, T x, T y, T shift) => sum + x;

    public T Second(T sum, T x, T y, T shift) => sum;

    public Vector<T> First(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift) => sum + x;

    public Vector<T> Second(Vector<T> sum, Vector<T> x, Vector<T> y, Vector<T> shift) => sum;
}
