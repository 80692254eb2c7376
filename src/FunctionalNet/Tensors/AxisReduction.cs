using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Reductions over axes: in a fixed order, so that their bits depend on the shapes alone.</content>
public sealed partial record Tensor<T>
{
    /// <summary>A reduction of contiguous numbers to one, and of rows to one row.</summary>
    private interface IReduction
    {
        T OfNumbers(ReadOnlySpan<T> numbers);

        /// <summary>Reduces rows <c>[count, inner]</c> to one.</summary>
        void OfRows(ReadOnlySpan<T> rows, Span<T> result);
    }

    /// <summary>
    /// From the innermost axis outwards, with adjacent axes to reduce merged into one: <c>[outer, count, inner]</c> becomes
    /// <c>[outer, inner]</c>.
    /// </summary>
    private Tensor<T> Reduce<TReduction>(ReadOnlySpan<int> axes, bool keepAxes, TReduction reduction)
        where TReduction : struct, IReduction
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
                elements = Reduce(elements, Shape[..axis].Size, count, inner, reduction);
            else
                inner *= count;
        }

        foreach (var gone in reduced)
            lengths[gone] = 1;
        Shape shape = keepAxes ? [.. lengths] : [.. lengths.Where((_, i) => !reduced.Contains(i))];
        return Freeze(shape, elements.ToArray());
    }

    private static T[] Reduce<TReduction>(ReadOnlySpan<T> elements, int outer, int count, int inner, TReduction reduction)
        where TReduction : struct, IReduction
    {
        var result = Allocate(outer * inner);
        for (var i = 0; i < outer && inner > 0; i++)
        {
            var block = elements.Slice(i * count * inner, count * inner);
            if (inner == 1)
                result[i] = reduction.OfNumbers(block);
            else
                reduction.OfRows(block, result.AsSpan(i * inner, inner));
        }

        return result;
    }

    private readonly struct SumReduction : IReduction
    {
        public T OfNumbers(ReadOnlySpan<T> numbers) => Reductions.Sum(numbers);

        public void OfRows(ReadOnlySpan<T> rows, Span<T> result) => Reductions.SumRows(rows, result);
    }

    /// <summary>A reduction by an operation whose order does not matter, or that goes from the first number to the last.</summary>
    private readonly struct Fold<TOperation>(T first, TOperation operation) : IReduction
        where TOperation : struct, IBinaryOperation<T>
    {
        public T OfNumbers(ReadOnlySpan<T> numbers)
        {
            var result = first;
            foreach (var number in numbers)
                result = operation.Apply(result, number);
            return result;
        }

        public void OfRows(ReadOnlySpan<T> rows, Span<T> result)
        {
            result.Fill(first);
            for (; !rows.IsEmpty; rows = rows[result.Length..])
                Elementwise.Zip(result, rows[..result.Length], result, operation);
        }
    }

    private readonly struct MaxReduction : IReduction
    {
        public T OfNumbers(ReadOnlySpan<T> numbers) => Reductions.Max(numbers);

        public void OfRows(ReadOnlySpan<T> rows, Span<T> result) => new Fold<Larger<T>>(T.NegativeInfinity, default).OfRows(rows, result);
    }
}
