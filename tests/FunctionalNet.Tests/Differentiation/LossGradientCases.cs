using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Differentiation;

/// <summary>The gradient checks of losses: each with targets of every kind that it takes, on at least two shapes.</summary>
internal static class LossGradientCases
{
    private static readonly Shape[] Shapes = [[4, 3], [2, 2, 5]];

    public static IEnumerable<GradientCase> All =>
    [
        .. Shapes.SelectMany(shape => (IEnumerable<GradientCase>)
        [
            OfValues("MeanSquaredError", Losses.MeanSquaredError, shape, Draw.Normal),
            OfValues("MeanAbsoluteError", Losses.MeanAbsoluteError, shape, Draw.Normal),
            OfValues("Huber", Losses.Huber(0.7), shape, Draw.Normal),
            OfValues("LogCosh", Losses.LogCosh, shape, Draw.Normal),
            OfValues("SigmoidCrossEntropy", Losses.SigmoidCrossEntropy, shape, (key, of) => key.Uniform<double>(of)),
            OfValues("Hinge", Losses.Hinge, shape, (key, of) => Draw.Normal(key, of).Sign()),
            OfValues("KullbackLeibler", Losses.KullbackLeibler, shape, Draw.Distributions),
            OfValues("Poisson", Losses.Poisson, shape, Draw.Positive),
            OfValues("Cosine", Losses.Cosine, shape, Draw.Normal),
            OfIndices("Hinge", Losses.Hinge, shape, shape.Size, 2),
            OfIndices("SigmoidCrossEntropy", Losses.SigmoidCrossEntropy, shape, shape.Size, 2),
            OfIndices("MultiClassHinge", Losses.MultiClassHinge(1.5), shape),
            OfIndices("SoftmaxCrossEntropyWith", Losses.SoftmaxCrossEntropyWith(), shape),
            OfIndices("SoftmaxCrossEntropyWith", Losses.SoftmaxCrossEntropyWith(Weights(shape), 0.1, 2), shape),
            OfValues("SoftmaxCrossEntropyWith", Losses.SoftmaxCrossEntropyWith(Weights(shape), 0.1), shape, Draw.Distributions),
            OfIndices("NegativeLogLikelihood", Losses.NegativeLogLikelihood, shape),
            OfIndices("NegativeLogLikelihoodWith", Losses.NegativeLogLikelihoodWith(Weights(shape), 0.2, 1), shape),
            OfValues("NegativeLogLikelihoodWith", Losses.NegativeLogLikelihoodWith(Weights(shape)), shape, Draw.Distributions),
            OfIndices("Focal", Losses.Focal(2), shape),
            OfIndices("Focal", Losses.Focal(0.5, Weights(shape), 0), shape),
            OfValues("Focal", Losses.Focal(1.5), shape, Draw.Distributions),
            OfIndices("SigmoidFocal", Losses.SigmoidFocal(), shape, shape.Size, 2),
            OfIndices("SigmoidFocal", Losses.SigmoidFocal(0.5, 0.25), shape, shape.Size, 2),
            OfIndices("SigmoidFocal", Losses.SigmoidFocal(0, 0.75), shape, shape.Size, 2),
            OfValues("SigmoidFocal", Losses.SigmoidFocal(1.5, 0.4), shape, (key, of) => key.Uniform<double>(of)),
            OfIndices("SoftmaxCrossEntropy", Losses.SoftmaxCrossEntropy, shape),
            new("Loss.Each", $"on {shape}", key => GradientCheck.Of(
                Losses.SoftmaxCrossEntropyWith(Weights(shape)).Each(key.Fold(2).Integers(shape[..^1].Size, shape[^1])), Draw.Normal(key, shape), key.Fold(1))),
            OfValues("Loss.Summed", Losses.MeanSquaredError.Summed, shape, Draw.Normal),
            OfValues("Loss.Define", Loss.Define<double>("own", targets => TensorNodes<double>.Tanh), shape, Draw.Normal),
            OfIndices("Loss.Define", Loss.Define<double>("own", (_, _) => true, targets => TensorNodes<double>.SumOver([-1])), shape),
        ]),
        .. ((Shape[])[[4, 3], [3, 5]]).SelectMany(shape => (IEnumerable<GradientCase>)
        [
            GradientCase.Of(
                "Losses.Contrastive", $"on {shape}", Losses.Contrastive([.. Enumerable.Range(0, shape[0]).Select(row => row % 2 == 0)], margin: 4),
                key => Draw.Pair(key, shape, shape, Draw.Normal)),
            GradientCase.Of(
                "Losses.Triplet", $"on {shape}", Losses.Triplet(1),
                key => (Draw.Pair(key, shape, shape, Draw.Normal), Draw.Normal(key.Fold(3), shape))),
        ]),
    ];

    private static ImmutableArray<double> Weights(Shape outputs) => [.. Enumerable.Range(0, outputs[^1]).Select(index => 0.5 + index)];

    private static GradientCase OfValues(string name, Loss<double> loss, Shape shape, Func<Key, Shape, Tensor<double>> targets) =>
        Of(name, loss, $"values on {shape}", shape, key => targets(key, shape));

    private static GradientCase OfIndices(string name, Loss<double> loss, Shape shape, int? count = null, int? classes = null) =>
        Of(name, loss, $"class indices on {shape}", shape, key => key.Integers(count ?? shape[..^1].Size, classes ?? shape[^1]));

    private static GradientCase Of(string name, Loss<double> loss, string what, Shape shape, Func<Key, Targets<double>> targets) =>
        new(name.StartsWith("Loss.", StringComparison.Ordinal) ? name : $"Losses.{name}", $"{loss} with {what}", key =>
            GradientCheck.Of(loss.Against(targets(key.Fold(2))), Draw.Normal(key.Fold(0), shape), key.Fold(1)));
}
