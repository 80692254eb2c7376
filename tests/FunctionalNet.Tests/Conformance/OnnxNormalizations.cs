using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>The normalizations of ONNX, whose images are channels first.</summary>
/// <typeparam name="T">The type of the case's numbers.</typeparam>
internal static class OnnxNormalizations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static ImmutableArray<Tensor<T>> Run(OnnxCase @case, Tensor<T> x)
    {
        var epsilon = @case.Number("epsilon", 1e-5);
        return @case.Op switch
        {
            "BatchNormalization" => Batch(@case, x, epsilon),
            "LayerNormalization" => Layer(@case, x, epsilon),
            "RMSNormalization" =>
                [Output(Layers<T>.RmsNormalization(Trailing(@case, x), epsilon), x, ("gain", Value(@case, 1, Trailing(@case, x))))],
            "GroupNormalization" => [ChannelsFirst(Output(
                Layers<T>.GroupNormalization(@case.Integer("num_groups", 0), x.Shape[1], epsilon), ChannelsLast(x),
                ("gain", OfChannels(@case, 1, x)), ("bias", OfChannels(@case, 2, x))))],
            "InstanceNormalization" => [ChannelsFirst(Output(
                Layers<T>.InstanceNormalization(x.Shape[1], epsilon), ChannelsLast(x), ("gain", OfChannels(@case, 1, x)), ("bias", OfChannels(@case, 2, x))))],
            _ => throw new NotSupportedException($"{@case.Op} is neither supported nor left out"),
        };
    }

    /// <summary>The output, and in training the next statistics.</summary>
    private static ImmutableArray<Tensor<T>> Batch(OnnxCase @case, Tensor<T> x, double epsilon)
    {
        var layer = Layers<T>.BatchNormalization(x.Shape[1], momentum: @case.Number("momentum", 0.9), epsilon: epsilon).Named("norm");
        var parameters = With(
            layer, ("gain", OfChannels(@case, 1, x)), ("bias", OfChannels(@case, 2, x)), ("mean", OfChannels(@case, 3, x)), ("variance", OfChannels(@case, 4, x)));
        var isTraining = @case.Integer("training_mode", 0) == 1;
        var pass = layer.Forward(parameters, ChannelsLast(x), isTraining ? Mode.Training(Key.Seed(0)) : Mode.Inference);
        return isTraining
            ? [ChannelsFirst(pass.Output), pass.Statistics!["norm/mean"], pass.Statistics["norm/variance"]]
            : [ChannelsFirst(pass.Output)];
    }

    /// <summary>The output, and as many as the case has of mean and 1/√(variance + ε), which the layer does not give but tensors do.</summary>
    private static ImmutableArray<Tensor<T>> Layer(OnnxCase @case, Tensor<T> x, double epsilon)
    {
        var shape = Trailing(@case, x);
        var layer = Layers<T>.LayerNormalization(shape, epsilon);
        var bias = @case.Input(2) is null ? Tensor.Zeros<T>(shape) : Value(@case, 2, shape);
        int[] axes = [.. Enumerable.Range(-shape.Rank, shape.Rank)];
        ImmutableArray<Tensor<T>> all =
        [
            Output(layer, x, ("gain", Value(@case, 1, shape)), ("bias", bias)),
            x.MeanOver(axes, keepAxes: true),
            (x.VarianceOver(axes, keepAxes: true) + T.CreateChecked(epsilon)).ReciprocalSqrt(),
        ];
        return all[..@case.Outputs.Length];
    }

    private static Tensor<T> Output(Layer<T> layer, Tensor<T> x, params (string Name, Tensor<T> Value)[] values) =>
        layer.Named("norm").Predict(With(layer.Named("norm"), values), x);

    private static Parameters<T> With(Layer<T> named, params (string Name, Tensor<T> Value)[] values) =>
        values.Aggregate(named.Initialize(Key.Seed(0)), (parameters, value) => parameters.With($"norm/{value.Name}", value.Value));

    /// <summary>The lengths from the axis on.</summary>
    private static Shape Trailing(OnnxCase @case, Tensor<T> x) =>
        @case.Integer("axis", -1) is var axis && axis < 0 ? x.Shape[^-axis..] : x.Shape[axis..];

    private static Tensor<T> Value(OnnxCase @case, int input, Shape shape) => @case.Input(input)!.AsTensor<T>().BroadcastTo(shape);

    /// <summary>A number for each channel; those for groups, in older cases, are repeated.</summary>
    private static Tensor<T> OfChannels(OnnxCase @case, int input, Tensor<T> x)
    {
        var value = @case.Input(input)!.AsTensor<T>();
        var channels = x.Shape[1];
        return value.Shape[0] == channels
            ? value
            : value.InsertAxis(1).BroadcastTo([value.Shape[0], channels / value.Shape[0]]).Reshape([channels]);
    }

    private static Tensor<T> ChannelsLast(Tensor<T> x) => x.Permute([0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);

    private static Tensor<T> ChannelsFirst(Tensor<T> x) => x.Permute([0, x.Shape.Rank - 1, .. Enumerable.Range(1, x.Shape.Rank - 2)]);
}
