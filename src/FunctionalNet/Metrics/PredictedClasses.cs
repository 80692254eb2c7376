using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The predictions of a classifier.</summary>
internal static class PredictedClasses
{
    /// <summary>
    /// The position of the largest output of each row of <c>[..., classes]</c>, the first of equals; null where one of them is not a number.
    /// </summary>
    /// <exception cref="ArgumentException">There are fewer than two classes.</exception>
    public static ImmutableArray<int?> Of<T>(Tensor<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (outputs.Shape is not [.., >= 2 and var classes])
            throw new ArgumentException($"expected outputs [..., classes] of two classes or more, got {outputs.Shape}");
        var largest = outputs.ArgMaxOfRows();
        var predicted = ImmutableArray.CreateBuilder<int?>(largest.Length);
        // The largest of a row with a NaN is that NaN.
        for (var row = 0; row < largest.Length; row++)
            predicted.Add(T.IsNaN(outputs.Span[(row * classes) + largest[row]]) ? null : largest[row]);
        return predicted.MoveToImmutable();
    }
}
