using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Bits;

/// <summary>The members that take more than tensors, called with arguments: each entry gives a result, or a function to run, for every overload.</summary>
internal static class Arguments<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly Tensor<T> X = Operands<T>.Clean;
    private static readonly Tensor<T> Y = Operands<T>.Vector;
    private static readonly Tensor<T> Cube = X.Reshape([7, 29, 37]);
    private static readonly Indices Rows = new([41], Key.Seed(11).Integers(41, 203));
    private static readonly Indices Along = new([11, 37], Key.Seed(12).Integers(11 * 37, 203));
    private static readonly Tensor<T> Updates = Key.Seed(13).Normal<T>([41, 37]);
    private static readonly Tensor<T> Images = Key.Seed(14).Normal<T>([19, 19, 19, 24]);
    private static readonly ImmutableArray<T> Weights = [.. Y.Abs().Data];

    public static ImmutableDictionary<string, Func<object[]>> Entries { get; } =
        new[] { OfTensors, OfProducts, OfScalars, OfNodes, OfReductions, OfArrangements, OfLayers, OfSpatialLayers, OfLosses, OfMetrics, OfAugmentations }
            .SelectMany(entries => entries).ToImmutableDictionary();

    private static Dictionary<string, Func<object[]>> OfTensors => new()
    {
        ["Tensor.Row"] = () => [X.Row(7)],
        ["Tensor.Rows"] = () => [X.Rows(7, 3, 7)],
        ["Tensor.Reshape"] = () => [Cube],
        ["Tensor.SumTo"] = () => [Cube.SumTo([29, 1])],
        ["Tensor.BroadcastTo"] = () => [Y.BroadcastTo([5, 37])],
        ["Tensor.Map"] = () => [X.Map(x => x * x)],
        ["Tensor.Pow"] = () => [.. from x in Operands<T>.Both from exponent in new[] { -3, 0, 1, 2, 7 } select x.Pow(exponent)],
        ["Tensor.Clip"] = () => [.. Operands<T>.Both.Select(x => x.Clip(-T.One, C(2)))],
        ["Tensor.Where"] = () => [.. Operands<T>.Both.Select(x => x.Greater(T.Zero).Where(x, Y))],
        ["Tensor.SumOver"] = () => [.. Over((x, axes) => x.SumOver(axes)), X.SumOver(0), X.SumOver(-1, keepAxes: true)],
        ["Tensor.ProductOver"] = () => Over((x, axes) => x.ProductOver(axes)),
        ["Tensor.MeanOver"] = () => [.. Over((x, axes) => x.MeanOver(axes)), X.MeanOver(0), X.MeanOver(-1)],
        ["Tensor.MaxOver"] = () => [.. Over((x, axes) => x.MaxOver(axes)), X.MaxOver(0), X.MaxOver(-1)],
        ["Tensor.MinOver"] = () => [.. Over((x, axes) => x.MinOver(axes)), X.MinOver(0), X.MinOver(-1)],
        ["Tensor.VarianceOver"] = () => Over((x, axes) => x.VarianceOver(axes)),
        ["Tensor.StdOver"] = () => Over((x, axes) => x.StdOver(axes)),
        ["Tensor.LogSumExpOver"] = () => Over((x, axes) => x.LogSumExpOver(axes)),
        ["Tensor.NormOver"] = () => Over((x, axes) => x.NormOver(axes)),
        ["Tensor.ArgMax"] = () => [.. Operands<T>.Both.SelectMany(x => new[] { x.ArgMax(0), x.ArgMax(1) })],
        ["Tensor.ArgMin"] = () => [.. Operands<T>.Both.SelectMany(x => new[] { x.ArgMin(0), x.ArgMin(1) })],
        ["Tensor.CumulativeSum"] = () => [X.CumulativeSum(0), X.CumulativeSum(1)],
        ["Tensor.Permute"] = () => [Cube.Permute(2, 0, 1)],
        ["Tensor.Transpose"] = () => [X.Transpose(), Cube.Transpose(0, 2)],
        ["Tensor.Flip"] = () => [Cube.Flip(0, 2)],
        ["Tensor.Tile"] = () => [Y.Tile(3)],
        ["Tensor.Pad"] = () => [X.Pad(T.One, (1, 2), (0, 3)), X.Pad(PadMode.Reflect, (1, 2), (0, 3)), X.Pad(PadMode.Edge, (1, 2), (0, 3))],
        ["Tensor.InsertAxis"] = () => [X.InsertAxis(1)],
        ["Tensor.RemoveAxis"] = () => [X.InsertAxis(1).RemoveAxis(1)],
        ["Tensor.Split"] = () => [X.Split(0, 200, 3)],
        ["Tensor.Gather"] = () => [X.Gather(0, Rows)],
        ["Tensor.ScatterAdd"] = () => [X.ScatterAdd(0, Rows, Updates)],
        ["Tensor.GatherAlong"] = () => [X.GatherAlong(0, Along)],
        ["Tensor.ScatterAlong"] = () => [.. Enum.GetValues<ScatterMode>().Select(mode => X.ScatterAlong(0, Along, Updates[..11], mode))],
    };

    private static Dictionary<string, Func<object[]>> OfProducts => new()
    {
        ["Tensor.MatMul"] = () => [X.MatMul(Updates.Transpose()), X.MatMul(Y), Cube.MatMul(Updates.Transpose())],
        ["Tensor.TransposedMatMul"] = () => [X.TransposedMatMul(X)],
        ["Tensor.MatMulTransposed"] = () => [X.MatMulTransposed(Updates)],
        ["TensorNodes.MatMul"] = () => [Run(TensorNodes<T>.MatMul, (X, Updates.Transpose()))],
    };

    private static Dictionary<string, Func<object[]>> OfScalars => new()
    {
        ["Nodes.AddConstant"] = () => [Nodes<T>.AddConstant(C(0.1))],
        ["Nodes.MultiplyBy"] = () => [Nodes<T>.MultiplyBy(C(0.1))],
    };

    private static Dictionary<string, Func<object[]>> OfNodes => new()
    {
        ["TensorNodes.LeakyRelu"] = () => [TensorNodes<T>.LeakyRelu(C(0.1))],
        ["TensorNodes.ThresholdedRelu"] = () => [TensorNodes<T>.ThresholdedRelu(C(0.3))],
        ["TensorNodes.Elu"] = () => [TensorNodes<T>.Elu(C(0.7))],
        ["TensorNodes.Celu"] = () => [TensorNodes<T>.Celu(C(0.7))],
        ["TensorNodes.HardSigmoid"] = () => [TensorNodes<T>.HardSigmoid(C(0.2), C(0.5))],
        ["TensorNodes.SoftmaxOver"] = () => [TensorNodes<T>.SoftmaxOver(0), TensorNodes<T>.SoftmaxOver(-1)],
        ["TensorNodes.LogSoftmaxOver"] = () => [TensorNodes<T>.LogSoftmaxOver(0), TensorNodes<T>.LogSoftmaxOver(-1)],
        ["TensorNodes.Pow"] = () => [TensorNodes<T>.Pow(3), TensorNodes<T>.Pow(-2)],
        ["TensorNodes.Clip"] = () => [TensorNodes<T>.Clip(-T.One, C(2))],
        ["TensorNodes.Where"] = () => [TensorNodes<T>.Where(X.Greater(T.Zero))],
        ["TensorNodes.AddConstant"] = () => [TensorNodes<T>.AddConstant(C(0.1))],
        ["TensorNodes.MultiplyBy"] = () => [TensorNodes<T>.MultiplyBy(C(0.1))],
    };

    private static Dictionary<string, Func<object[]>> OfReductions => new()
    {
        ["TensorNodes.SumOver"] = () => Over(axes => TensorNodes<T>.SumOver(axes)),
        ["TensorNodes.MeanOver"] = () => Over(axes => TensorNodes<T>.MeanOver(axes)),
        ["TensorNodes.MaxOver"] = () => Over(axes => TensorNodes<T>.MaxOver(axes)),
        ["TensorNodes.MinOver"] = () => Over(axes => TensorNodes<T>.MinOver(axes)),
        ["TensorNodes.VarianceOver"] = () => Over(axes => TensorNodes<T>.VarianceOver(axes)),
        ["TensorNodes.StdOver"] = () => Over(axes => TensorNodes<T>.StdOver(axes)),
        ["TensorNodes.LogSumExpOver"] = () => Over(axes => TensorNodes<T>.LogSumExpOver(axes)),
        ["TensorNodes.NormOver"] = () => Over(axes => TensorNodes<T>.NormOver(axes)),
        ["TensorNodes.CumulativeSum"] = () => [TensorNodes<T>.CumulativeSum(0), TensorNodes<T>.CumulativeSum(1)],
    };

    private static Dictionary<string, Func<object[]>> OfArrangements => new()
    {
        ["TensorNodes.Part"] = () => [TensorNodes<T>.Part([3..90, Slice.Every(-2)])],
        ["TensorNodes.Reshape"] = () => [TensorNodes<T>.Reshape([7, 29, 37])],
        ["TensorNodes.Permute"] = () => [TensorNodes<T>.Permute([1, 0])],
        ["TensorNodes.Transpose"] = () => [TensorNodes<T>.Transpose(0, 1)],
        ["TensorNodes.Flip"] = () => [TensorNodes<T>.Flip([1])],
        ["TensorNodes.BroadcastTo"] = () => [TensorNodes<T>.BroadcastTo([3, 203, 37])],
        ["TensorNodes.Tile"] = () => [TensorNodes<T>.Tile([2, 1])],
        ["TensorNodes.Pad"] = () => [TensorNodes<T>.Pad(T.One, [(1, 2), (0, 3)]), TensorNodes<T>.Pad(PadMode.Reflect, [(1, 2), (0, 3)])],
        ["TensorNodes.Concatenate"] = () => [Run(TensorNodes<T>.Concatenate(0), [X, Updates])],
        ["TensorNodes.Stack"] = () => [Run(TensorNodes<T>.Stack(1), [X, X])],
        ["TensorNodes.Split"] = () => [TensorNodes<T>.Split(0, [200, 3])(X) is var (parts, pullback) ? (object)(parts, pullback(parts)) : parts],
        ["TensorNodes.Gather"] = () => [TensorNodes<T>.Gather(0, Rows)],
        ["TensorNodes.ScatterAdd"] = () => [Run(TensorNodes<T>.ScatterAdd(0, Rows), (X, Updates))],
        ["TensorNodes.GatherAlong"] = () => [TensorNodes<T>.GatherAlong(0, Along)],
    };

    private static Layer<T> Reshaped(Shape shape) => Layer.Lift<T>("Reshaped", _ => shape, TensorNodes<T>.Reshape(shape));

    private static Dictionary<string, Func<object[]>> OfSpatialLayers => new()
    {
        ["Layers.MaxPool"] = () => OnImages(Layers<T>.MaxPool([2, 2]), Layers<T>.MaxPool([3, 2], [2, 1], Padding.Same, [1, 2], ceil: true)),
        ["Layers.AveragePool"] = () => OnImages(Layers<T>.AveragePool([2, 2]), Layers<T>.AveragePool([3, 2], [2, 1], Padding.Same, countPadding: true)),
        ["Layers.AdaptiveAveragePool"] = () => OnImages(Layers<T>.AdaptiveAveragePool([3, 4]), Layers<T>.AdaptiveAveragePool([30, 2])),
        ["Layers.AdaptiveMaxPool"] = () => OnImages(Layers<T>.AdaptiveMaxPool([3, 4]), Layers<T>.AdaptiveMaxPool([30, 2])),
        ["Layers.GlobalAveragePool"] = () => OnImages(Layers<T>.GlobalAveragePool),
        ["Layers.GlobalMaxPool"] = () => OnImages(Layers<T>.GlobalMaxPool),
        ["Layers.ZeroPad"] = () => OnImages(Layers<T>.ZeroPad([2, 1]), Layers<T>.ZeroPad([2, 1], [0, 3])),
        ["Layers.ReflectPad"] = () => OnImages(Layers<T>.ReflectPad([2, 1]), Layers<T>.ReflectPad([2, 1], [0, 3])),
        ["Layers.EdgePad"] = () => OnImages(Layers<T>.EdgePad([2, 1]), Layers<T>.EdgePad([2, 1], [0, 3])),
        ["Layers.UpsampleNearest"] = () => OnImages(Layers<T>.UpsampleNearest([2, 3])),
        ["Layers.UpsampleLinear"] = () => OnImages(Layers<T>.UpsampleLinear([2, 3])),
        ["Layers.ResizeNearest"] = () => OnImages(Layers<T>.ResizeNearest([5, 40])),
        ["Layers.ResizeLinear"] = () => OnImages(Layers<T>.ResizeLinear([5, 40])),
        ["Layers.Reshape"] = () => [Layers<T>.Reshape([37, 1])],
        ["Layers.Permute"] = () => OnImages(Layers<T>.Permute(2, 0, 1)),
    };

    /// <summary>Layers on images with fewer channels than a vector has numbers, and with more.</summary>
    private static object[] OnImages(params Layer<T>[] layers) =>
        [.. layers.SelectMany(layer => new[] { Reshaped([7, 29, 37, 1]) >> layer, Reshaped([1, 7, 29, 37]) >> layer })];

    private static Dictionary<string, Func<object[]>> OfLayers => new()
    {
        ["Layers.Affine"] = () => [Layers<T>.Affine(37, 11)],
        ["Layers.Convolution"] = () =>
        [
            Reshaped([7, 29, 37, 1]) >> Layers<T>.Convolution(1, 21, [5, 3]) >> Layers<T>.Convolution(21, 6, [3, 3], [2, 2], Padding.Same, groups: 3),
            Reshaped([7, 29, 37, 1]) >> Layers<T>.Convolution(1, 19, [5, 3]) >> Layers<T>.Convolution(19, 35, [3, 3], padding: Padding.Same),
            Reshaped([7, 29, 37]) >> Layers<T>.Convolution(37, 50, [3], dilation: [2]) >> Layers<T>.Convolution(50, 11, [1]),
        ],
        ["Layers.DepthwiseConvolution"] = () => [Reshaped([7, 29, 37]) >> Layers<T>.DepthwiseConvolution(37, [3], padding: Padding.Same)],
        ["Layers.TransposedConvolution"] = () => [Reshaped([7, 29, 37]) >> Layers<T>.TransposedConvolution(37, 12, [4], [2], Padding.Of([1]))],
        ["Layers.Residual"] = () => [Layers<T>.Residual(Layers<T>.Affine(37, 37) >> Layers<T>.Tanh)],
        ["Layers.Branches"] = () => [Layers<T>.Branches(Layers<T>.Sum, Layers<T>.Tanh, Layers<T>.Affine(37, 37), Layers<T>.Gelu)],
        ["Layers.Repeat"] = () => [Layers<T>.Repeat(3, i => Layers<T>.Affine(37 - i, 36 - i) >> Layers<T>.Silu)],
        ["Layers.Frozen"] = () => [Layers<T>.Affine(37, 5) >> Layers<T>.Frozen(Layers<T>.Affine(5, 3))],
        ["Layers.Shared"] = () => [Layers<T>.Shared("tied", Layers<T>.Affine(37, 37)) >> Layers<T>.Tanh >> Layers<T>.Shared("tied", Layers<T>.Affine(37, 37))],
        ["Layers.Elu"] = () => [Layers<T>.Elu(0.7)],
        ["Layers.Celu"] = () => [Layers<T>.Celu(0.7)],
        ["Layers.HardSigmoid"] = () => [Layers<T>.HardSigmoid()],
        ["Layers.LeakyRelu"] = () => [Layers<T>.LeakyRelu()],
        ["Layers.PRelu"] = () => [Layers<T>.PRelu(37)],
        ["Layers.ThresholdedRelu"] = () => [Layers<T>.ThresholdedRelu(0.3)],
        ["Layers.SoftmaxOver"] = () => [Layers<T>.SoftmaxOver(0)],
        ["Layers.LogSoftmaxOver"] = () => [Layers<T>.LogSoftmaxOver(0)],
        ["Layers.BatchNormalization"] = () => [Layers<T>.BatchNormalization(37), .. Run(Layers<T>.BatchNormalization(24))],
        ["Layers.LayerNormalization"] = () => [Layers<T>.LayerNormalization([37]), .. Run(Layers<T>.LayerNormalization([24])), .. Run(Layers<T>.LayerNormalization([19, 24]))],
        ["Layers.RmsNormalization"] = () => [Layers<T>.RmsNormalization([37]), .. Run(Layers<T>.RmsNormalization([24])), .. Run(Layers<T>.RmsNormalization([19, 24]))],
        ["Layers.GroupNormalization"] = () => [Layers<T>.GroupNormalization(1, 37), .. Run(Layers<T>.GroupNormalization(6, 24))],
        ["Layers.InstanceNormalization"] = () => Run(Layers<T>.InstanceNormalization(24)),
        ["Layers.WeightStandardization"] = () => [Layers<T>.WeightStandardization(Layers<T>.Affine(37, 11))],
        ["Layers.Dropout"] = () => [Layers<T>.Dropout(0.3), .. Run(Layers<T>.Dropout(0.3))],
        ["Layers.SpatialDropout"] = () => [Layers<T>.SpatialDropout(0.3), .. Run(Layers<T>.SpatialDropout(0.3))],
        ["Layers.DropPath"] = () => [Layers<T>.DropPath(0.3)],
        ["Layers.GaussianNoise"] = () => [Layers<T>.GaussianNoise(0.3)],
    };

    private static Dictionary<string, Func<object[]>> OfLosses => new()
    {
        ["Losses.SoftmaxCrossEntropyWith"] = () => [Layers<T>.Losses.SoftmaxCrossEntropyWith(Weights, 0.1, ignoredIndex: 3)],
        ["Losses.NegativeLogLikelihoodWith"] = () => [Layers<T>.Losses.NegativeLogLikelihoodWith(Weights, 0.1, ignoredIndex: 3)],
        ["Losses.Focal"] = () => [Layers<T>.Losses.Focal(1.5, Weights)],
        ["Losses.SigmoidFocal"] = () => [Layers<T>.Losses.SigmoidFocal(1.5, 0.25)],
        ["Losses.MultiClassHinge"] = () => [Layers<T>.Losses.MultiClassHinge()],
        ["Losses.Huber"] = () => [Layers<T>.Losses.Huber(0.7)],
        ["Losses.Contrastive"] = () => [Run(Layers<T>.Losses.Contrastive([.. Enumerable.Range(0, 203).Select(row => row % 3 == 0)], margin: 20), (X, X + Y))],
        ["Losses.Triplet"] = () => [Run(Layers<T>.Losses.Triplet(), ((X, X + Y), X * Y))],
    };

    private static Dictionary<string, Func<object[]>> OfMetrics => new()
    {
        ["Metrics.BinaryAccuracy"] = () => [Layers<T>.Metrics.BinaryAccuracy()],
        ["Metrics.TopAccuracy"] = () => [Layers<T>.Metrics.TopAccuracy(3)],
        ["Metrics.Precision"] = () => [Layers<T>.Metrics.Precision(1)],
        ["Metrics.Recall"] = () => [Layers<T>.Metrics.Recall(1)],
        ["Metrics.F1"] = () => [Layers<T>.Metrics.F1(1)],
        ["Metrics.MeanLoss"] = () => [Layers<T>.Metrics.MeanLoss(Layers<T>.Losses.SoftmaxCrossEntropy)],
        ["Metrics.Perplexity"] = () => [Layers<T>.Metrics.Perplexity(Layers<T>.Losses.SoftmaxCrossEntropy)],
    };

    private static Dictionary<string, Func<object[]>> OfAugmentations => new()
    {
        ["Augment.Shift"] = () => [Layers<T>.Augment.Shift(3), Layers<T>.Augment.Shift(1, 4)],
        ["Augment.Rotate"] = () => [Layers<T>.Augment.Rotate(170), Layers<T>.Augment.Rotate(-90, 30) >> Layers<T>.Augment.Shift(3) >> Layers<T>.Augment.Elastic(20, 3)],
        ["Augment.Scale"] = () => [Layers<T>.Augment.Scale(0.7, 1.4)],
        ["Augment.Shear"] = () => [Layers<T>.Augment.Shear(40), Layers<T>.Augment.Shear(-30, 10).Filled(0.3)],
        ["Augment.FlipHorizontally"] = () => [Layers<T>.Augment.FlipHorizontally()],
        ["Augment.FlipVertically"] = () => [Layers<T>.Augment.FlipVertically(0.3)],
        ["Augment.Crop"] = () => [Layers<T>.Augment.Crop(17, 21, 2)],
        ["Augment.Elastic"] = () => [Layers<T>.Augment.Elastic(34, 4)],
        ["Augment.Noise"] = () => [Layers<T>.Augment.Noise(0.3)],
        ["Augment.Brightness"] = () => [Layers<T>.Augment.Brightness(0.3)],
        ["Augment.Contrast"] = () => [Layers<T>.Augment.Contrast(0.3)],
        ["Augment.Cutout"] = () => [Layers<T>.Augment.Cutout(7)],
        ["Augment.Erase"] = () => [Layers<T>.Augment.Erase()],
        ["Augment.Mixup"] = () => [Layers<T>.Augment.Mixup(0.3, 5)],
        ["Augment.CutMix"] = () => [Layers<T>.Augment.CutMix(1.5, 5)],
    };

    private static T C(double number) => T.CreateChecked(number);

    private static object Run<TIn, TOut>(Differentiable<TIn, TOut> function, TIn x) => function(x) is var (y, pullback) ? (y, pullback(y)) : x!;

    /// <summary>A layer on images that are large enough for several threads, with its statistics: in training, and with those in inference.</summary>
    private static object[] Run(Layer<T> layer)
    {
        var parameters = layer.Initialize(Key.Seed(3));
        var training = layer.Forward(parameters, Images, Mode.Training(Key.Seed(4)));
        var inference = layer.Forward(training.Statistics ?? parameters, Images, Mode.Inference);
        return [.. new[] { training, inference }.Select(pass => pass.Backward(Images) is var gradients
            ? (object)(pass.Output, gradients.Parameters, gradients.Input, pass.Statistics ?? parameters) : pass)];
    }

    private static object[] Over(Func<Tensor<T>, int[], Tensor<T>> reduce) => [.. new int[][] { [], [0], [1], [0, 2] }.Select(axes => reduce(Cube, axes))];

    private static object[] Over(Func<ImmutableArray<int>, Differentiable<Tensor<T>, Tensor<T>>> reduce) =>
        [.. new ImmutableArray<int>[] { [], [0], [1] }.Select(reduce)];
}
