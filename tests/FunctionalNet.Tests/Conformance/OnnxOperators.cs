using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>The operators of ONNX in this library's terms. Whole numbers are computed as floating-point ones, which hold them exactly.</summary>
/// <typeparam name="T">The type of the case's numbers.</typeparam>
internal static class OnnxOperators<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The operators and the cases that are left out, and why.</summary>
    public static ImmutableDictionary<string, string> LeftOut { get; } = ImmutableDictionary<string, string>.Empty
        .AddRange(OnnxResizing<T>.LeftOut);

    /// <summary>The outputs of a case: tensors, except for the positions that ArgMax and ArgMin give.</summary>
    public static ImmutableArray<Tensor<T>> Run(OnnxCase @case)
    {
        var x = @case.Input(0)!.AsTensor<T>();
        return @case.Op switch
        {
            "BatchNormalization" or "LayerNormalization" or "GroupNormalization" or "InstanceNormalization" or "RMSNormalization" => OnnxNormalizations<T>.Run(@case, x),
            "MaxPool" => OnnxPooling<T>.Max(@case, x),
            "Split" => x.Split(@case.Integer("axis", 0), Lengths(@case, x, @case.Outputs.Length)),
            _ => [One(@case, x)],
        };
    }

    private static Tensor<T> One(OnnxCase @case, Tensor<T> x) => @case.Op switch
    {
        "ArgMax" => Position(@case, x, (tensor, axis, keep) => tensor.ArgMax(axis, keep)),
        "ArgMin" => Position(@case, x, (tensor, axis, keep) => tensor.ArgMin(axis, keep)),
        "Conv" or "ConvTranspose" => OnnxConvolutions<T>.Run(@case, x),
        "AveragePool" => OnnxPooling<T>.Average(@case, x),
        "GlobalAveragePool" or "GlobalMaxPool" => OnnxPooling<T>.Global(@case, x),
        "Resize" or "Upsample" => OnnxResizing<T>.Run(@case, x),
        "Concat" => Tensor.Concatenate(@case.Integer("axis", 0), [.. @case.Inputs.Select(input => input!.AsTensor<T>())]),
        "Pad" => Pad(@case, x),
        "CumSum" => x.CumulativeSum(@case.Input(1)!.AsList()[0], @case.Integer("exclusive", 0) == 1, @case.Integer("reverse", 0) == 1),
        "Expand" => x.BroadcastTo(Shape.Broadcast(x.Shape, Shape.Create(@case.Input(1)!.AsList()))),
        "Flatten" => Flatten(x, @case.Integer("axis", 1)),
        "Gather" => x.Gather(@case.Integer("axis", 0), @case.Input(1)!.AsIndices()),
        "GatherElements" => x.GatherAlong(@case.Integer("axis", 0), @case.Input(1)!.AsIndices()),
        "ScatterElements" => x.ScatterAlong(@case.Integer("axis", 0), @case.Input(1)!.AsIndices(), Second(@case), Mode(@case.Text("reduction", "none"))),
        "Gemm" => Gemm(@case, x),
        "MatMul" => x.MatMul(First(@case)),
        "OneHot" => OneHot(@case),
        "Pow" => x.Power(First(@case)),
        "ReduceL1" => Reduced(@case, x, (tensor, axes, keep) => tensor.Abs().SumOver(axes, keep)),
        "ReduceL2" => Reduced(@case, x, (tensor, axes, keep) => tensor.NormOver(axes, keep)),
        "ReduceLogSum" => Reduced(@case, x, (tensor, axes, keep) => tensor.SumOver(axes, keep).Log()),
        "ReduceLogSumExp" => Reduced(@case, x, (tensor, axes, keep) => tensor.LogSumExpOver(axes, keep)),
        "ReduceMax" => Reduced(@case, x, (tensor, axes, keep) => tensor.MaxOver(axes, keep)),
        "ReduceMean" => Reduced(@case, x, (tensor, axes, keep) => tensor.MeanOver(axes, keep)),
        "ReduceMin" => Reduced(@case, x, (tensor, axes, keep) => tensor.MinOver(axes, keep)),
        "ReduceProd" => Reduced(@case, x, (tensor, axes, keep) => tensor.ProductOver(axes, keep)),
        "ReduceSum" => Reduced(@case, x, (tensor, axes, keep) => tensor.SumOver(axes, keep)),
        "ReduceSumSquare" => Reduced(@case, x, (tensor, axes, keep) => tensor.Square().SumOver(axes, keep)),
        "Reshape" => Reshape(@case, x),
        "Slice" => Slice(@case, x),
        "Squeeze" => Squeeze(@case, x),
        "Unsqueeze" => Unsqueeze(@case, x),
        "Tile" => x.Tile(@case.Input(1)!.AsList()),
        "Transpose" => x.Permute(@case.List("perm", 1) ?? [.. Enumerable.Range(0, x.Shape.Rank).Reverse()]),
        "Where" => x.Where(First(@case), Second(@case)),
        _ => OnnxActivations<T>.Run(@case, x),
    };

    public static Tensor<T> First(OnnxCase @case) => @case.Input(1)!.AsTensor<T>();

    private static Tensor<T> Second(OnnxCase @case) => @case.Input(2)!.AsTensor<T>();

    private static int[] Lengths(OnnxCase @case, Tensor<T> x, int parts)
    {
        if (@case.List("split", 1) is { } lengths)
            return lengths;
        var axis = @case.Integer("axis", 0);
        var length = x.Shape[axis < 0 ? axis + x.Shape.Rank : axis];
        var each = (length + parts - 1) / parts;
        return [.. Enumerable.Repeat(each, parts - 1), length - ((parts - 1) * each)];
    }

    /// <summary>Of equals the first, or the last: the first from the other end.</summary>
    private static Tensor<T> Position(OnnxCase @case, Tensor<T> x, Func<Tensor<T>, int, bool, Indices> positionOf)
    {
        var (axis, keep, isLast) = (@case.Integer("axis", 0), @case.Integer("keepdims", 1) == 1, @case.Integer("select_last_index", 0) == 1);
        var positions = positionOf(isLast ? x.Flip(axis) : x, axis, keep);
        var last = x.Shape[axis < 0 ? axis + x.Shape.Rank : axis] - 1;
        return Tensor.Create<T>(positions.Shape, [.. positions.Values.Select(position => T.CreateChecked(isLast ? last - position : position))]);
    }

    private static Tensor<T> Pad(OnnxCase @case, Tensor<T> x)
    {
        var (pads, rank) = (@case.List("pads", 1)!, x.Shape.Rank);
        var axes = @case.Input(3)?.AsList() ?? [.. Enumerable.Range(0, rank)];
        var widths = new (int Before, int After)[rank];
        for (var i = 0; i < axes.Length; i++)
            widths[axes[i] < 0 ? axes[i] + rank : axes[i]] = (pads[i], pads[i + axes.Length]);
        // A negative width takes away.
        x = x[[.. widths.Select((width, axis) => (FunctionalNet.Slice)(int.Max(-width.Before, 0)..(x.Shape[axis] - int.Max(-width.After, 0))))]];
        (int, int)[] added = [.. widths.Select(width => (int.Max(width.Before, 0), int.Max(width.After, 0)))];
        var value = @case.Input(2)?.Numbers[0] ?? @case.Number("value", 0);
        return @case.Text("mode", "constant") switch
        {
            "constant" => x.Pad(T.CreateTruncating(value), added),
            "edge" => x.Pad(PadMode.Edge, added),
            "reflect" => x.Pad(PadMode.Reflect, added),
            var mode => throw new NotSupportedException($"there is no padding by {mode}"),
        };
    }

    private static Tensor<T> Flatten(Tensor<T> x, int axis)
    {
        var at = axis < 0 ? axis + x.Shape.Rank : axis;
        return x.Reshape([x.Shape[..at].Size, x.Shape[at..].Size]);
    }

    private static ScatterMode Mode(string reduction) => reduction switch
    {
        "none" => ScatterMode.Replace,
        "add" => ScatterMode.Add,
        "mul" => ScatterMode.Multiply,
        "max" => ScatterMode.Maximum,
        "min" => ScatterMode.Minimum,
        _ => throw new NotSupportedException($"there is no reduction {reduction}"),
    };

    private static Tensor<T> Gemm(OnnxCase @case, Tensor<T> a)
    {
        var b = First(@case);
        var left = @case.Integer("transA", 0) == 1 ? a.Transpose() : a;
        var product = (@case.Integer("transB", 0) == 1 ? left.MatMulTransposed(b) : left.MatMul(b)) * T.CreateTruncating(@case.Number("alpha", 1));
        return @case.Input(2) is { } c ? product + (c.AsTensor<T>() * T.CreateTruncating(@case.Number("beta", 1))) : product;
    }

    private static Tensor<T> OneHot(OnnxCase @case)
    {
        var (indices, depth, values) = (@case.Input(0)!, @case.Input(1)!.AsList()[0], Second(@case));
        var axis = @case.Integer("axis", -1);
        var classes = Tensor.OneHot<T>([.. indices.AsList().Select(index => index < 0 ? index + depth : index)], depth).Reshape([.. indices.Shape, depth]);
        var moved = axis == -1 ? indices.Shape.Rank : axis < 0 ? axis + indices.Shape.Rank + 1 : axis;
        int[] others = [.. Enumerable.Range(0, indices.Shape.Rank)];
        return classes.Permute([.. others[..moved], indices.Shape.Rank, .. others[moved..]]).Where(values[1], values[0]);
    }

    private delegate Tensor<T> Reduction(Tensor<T> x, ReadOnlySpan<int> axes, bool keepAxes);

    private static Tensor<T> Reduced(OnnxCase @case, Tensor<T> x, Reduction reduction)
    {
        var axes = @case.List("axes", 1) ?? [];
        return axes.Length == 0 && @case.Integer("noop_with_empty_axes", 0) == 1 ? x : reduction(x, axes, @case.Integer("keepdims", 1) == 1);
    }

    /// <summary>A length of 0 is that of the input, unless zeros are meant; −1 is what is left.</summary>
    private static Tensor<T> Reshape(OnnxCase @case, Tensor<T> x)
    {
        int[] lengths = [.. @case.Input(1)!.AsList().Select((length, axis) => length == 0 && @case.Integer("allowzero", 0) == 0 ? x.Shape[axis] : length)];
        var known = lengths.Where(length => length >= 0).Aggregate(1, (size, length) => size * length);
        return x.Reshape(Shape.Create([.. lengths.Select(length => length < 0 ? x.Shape.Size / known : length)]));
    }

    /// <summary>An end beyond the axis is that of the axis.</summary>
    private static Tensor<T> Slice(OnnxCase @case, Tensor<T> x)
    {
        var (starts, ends) = (@case.Input(1)!, @case.Input(2)!);
        var axes = @case.Input(3)?.AsList() ?? [.. Enumerable.Range(0, starts.Numbers.Length)];
        var steps = @case.Input(4)?.AsList() ?? [.. axes.Select(_ => 1)];
        var slices = new FunctionalNet.Slice[x.Shape.Rank];
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = axes[i] < 0 ? axes[i] + x.Shape.Rank : axes[i];
            var (length, step) = (x.Shape[axis], steps[i]);
            var (lowest, highest) = step > 0 ? (0, length) : (-1, length - 1);
            var (first, end) = (Within(starts.Numbers[i]), Within(ends.Numbers[i]));
            slices[axis] = step > 0
                ? FunctionalNet.Slice.Every(step, first..int.Max(first, end))
                : FunctionalNet.Slice.Every(step, (int.Min(first, end) + 1)..(first + 1));

            int Within(double index) => (int)double.Clamp(index < 0 ? index + length : index, lowest, highest);
        }

        return x[slices];
    }

    private static Tensor<T> Squeeze(OnnxCase @case, Tensor<T> x)
    {
        var axes = @case.List("axes", 1) ?? [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => x.Shape[axis] == 1)];
        return axes.Select(axis => axis < 0 ? axis + x.Shape.Rank : axis).OrderDescending().Aggregate(x, (squeezed, axis) => squeezed.RemoveAxis(axis));
    }

    private static Tensor<T> Unsqueeze(OnnxCase @case, Tensor<T> x)
    {
        var axes = @case.List("axes", 1)!;
        var rank = x.Shape.Rank + axes.Length;
        return axes.Select(axis => axis < 0 ? axis + rank : axis).Order().Aggregate(x, (raised, axis) => raised.InsertAxis(axis));
    }
}
