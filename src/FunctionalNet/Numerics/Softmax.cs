using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>Exponentials of each row over their sum, with the row's largest number taken away first, so nothing overflows.</summary>
internal static class Softmax
{
    /// <summary>Fills <c>probabilities [rows, columns]</c>.</summary>
    public static void Of<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            return;
        Of(x, columns, probabilities, sums: new T[x.Length / columns]);
    }

    /// <summary>Fills <c>probabilities [rows, columns]</c> and, for each row, <c>sums = Σⱼ e^(xⱼ − max x)</c>.</summary>
    public static void Of<T>(ReadOnlySpan<T> x, int columns, Span<T> probabilities, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < sums.Length; row++)
        {
            var logits = x.Slice(row * columns, columns);
            Elementwise.Map(logits, probabilities[(row * columns)..], new WithSecond<T, Subtract<T>>(default, Reductions.Max(logits)));
        }

        Functions.Exp(probabilities, probabilities);
        for (var row = 0; row < sums.Length; row++)
        {
            var exponentials = probabilities.Slice(row * columns, columns);
            sums[row] = Reductions.Sum<T>(exponentials);
            Elementwise.Map(exponentials, exponentials, new WithSecond<T, Divide<T>>(default, sums[row]));
        }
    }
}
