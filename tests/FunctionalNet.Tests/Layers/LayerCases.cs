using System.Collections.Immutable;
using LanguageExt;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>A layer on inputs of a shape: for its gradient check, and for the laws.</summary>
/// <param name="Member">The public member that makes the layer: <c>Layers.Affine</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Shape">The input's shape.</param>
/// <param name="Draw">Draws inputs where the layer is smooth.</param>
public sealed record LayerCase(string Member, Layer<double> Layer, Shape Shape, Func<Key, Shape, Tensor<double>> Draw)
{
    public Tensor<double> Input(Key key) => Draw(key, Shape);

    public override string ToString() => $"{Member}: {Layer} on {Shape}";
}

/// <summary>Every layer of the library, and every way to make one.</summary>
public static partial class LayerCases
{
    private static readonly Shape[] Shapes = [[2], [3, 5], [2, 3, 4]];

    public static ImmutableArray<LayerCase> All { get; } =
    [
        Smooth("Layers.Affine", Affine(3, 4, Initializers.Normal(1), Initializers.Normal(1)), [2, 3]),
        Smooth("Layers.Affine", Affine(5, 1, Initializers.Normal(1), Initializers.Normal(1)), [7, 5]),
        Smooth("Layers.Affine", Affine(3, 4, Initializers.Normal(1), Initializers.Normal(1)), [3]),
        Smooth("Layers.Affine", Affine(2, 3, Initializers.Normal(1), Initializers.Normal(1)), [2, 4, 2]),
        .. Shapes.Select(shape => new LayerCase("Layers.Relu", Relu, shape, Draw.AwayFromZero)),
        .. Shapes.Select(shape => Smooth("Layers.Sigmoid", Sigmoid, shape)),
        .. Shapes.Select(shape => Smooth("Layers.Tanh", Tanh, shape)),
        .. Shapes.Select(shape => Smooth("Layers.Softmax", Softmax, shape)),
        .. Shapes.Select(shape => Smooth("Layers.Flatten", Flatten, shape)),
        .. Activations,
        .. Normalizations,
        .. Stochastic,
        .. Convolutions,
        .. SpatialLayers,
        Smooth("Layer.Identity", Layer<double>.Identity, [2, 3]),
        Smooth("Layer.Named", Affine(3, 4).Named("first"), [2, 3]),
        Smooth("Layer.Named", (Affine(3, 4) >> Sigmoid).Named("block") >> Affine(4, 2), [2, 3]),
        Smooth("Layer.op_RightShift", Affine(3, 4) >> Sigmoid >> Affine(4, 2) >> Softmax, [2, 3]),
        Smooth("Layer.op_RightShift", Sigmoid >> Flatten >> Affine(6, 3), [3, 2, 3]),
        Smooth("Layer.Then", Affine(3, 4).Then(Sigmoid), [2, 3]),
        Smooth("Layers.Residual", Residual(Affine(3, 3) >> Tanh), [2, 3]),
        Smooth("Layers.Residual", Affine(2, 3) >> Residual(Residual(Sigmoid) >> Affine(3, 3)) >> Tanh, [2, 2]),
        Smooth("Layers.Branches", Branches(Sum, Affine(3, 4), Tanh >> Affine(3, 4), Affine(3, 4).Named("third")), [2, 3]),
        Smooth("Layers.Branches", Tanh >> Branches(Concatenate, Layer<double>.Identity, Layer<double>.Identity, Sigmoid), [2, 3]),
        Smooth("Layers.Repeat", Repeat(3, i => Affine(3 + i, 4 + i) >> Tanh), [2, 3]),
        Smooth("Layers.Repeat", Repeat(0, _ => Relu), [2, 3]),
        Smooth("Layers.Frozen", Affine(3, 4) >> Frozen(Tanh >> Affine(4, 2)), [2, 3]),
        Smooth("Layers.Shared", Shared("tied", Affine(3, 3)) >> Tanh >> Shared("tied", Affine(3, 3)), [2, 3]),
        Smooth("Layers.Shared", Branches(Product, Shared("tower", Affine(3, 2) >> Tanh), Sigmoid >> Shared("tower", Affine(3, 2) >> Tanh)), [2, 3]),
        Smooth("Layers.Sum", Branches(Sum, Tanh, Sigmoid), [2, 3]),
        Smooth("Layers.Concatenate", Branches(Concatenate, Affine(3, 1), Tanh, Affine(3, 4)), [2, 2, 3]),
        Smooth("Merge.Lift", Branches(Product, Affine(3, 4), Affine(3, 1) >> Sigmoid), [2, 3]),
        Smooth("Merge.op_Implicit", Branches(TensorNodes<double>.Subtract, Affine(3, 4), Tanh >> Affine(3, 4)), [2, 3]),
        Smooth("Merge.Define", Branches(Weighted, Tanh, Sigmoid, Tanh >> Tanh), [2, 3]),
        Smooth("Layer.Define", Scale(3), [4, 3]),
        Smooth("Layer.Define", Mean(3), [4, 3]),
        Smooth("Layer.Lift", Layer.Lift("Square", TensorNodes<double>.Square), [4, 3]),
        Smooth("Layer.Lift", Layer.Lift("Square", shape => shape, TensorNodes<double>.Square) >> Affine(3, 2), [4, 3]),
        Smooth("Layer.Lift", Layer.Lift("Cube", "(3)", shape => shape, TensorNodes<double>.Pow(3)), [3, 4]),
        Smooth("Layer.Lift", ComposedLayers.Recurrent(2, 3), [4, 5, 2]),
        Smooth("Layer.Lift", ComposedLayers.Convolution(2, 3, 2), [2, 4, 3, 3]),
        Smooth("Layer.Lift", Layer.Lift("Square", shape => Fin<Shape>.Succ(shape), TensorNodes<double>.Square), [3, 4]),
    ];

    /// <summary>The activations, those with a kink at 0 away from it.</summary>
    private static IEnumerable<LayerCase> Activations => Shapes.SelectMany(shape => new LayerCase[]
    {
        new("Layers.LeakyRelu", LeakyRelu(), shape, Draw.AwayFromZero),
        new("Layers.PRelu", PRelu(shape[^1]), shape, Draw.AwayFromZero),
        new("Layers.ThresholdedRelu", ThresholdedRelu(0), shape, Draw.AwayFromZero),
        new("Layers.Elu", Elu(0.5), shape, Draw.AwayFromZero),
        new("Layers.Celu", Celu(2), shape, Draw.AwayFromZero),
        new("Layers.Selu", Selu, shape, Draw.AwayFromZero),
        new("Layers.Softsign", Softsign, shape, Draw.AwayFromZero),
        Smooth("Layers.Gelu", Gelu, shape),
        Smooth("Layers.GeluTanh", GeluTanh, shape),
        Smooth("Layers.Silu", Silu, shape),
        Smooth("Layers.Mish", Mish, shape),
        Smooth("Layers.Softplus", Softplus, shape),
        Smooth("Layers.HardSigmoid", HardSigmoid(), shape),
        Smooth("Layers.HardSwish", HardSwish, shape),
        Smooth("Layers.LogSoftmax", LogSoftmax, shape),
        Smooth("Layers.SoftmaxOver", SoftmaxOver(0), shape),
        Smooth("Layers.LogSoftmaxOver", LogSoftmaxOver(0), shape),
    });

    private static IEnumerable<LayerCase> Normalizations =>
    [
        Smooth("Layers.BatchNormalization", BatchNormalization(3, gains: Initializers.Normal(1), biases: Initializers.Normal(1)), [5, 3]),
        Smooth("Layers.BatchNormalization", BatchNormalization(2, epsilon: 0.1, gains: Initializers.Normal(1)), [2, 3, 2, 2]),
        Smooth("Layers.BatchNormalization", BatchNormalization(3, affine: false), [3, 2, 3]),
        Smooth("Layers.LayerNormalization", LayerNormalization([5], gains: Initializers.Normal(1), biases: Initializers.Normal(1)), [3, 5]),
        Smooth("Layers.LayerNormalization", LayerNormalization([3, 4], epsilon: 0.1, gains: Initializers.Normal(1)), [2, 3, 4]),
        Smooth("Layers.LayerNormalization", LayerNormalization([70], affine: false), [2, 70]),
        Smooth("Layers.RmsNormalization", RmsNormalization([5], gains: Initializers.Normal(1)), [3, 5]),
        Smooth("Layers.RmsNormalization", RmsNormalization([3, 4], epsilon: 0.1, affine: false), [2, 3, 4]),
        Smooth("Layers.RmsNormalization", RmsNormalization([70], gains: Initializers.Normal(1)), [2, 70]),
        Smooth("Layers.GroupNormalization", GroupNormalization(2, 6, gains: Initializers.Normal(1), biases: Initializers.Normal(1)), [3, 6]),
        Smooth("Layers.GroupNormalization", GroupNormalization(2, 4, epsilon: 0.1, gains: Initializers.Normal(1)), [2, 3, 2, 4]),
        Smooth("Layers.GroupNormalization", GroupNormalization(1, 3, affine: false), [2, 2, 3]),
        Smooth("Layers.InstanceNormalization", InstanceNormalization(2, gains: Initializers.Normal(1), biases: Initializers.Normal(1)), [2, 5, 2]),
        Smooth("Layers.InstanceNormalization", InstanceNormalization(3, epsilon: 0.1, affine: false), [2, 3, 2, 3]),
        Smooth("Layers.WeightStandardization", WeightStandardization(Convolution(2, 3, [2, 2])), [2, 3, 4, 2]),
        Smooth("Layers.WeightStandardization", WeightStandardization(Affine(4, 3), epsilon: 0.1), [5, 4]),
    ];

    private static IEnumerable<LayerCase> Stochastic => Shapes.Skip(1).SelectMany(shape => new[]
    {
        Smooth("Layers.Dropout", Dropout(0.4), shape),
        Smooth("Layers.SpatialDropout", SpatialDropout(0.4), shape),
        Smooth("Layers.DropPath", DropPath(0.4), shape),
        Smooth("Layers.GaussianNoise", GaussianNoise(0.4), shape),
    });

    /// <summary>A layer as a user defines it: <c>y = g x</c> with a gain for each feature.</summary>
    public static Layer<double> Scale(int features) => Layer.Define<double>(
        "Scale",
        $"({features})",
        [new("g", [features], ParameterRole.BiasOrGain, Initializers.Normal(1))],
        shape => Fin<Shape>.Succ(shape),
        (parameters, x, _) => (x * parameters["g"], dy => new(
            parameters.WithValues((x * dy).SumTo([features])), () => dy * parameters["g"])));

    private static Merge<double> Product => Merge.Lift("Product", TensorNodes<double>.Multiply);

    /// <summary>The i-th of the outputs counts i times.</summary>
    private static Merge<double> Weighted => Merge.Define<double>(
        "Weighted", "", shapes => shapes[0],
        inputs => (inputs.Select((x, i) => x * i).Aggregate((sum, next) => sum + next), dy => [.. inputs.Select((_, i) => dy * i)]));

    /// <summary>The mean over each row, in proportion to a gain; its rule is written as a shape.</summary>
    private static Layer<double> Mean(int features) => Layer.Define<double>(
        "Mean",
        "",
        [new("g", [features], ParameterRole.BiasOrGain, Initializers.Normal(1))],
        shape => [shape[0], 1],
        (parameters, x, _) => ((x * parameters["g"]).SumTo([x.Shape[0], 1]) / features, dy => new(
            parameters.WithValues((x * dy / features).SumTo([features])), () => dy * parameters["g"] / features)));

    private static LayerCase Smooth(string member, Layer<double> layer, Shape shape) => new(member, layer, shape, Draw.Normal);
}
