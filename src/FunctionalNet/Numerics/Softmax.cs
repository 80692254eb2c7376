using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>The exponentials of each row over their sum. The row's maximum is subtracted first, so nothing overflows.</summary>
internal static class Softmax
{
    // Rows up to this length are taken so many at once.
    private const int ShortRow = 64;
    private const int RowsAtOnce = 64;

    // The number of exponentials from which a second thread is worth its while.
    private const int WorthThreads = 16 << 10;

    /// <summary>Fills <c>probabilities [rows, columns]</c>.</summary>
    public static void Of<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            return;
        var rows = x.Length / columns;
        Of(x, columns, probabilities, maxima: new T[rows], sums: new T[rows]);
    }

    /// <summary>
    /// Fills <c>probabilities [rows, columns]</c> and, for each row, <c>maxima = max x</c> and <c>sums = Σⱼ e^(xⱼ − max x)</c>.
    /// </summary>
    public static void Of<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities, Span<T> maxima, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length >= WorthThreads && Workers.Count > 1)
            OfParts(x, columns, probabilities, maxima, sums);
        else
            OfRows(x, columns, probabilities, maxima, sums);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void OfParts<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities, Span<T> maxima, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pinned = x, pinnedProbabilities = probabilities, pinnedMaxima = maxima, pinnedSums = sums)
        {
            var (from, to, toMaxima, toSums) = ((nint)pinned, (nint)pinnedProbabilities, (nint)pinnedMaxima, (nint)pinnedSums);
            Workers.Run(sums.Length, RowsAtOnce, (start, count) => OfRows(
                new ReadOnlySpan<T>((T*)from + (start * columns), (int)count * columns), columns, new((T*)to + (start * columns), (int)count * columns),
                new((T*)toMaxima + start, (int)count), new Span<T>((T*)toSums + start, (int)count)));
        }
    }

    private static void OfRows<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities, Span<T> maxima, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rowsAtOnce = columns <= ShortRow ? RowsAtOnce : 1;
        var (block, copy) = (new T[rowsAtOnce * columns], new T[rowsAtOnce * columns]);
        for (var row = 0; row < sums.Length; row += rowsAtOnce)
        {
            var rows = int.Min(rowsAtOnce, sums.Length - row);
            var (start, length) = (row * columns, rows * columns);
            var logits = x.Slice(start, length);
            var result = probabilities.Slice(start, length);
            if (rows == 1)
                OfRow(logits, result, out maxima[row], out sums[row]);
            else
                OfColumns(logits, columns, result, maxima.Slice(row, rows), sums.Slice(row, rows), block.AsSpan(0, length), copy.AsSpan(0, length));
        }
    }

    private static void OfRow<T>(ReadOnlySpan<T> logits, Span<T> probabilities, out T max, out T sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        max = Reductions.Max(logits);
        Elementwise.Map(logits, probabilities, new WithSecond<T, Subtract<T>>(default, max));
        Elementwise.Map(probabilities, probabilities, default(Exponential<T>));
        sum = Reductions.Sum<T>(probabilities);
        Elementwise.Map(probabilities, probabilities, new WithSecond<T, Divide<T>>(default, sum));
    }

    /// <summary>Short rows are columns in between, so that vectors are full, to the same bits.</summary>
    private static void OfColumns<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities, Span<T> maxima, Span<T> sums, Span<T> block, Span<T> copy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = sums.Length;
        Transposition.Copy(x, rows, columns, columns, block);
        block.CopyTo(copy);
        Reductions.FoldColumns(copy, maxima, T.NegativeInfinity, default(Larger<T>), default(Larger<T>));
        for (var i = 0; i < block.Length; i += rows)
            Elementwise.Zip(block.Slice(i, rows), maxima, block.Slice(i, rows), default(Subtract<T>));
        Elementwise.Map(block, block, default(Exponential<T>));
        block.CopyTo(copy);
        Reductions.FoldColumns(copy, sums, T.Zero, default(Add<T>), default(Add<T>));
        for (var i = 0; i < block.Length; i += rows)
            Elementwise.Zip(block.Slice(i, rows), sums, block.Slice(i, rows), default(Divide<T>));
        Transposition.Copy(block, columns, rows, rows, probabilities);
    }
}
