using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>The exponentials of each row over their sum. The row's maximum is subtracted first, so nothing overflows.</summary>
internal static class Softmax
{
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities, Span<T> maxima, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < sums.Length; row++)
        {
            var logits = x.Slice(row * columns, columns);
            maxima[row] = Reductions.Max(logits);
            Elementwise.Map(logits, probabilities.Slice(row * columns, columns), new WithSecond<T, Subtract<T>>(default, maxima[row]));
        }

        Elementwise.Map(probabilities, probabilities, default(Exponential<T>));
        for (var row = 0; row < sums.Length; row++)
        {
            var exponentials = probabilities.Slice(row * columns, columns);
            sums[row] = Reductions.Sum<T>(exponentials);
            Elementwise.Map(exponentials, exponentials, new WithSecond<T, Divide<T>>(default, sums[row]));
        }
    }
}
