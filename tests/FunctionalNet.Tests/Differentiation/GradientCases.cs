using System.Collections.Immutable;
using FunctionalNet.Tests.Layers;
using static FunctionalNet.Differentiable;
using static FunctionalNet.Layers<double>;
using N = FunctionalNet.Nodes<double>;
using TN = FunctionalNet.TensorNodes<double>;

namespace FunctionalNet.Tests.Differentiation;

/// <summary>
/// The gradient checks of everything differentiable. A new public node, layer, loss or combinator fails the suite until it is here.
/// </summary>
public static class GradientCases
{
    private static readonly Shape[] Shapes = [[2], [3, 5], [2, 3, 4]];

    private static readonly (Shape, Shape)[] ShapePairs =
        [([2, 3], [2, 3]), ([4, 3], [3]), ([2, 1, 3], [4, 1]), ([2, 2], []), ([3], [4, 3])];

    public static ImmutableArray<GradientCase> All { get; } =
        [
            .. Scalars, .. UnaryTensors, .. BinaryTensors, .. MatrixProducts, .. Combinators, .. LossCases, .. LossGradientCases.All, .. Views, .. TensorGradientCases.All,
            .. LayerCases.All.Select(GradientCase.Of),
        ];

    private static IEnumerable<GradientCase> Scalars =>
    [
        Binary("Nodes.Add", N.Add, Draw.Number),
        Binary("Nodes.Subtract", N.Subtract, Draw.Number),
        Binary("Nodes.Multiply", N.Multiply, Draw.Number),
        Binary("Nodes.Divide", N.Divide, Draw.NumberAwayFromZero),
        GradientCase.Of("Nodes.Negate", "", N.Negate, Draw.Number),
        GradientCase.Of("Nodes.Square", "", N.Square, Draw.Number),
        GradientCase.Of("Nodes.Reciprocal", "", N.Reciprocal, Draw.NumberAwayFromZero),
        GradientCase.Of("Nodes.Exp", "", N.Exp, Draw.Number),
        GradientCase.Of("Nodes.Log", "", N.Log, Draw.PositiveNumber),
        GradientCase.Of("Nodes.Relu", "", N.Relu, Draw.NumberAwayFromZero),
        GradientCase.Of("Nodes.Sigmoid", "", N.Sigmoid, Draw.Number),
        GradientCase.Of("Nodes.Tanh", "", N.Tanh, Draw.Number),
        GradientCase.Of("Nodes.Cos", "", N.Cos, Draw.Number),
        GradientCase.Of("Nodes.Sin", "", N.Sin, Draw.Number),
        GradientCase.Of("Nodes.AddConstant", "", N.AddConstant(3), Draw.Number),
        GradientCase.Of("Nodes.MultiplyBy", "", N.MultiplyBy(-2.5), Draw.Number),
    ];

    private static IEnumerable<GradientCase> UnaryTensors => Shapes.SelectMany(shape => new[]
    {
        Unary("TensorNodes.Negate", TN.Negate, shape, Draw.Normal),
        Unary("TensorNodes.Square", TN.Square, shape, Draw.Normal),
        Unary("TensorNodes.Reciprocal", TN.Reciprocal, shape, Draw.AwayFromZero),
        Unary("TensorNodes.Exp", TN.Exp, shape, Draw.Normal),
        Unary("TensorNodes.Log", TN.Log, shape, Draw.Positive),
        Unary("TensorNodes.Relu", TN.Relu, shape, Draw.AwayFromZero),
        Unary("TensorNodes.Sigmoid", TN.Sigmoid, shape, Draw.Normal),
        Unary("TensorNodes.Tanh", TN.Tanh, shape, Draw.Normal),
        Unary("TensorNodes.Cos", TN.Cos, shape, Draw.Normal),
        Unary("TensorNodes.Sin", TN.Sin, shape, Draw.Normal),
        Unary("TensorNodes.Softmax", TN.Softmax, shape, Draw.Normal),
        Unary("TensorNodes.AddConstant", TN.AddConstant(3), shape, Draw.Normal),
        Unary("TensorNodes.MultiplyBy", TN.MultiplyBy(-2.5), shape, Draw.Normal),
        Unary("TensorNodes.Sum", TN.Sum, shape, Draw.Normal),
    });

    private static IEnumerable<GradientCase> BinaryTensors => ShapePairs.SelectMany(pair => new[]
    {
        Binary("TensorNodes.Add", TN.Add, pair, Draw.Normal),
        Binary("TensorNodes.Subtract", TN.Subtract, pair, Draw.Normal),
        Binary("TensorNodes.Multiply", TN.Multiply, pair, Draw.Normal),
        Binary("TensorNodes.Divide", TN.Divide, pair, Draw.AwayFromZero),
    });

    private static IEnumerable<GradientCase> MatrixProducts =>
    [
        Binary("TensorNodes.MatMul", TN.MatMul, ([2, 3], [3, 4]), Draw.Normal),
        Binary("TensorNodes.MatMul", TN.MatMul, ([5, 1], [1, 2]), Draw.Normal),
    ];

    private static IEnumerable<GradientCase> Combinators =>
    [
        GradientCase.Of("Differentiable.Identity", "of a number", Identity<double>(), Draw.Number),
        Binary("Differentiable.Then", N.Add.Then(N.Square), Draw.Number),
        Binary("Differentiable.op_RightShift", N.Multiply >> N.Exp, Draw.Number),
        GradientCase.Of(
            "Differentiable.Parallel",
            "of pairs",
            Parallel(N.Multiply, N.Divide),
            key => (Draw.Pair(key.Fold(0), Draw.Number), Draw.Pair(key.Fold(1), Draw.NumberAwayFromZero))),
        GradientCase.Of("Differentiable.Fork", "of a number", Fork(N.Square, N.Exp) >> N.Multiply, Draw.Number),
        GradientCase.Of("Differentiable.Fork", "of a pair", Fork(N.Add, N.Multiply) >> N.Multiply, key => Draw.Pair(key, Draw.Number)),
        GradientCase.Of(
            "Differentiable.Fork",
            "with an addition",
            Fork(N.Add, N.Multiply, (x, y) => (x.X + y.X, x.Y + y.Y)) >> N.Add,
            key => Draw.Pair(key, Draw.Number)),
        Unary("Differentiable.Fork", Fork(TN.Square, TN.Exp, TN.Sin) >> TN.Concatenate(0), [3, 2], Draw.Normal),
        Unary("Differentiable.Fork", Fork(ImmutableArray.Create(TN.Square)) >> TN.Stack(1), [3], Draw.Normal),
        GradientCase.Of("Differentiable.WithFirst", "of a number", N.Divide.WithFirst(3), Draw.NumberAwayFromZero),
        Unary("Differentiable.WithFirst", TN.MatMul.WithFirst(Draw.Normal(Key.Seed(3), [2, 3])), [3, 4], Draw.Normal),
        GradientCase.Of("Differentiable.WithSecond", "of a number", N.Divide.WithSecond(3), Draw.Number),
        Unary("Differentiable.WithSecond", TN.Subtract.WithSecond(Draw.Normal(Key.Seed(4), [5, 3])), [3], Draw.Normal),
    ];

    private static IEnumerable<GradientCase> LossCases =>
    [
        OfLoss("class indices", _ => ImmutableArray.Create(2, 0), [2, 3]),
        OfLoss("one-hot targets", _ => Tensor.OneHot<double>([1, 1, 3], 4), [3, 4]),
        OfLoss("distributions", key => Draw.Distributions(key, [5, 3]), [5, 3]),
        OfLoss("a single sample", _ => ImmutableArray.Create(1), [4]),
    ];

    private static IEnumerable<GradientCase> Views
    {
        get
        {
            var network = Affine(3, 4, Initializers.Normal(1), Initializers.Normal(1)) >> Sigmoid >> Affine(4, 2);
            var (parameters, input) = (network.Initialize(Key.Seed(1)), Draw.Normal(Key.Seed(2), [5, 3]));
            var batch = new Batch<double>(input, ImmutableArray.Create(0, 1, 1, 0, 1));
            return
            [
                GradientCase.Of("Layer.AsDifferentiable", "", network.AsDifferentiable(Mode.Inference), _ => (parameters, input)),
                GradientCase.Of("Layer.WithParameters", "", network.WithParameters(parameters, Mode.Inference), _ => input),
                GradientCase.Of("Layer.OnInput", "", network.OnInput(input, Mode.Inference), network.Initialize),
                GradientCase.Of(
                    "ParametersNodes.Under",
                    "",
                    ParametersNodes<double>.Under("second") >> network.OnInput(input, Mode.Inference),
                    key => Parameters<double>.Join(("first", Affine(2, 2).Initialize(key)), ("second", network.Initialize(key)))),
                GradientCase.Of("ParametersNodes.At", "", ParametersNodes<double>.At("Affine1/W") >> TN.Square, network.Initialize),
                GradientCase.Of("LayerNodes.Input", "", LayerNodes<double>.Input >> TN.Square, _ => (parameters, input)),
                GradientCase.Of(
                    "LayerNodes.Parameter",
                    "",
                    Fork(LayerNodes<double>.Input, LayerNodes<double>.Parameter("Affine1/W")) >> TN.MatMul,
                    _ => (parameters, input)),
                GradientCase.Of("Evaluation.Objective", "", network.Objective(Losses.SoftmaxCrossEntropy, batch, Mode.Inference), network.Initialize),
            ];
        }
    }

    private static GradientCase Binary(string member, Differentiable<(double, double), double> function, Func<Key, double> draw) =>
        GradientCase.Of(member, "", function, key => Draw.Pair(key, draw));

    private static GradientCase Unary<TOut>(
        string member, Differentiable<Tensor<double>, TOut> function, Shape shape, Func<Key, Shape, Tensor<double>> draw) =>
        GradientCase.Of(member, $"on {shape}", function, key => draw(key, shape));

    private static GradientCase Binary(
        string member,
        Differentiable<(Tensor<double>, Tensor<double>), Tensor<double>> function,
        (Shape First, Shape Second) shapes,
        Func<Key, Shape, Tensor<double>> draw) =>
        GradientCase.Of(member, $"on {shapes.First} and {shapes.Second}", function, key => Draw.Pair(key, shapes.First, shapes.Second, draw));

    private static GradientCase OfLoss(string what, Func<Key, Targets<double>> targets, Shape logits) =>
        new("Losses.SoftmaxCrossEntropy", $"with {what}", key =>
            GradientCheck.Of(Losses.SoftmaxCrossEntropy.Against(targets(key.Fold(2))), Draw.Normal(key.Fold(0), logits), key.Fold(1)));
}
