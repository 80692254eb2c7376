using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Reductions over axes: in a fixed order, so that their bits depend on the shapes alone.</content>
public sealed partial record Tensor<T>
{
    /// <summary>
    /// From the innermost axis outwards, with adjacent axes to reduce merged into one: <c>[outer, count, inner]</c> becomes
    /// <c>[outer, inner]</c>.
    /// </summary>
    private Tensor<T> Reduce<TOperation>(ReadOnlySpan<int> axes, bool keepAxes, T first, TOperation operation)
        where TOperation : struct, IBinaryOperation<T>
    {
        var elements = Span;
        var (reduced, inner) = (Shape.RequireAxes(axes), 1);
        var (axis, lengths) = (Shape.Rank, Shape.ToArray());
        while (axis > 0)
        {
            var isReduced = reduced.Contains(axis - 1);
            var count = 1;
            for (; axis > 0 && reduced.Contains(axis - 1) == isReduced; axis--)
                count *= Shape[axis - 1];
            if (isReduced)
                elements = Reduce(elements, Shape[..axis].Size, count, inner, first, operation);
            else
                inner *= count;
        }

        foreach (var gone in reduced)
            lengths[gone] = 1;
        Shape shape = keepAxes ? [.. lengths] : [.. lengths.Where((_, i) => !reduced.Contains(i))];
        return Freeze(shape, elements.ToArray());
    }

    private static T[] Reduce<TOperation>(ReadOnlySpan<T> elements, int outer, int count, int inner, T first, TOperation operation)
        where TOperation : struct, IBinaryOperation<T>
    {
        var result = Allocate(outer * inner);
        if (inner == 1)
        {
            Reductions.FoldEach(elements, result, first, operation, operation);
            return result;
        }

        for (var i = 0; i < outer && inner > 0; i++)
            Reductions.FoldRows(elements.Slice(i * count * inner, count * inner), result.AsSpan(i * inner, inner), first, operation);
        return result;
    }
}
