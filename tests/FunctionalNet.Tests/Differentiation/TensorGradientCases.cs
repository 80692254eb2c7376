using System.Collections.Immutable;
using TN = FunctionalNet.TensorNodes<double>;

namespace FunctionalNet.Tests.Differentiation;

/// <summary>The gradient checks of functions, reductions and arrangements of tensors, and of activations.</summary>
internal static class TensorGradientCases
{
    private static readonly Shape[] Shapes = [[2], [3, 5], [2, 3, 4]];

    private static readonly (Shape, Shape)[] ShapePairs = [([2, 3], [2, 3]), ([4, 3], [3]), ([2, 1, 3], [4, 1]), ([3], [4, 3])];

    public static ImmutableArray<GradientCase> All { get; } =
        [.. Functions, .. Activations, .. Pairs, .. Reductions, .. Arrangements, .. Parts, .. Joined, .. Gathered, .. BatchedProducts];

    private static IEnumerable<GradientCase> Functions => Shapes.SelectMany(shape => new[]
    {
        Of("Abs", TN.Abs, shape, Draw.AwayFromZero),
        Of("Sqrt", TN.Sqrt, shape, Draw.Positive),
        Of("ReciprocalSqrt", TN.ReciprocalSqrt, shape, Draw.Positive),
        Of("Erf", TN.Erf, shape, Draw.Normal),
        Of("Pow", TN.Pow(3), shape, Draw.Normal),
        Of("Pow", TN.Pow(-2), shape, Draw.AwayFromZero, "by -2"),
        Of("Pow", TN.Pow(0), shape, Draw.Normal, "by 0"),
        Of("Clip", TN.Clip(-0.5, 1), shape, Draw.Normal),
    });

    private static IEnumerable<GradientCase> Activations => Shapes.SelectMany(shape => new[]
    {
        Of("LeakyRelu", TN.LeakyRelu(0.2), shape, Draw.AwayFromZero),
        Of("ThresholdedRelu", TN.ThresholdedRelu(0), shape, Draw.AwayFromZero),
        Of("Elu", TN.Elu(0.5), shape, Draw.AwayFromZero),
        Of("Celu", TN.Celu(0.5), shape, Draw.AwayFromZero),
        Of("Selu", TN.Selu, shape, Draw.AwayFromZero),
        Of("Gelu", TN.Gelu, shape, Draw.Normal),
        Of("GeluTanh", TN.GeluTanh, shape, Draw.Normal),
        Of("Silu", TN.Silu, shape, Draw.Normal),
        Of("Mish", TN.Mish, shape, Draw.Normal),
        Of("Softplus", TN.Softplus, shape, Draw.Normal),
        Of("Softsign", TN.Softsign, shape, Draw.AwayFromZero),
        Of("HardSigmoid", TN.HardSigmoid(0.5, 0.4), shape, Draw.Normal),
        Of("HardSwish", TN.HardSwish, shape, (key, s) => Draw.Normal(key, s) * 3),
        Of("SoftmaxOver", TN.SoftmaxOver(0), shape, Draw.Normal),
        Of("LogSoftmaxOver", TN.LogSoftmaxOver(0), shape, Draw.Normal),
    });

    private static IEnumerable<GradientCase> Pairs => ShapePairs.SelectMany(pair => new[]
    {
        Of("Maximum", TN.Maximum, pair, Draw.Normal),
        Of("Minimum", TN.Minimum, pair, Draw.Normal),
        Of("Power", TN.Power, pair, Draw.Positive),
        Of("PRelu", TN.PRelu, pair, Draw.AwayFromZero),
        Of("Where", TN.Where(Tensor.Vector<double>(1, 0, -2)), pair, Draw.Normal),
    });

    private static IEnumerable<GradientCase> Reductions =>
        from axes in new ImmutableArray<int>[] { [], [0], [-1], [0, 2], [1] }
        from keepAxes in new[] { false, true }
        from @case in new[]
        {
            Reduction("SumOver", TN.SumOver(axes, keepAxes)),
            Reduction("MeanOver", TN.MeanOver(axes, keepAxes)),
            Reduction("MaxOver", TN.MaxOver(axes, keepAxes)),
            Reduction("MinOver", TN.MinOver(axes, keepAxes)),
            Reduction("VarianceOver", TN.VarianceOver(axes, keepAxes)),
            Reduction("StdOver", TN.StdOver(axes, keepAxes, correction: 1)),
            Reduction("LogSumExpOver", TN.LogSumExpOver(axes, keepAxes)),
            Reduction("NormOver", TN.NormOver(axes, keepAxes)),
        }
        select @case with { What = $"over [{string.Join(", ", axes)}]{(keepAxes ? ", kept" : "")}" };

    private static IEnumerable<GradientCase> Arrangements =>
    [
        .. Shapes.SelectMany(shape => new[]
        {
            Of("CumulativeSum", TN.CumulativeSum(0), shape, Draw.Normal),
            Of("CumulativeSum", TN.CumulativeSum(-1, isExclusive: true, isReverse: true), shape, Draw.Normal, "before, from the end"),
            Of("Reshape", TN.Reshape([shape.Size]), shape, Draw.Normal),
            Of("Transpose", TN.Transpose(0, -1), shape, Draw.Normal),
            Of("Flip", TN.Flip(), shape, Draw.Normal),
            Of("Flip", TN.Flip(-1), shape, Draw.Normal, "of the innermost axis"),
            Of("BroadcastTo", TN.BroadcastTo([2, .. shape]), shape, Draw.Normal),
        }),
        Of("BroadcastTo", TN.BroadcastTo([2, 4, 3]), [2, 1, 3], Draw.Normal),
        Of("Permute", TN.Permute(2, 0, 1), [2, 3, 4], Draw.Normal),
        Of("Permute", TN.Permute(1, 0), [3, 5], Draw.Normal),
        Of("Tile", TN.Tile(2, 3), [2, 3], Draw.Normal),
        Of("Tile", TN.Tile(1, 2, 2), [2, 3, 1], Draw.Normal),
    ];

    private static IEnumerable<GradientCase> Parts =>
    [
        Of("Part", TN.Part(.., 1..3), [2, 4], Draw.Normal),
        Of("Part", TN.Part(^1, Slice.Every(-2)), [2, 5], Draw.Normal),
        Of("Part", TN.Part(1, .., Slice.Every(2)), [2, 3, 4], Draw.Normal),
        Of("Pad", TN.Pad(0.5, (1, 2)), [3], Draw.Normal, "by a number"),
        Of("Pad", TN.Pad(0.5, (0, 1), (2, 0)), [2, 3], Draw.Normal, "by a number"),
        Of("Pad", TN.Pad(PadMode.Edge, (1, 2), (3, 0)), [2, 3], Draw.Normal, "by the edge"),
        Of("Pad", TN.Pad(PadMode.Reflect, (1, 0), (2, 2)), [2, 3], Draw.Normal, "by reflection"),
    ];

    private static IEnumerable<GradientCase> Joined =>
    [
        Several("Concatenate", TN.Concatenate(0), [2, 3], [1, 3], [4, 3]),
        Several("Concatenate", TN.Concatenate(-1), [2, 3], [2, 1]),
        Several("Stack", TN.Stack(0), [2, 3], [2, 3]),
        Several("Stack", TN.Stack(-1), [4], [4], [4]),
        Of("Split", TN.Split(0, 1, 3), [4, 2], Draw.Normal),
        Of("Split", TN.Split(-1, 2, 0, 1), [2, 3], Draw.Normal),
    ];

    private static IEnumerable<GradientCase> Gathered =>
    [
        Of("Gather", TN.Gather(0, [2, 0, 2]), [3, 2], Draw.Normal),
        Of("Gather", TN.Gather(1, new Indices([2, 2], [0, -1, 1, 1])), [2, 3, 2], Draw.Normal),
        Of("GatherAlong", TN.GatherAlong(0, new Indices([2, 3], [0, 1, 1, 0, -1, 1])), [2, 3], Draw.Normal),
        Of("GatherAlong", TN.GatherAlong(1, new Indices([3, 1], [2, 0, -1])), [3, 4], Draw.Normal),
        Of("ScatterAdd", TN.ScatterAdd(0, [2, 0, 2]), ([3, 2], [3, 2]), Draw.Normal),
        Of("ScatterAdd", TN.ScatterAdd(1, [1, 1]), ([2, 3], [2, 2]), Draw.Normal),
    ];

    private static IEnumerable<GradientCase> BatchedProducts =>
    [
        Of("MatMul", TN.MatMul, ([2, 3, 4], [4, 2]), Draw.Normal),
        Of("MatMul", TN.MatMul, ([3, 4], [2, 4, 2]), Draw.Normal),
        Of("MatMul", TN.MatMul, ([2, 1, 3, 4], [3, 4, 1]), Draw.Normal),
    ];

    private static GradientCase Reduction(string name, Differentiable<Tensor<double>, Tensor<double>> function) =>
        Of(name, function, [3, 4, 2], Draw.Normal);

    private static GradientCase Of<TOut>(
        string name, Differentiable<Tensor<double>, TOut> function, Shape shape, Func<Key, Shape, Tensor<double>> draw, string how = "") =>
        GradientCase.Of($"TensorNodes.{name}", $"{how} on {shape}".TrimStart(), function, key => draw(key, shape));

    private static GradientCase Of(
        string name,
        Differentiable<(Tensor<double>, Tensor<double>), Tensor<double>> function,
        (Shape First, Shape Second) shapes,
        Func<Key, Shape, Tensor<double>> draw) =>
        GradientCase.Of($"TensorNodes.{name}", $"on {shapes.First} and {shapes.Second}", function, key => Draw.Pair(key, shapes.First, shapes.Second, draw));

    private static GradientCase Several(
        string name, Differentiable<ImmutableArray<Tensor<double>>, Tensor<double>> function, params Shape[] shapes) => GradientCase.Of(
            $"TensorNodes.{name}",
            $"of {string.Join(" and ", (IEnumerable<Shape>)shapes)}",
            function,
            key => shapes.Select((shape, i) => Draw.Normal(key.Fold(i), shape)).ToImmutableArray());
}
