using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>The normalizations of ONNX, whose images are channels first.</summary>
/// <typeparam name="T">The type of the case's numbers.</typeparam>
internal static class OnnxNormalizations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static ImmutableArray<Tensor<T>> Run(OnnxCase @case, Tensor<T> x) => @case.Op switch
    {
        "BatchNormalization" => Batch(@case, x),
        _ => throw new NotSupportedException($"{@case.Op} is neither supported nor left out"),
    };

    /// <summary>The output, and in training the next statistics.</summary>
    private static ImmutableArray<Tensor<T>> Batch(OnnxCase @case, Tensor<T> x)
    {
        var layer = Layers<T>.BatchNormalization(
            x.Shape[1], momentum: @case.Number("momentum", 0.9), epsilon: @case.Number("epsilon", 1e-5)).Named("norm");
        var parameters = With(layer, ("gain", @case.Input(1)), ("bias", @case.Input(2)), ("mean", @case.Input(3)), ("variance", @case.Input(4)));
        var isTraining = @case.Integer("training_mode", 0) == 1;
        var pass = layer.Forward(parameters, ChannelsLast(x), isTraining ? Mode.Training(Key.Seed(0)) : Mode.Inference);
        return isTraining
            ? [ChannelsFirst(pass.Output), pass.Statistics!["norm/mean"], pass.Statistics["norm/variance"]]
            : [ChannelsFirst(pass.Output)];
    }

    private static Parameters<T> With(Layer<T> layer, params (string Name, OnnxValue? Value)[] values) => values.Aggregate(
        layer.Initialize(Key.Seed(0)), (parameters, value) => parameters.With($"norm/{value.Name}", value.Value!.AsTensor<T>()));

    private static Tensor<T> ChannelsLast(Tensor<T> x) => x.Permute([0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);

    private static Tensor<T> ChannelsFirst(Tensor<T> x) => x.Permute([0, x.Shape.Rank - 1, .. Enumerable.Range(1, x.Shape.Rank - 2)]);
}
