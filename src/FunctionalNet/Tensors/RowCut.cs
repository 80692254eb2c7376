using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// Rows that are cut into consecutive shards, of which some may be empty. A sum over all rows is the sum of those over the shards, along the tree of
/// <see cref="TreeSum"/>.
/// </summary>
/// <param name="bounds">The first row of each shard, and the end of the last.</param>
internal sealed class RowCut(params int[] bounds)
{
    /// <summary>The number of shards.</summary>
    public int Shards => bounds.Length - 1;

    /// <summary>The number of rows.</summary>
    public int Rows => bounds[^1];

    /// <summary>The rows of a shard.</summary>
    public Range this[int shard] => bounds[shard]..bounds[shard + 1];

    /// <summary>The number of rows of a shard.</summary>
    public int RowsOf(int shard) => bounds[shard + 1] - bounds[shard];

    /// <summary>The cut where each row becomes so many: those of the other axes of a sample but the innermost.</summary>
    public RowCut Times(int rows) => rows == 1 ? this : new(Array.ConvertAll(bounds, bound => bound * rows));

    /// <summary>The result of a function for each shard that is not empty, on all threads.</summary>
    public TResult?[] ForEach<TResult>(Func<int, TResult> function)
    {
        var results = new TResult?[Shards];
        Workers.Run(results.Length, 1, (start, count) =>
        {
            for (var shard = (int)start; shard < start + count; shard++)
                results[shard] = RowsOf(shard) == 0 ? default : function(shard);
        });
        return results;
    }

    /// <summary><c>Xᵀ·Y</c>, <c>[rows, m], [rows, n] -> [m, n]</c>.</summary>
    public Tensor<T> TransposedProduct<T>(Tensor<T> x, Tensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = [x.Shape[1], y.Shape[1]];
        var sum = Tensor<T>.Allocate(shape.Size);
        SegmentedProduct.Multiply(
            new MatrixView<T>(x.Span, x.Shape[0], x.Shape[1]).Transposed, new MatrixView<T>(y.Span, y.Shape[0], y.Shape[1]), bounds, sum);
        return Tensor<T>.Freeze(shape, sum);
    }

    /// <summary>The sum of a tensor of this shape for the rows of each shard; an empty one adds zeros.</summary>
    public Tensor<T> Sum<T>(Shape shape, Func<Range, Tensor<T>> ofShard)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Sum(shape, [.. Enumerable.Range(0, Shards).Select(shard => RowsOf(shard) == 0 ? null : ofShard(this[shard]))]);

    /// <summary>The sum of parameters of this layout, one for each shard; null adds zeros.</summary>
    public static ImmutableArray<Tensor<T>> Sum<T>(ParameterLayout layout, Parameters<T>?[] ofShards)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. layout.Select((slot, i) => Sum(slot.Shape, Array.ConvertAll(ofShards, ofShard => ofShard?.Values[i])))];

    /// <summary>The sum of tensors of this shape, one for each shard; null adds zeros.</summary>
    public static Tensor<T> Sum<T>(Shape shape, Tensor<T>?[] ofShards)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (ofShards is [{ } only])
            return only;
        var zeros = ofShards.Contains(null) ? Tensor.Zeros<T>(shape) : null;
        var sum = Tensor<T>.Allocate(shape.Size);
        TreeSum.Of(ofShards.Length, shard => (ofShards[shard] ?? zeros!).Span, sum.AsSpan());
        return Tensor<T>.Freeze(shape, sum);
    }
}
