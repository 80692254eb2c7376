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
        // The largest of a row with a NaN is that NaN.
        return [.. outputs.ArgMaxOfRows().Select((index, row) => T.IsNaN(outputs.Data[(row * classes) + index]) ? (int?)null : index)];
    }
}
