using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

public sealed class PyTorchTestsInSinglePrecision : PyTorchTests<float>;

public sealed class PyTorchTestsInDoublePrecision : PyTorchTests<double>;

/// <summary>Layers have the outputs and the gradients of PyTorch's, whose parameters they take over.</summary>
public abstract class PyTorchTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly double Tolerance = typeof(T) == typeof(float) ? 2e-5 : 1e-12;

    public static TheoryData<string> Names => [.. PyTorchCase<T>.All.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_has_the_values_and_gradients_of_PyTorch(string name)
    {
        var @case = PyTorchCase<T>.All.Single(candidate => candidate.Name == name);
        var layer = LayerOf(@case).Named("layer");
        var parameters = layer.FromPyTorch(@case.Tensors("parameters")).Match(
            Succ: parameters => parameters, Fail: errors => throw new InvalidOperationException(string.Join("; ", errors)));
        var (toOurs, toTheirs) = @case.IsOfImages ? ((Func<Tensor<T>, Tensor<T>>)OnnxImages.ChannelsLast, (Func<Tensor<T>, Tensor<T>>)OnnxImages.ChannelsFirst) : (x => x, x => x);
        var pass = layer.Forward(parameters, toOurs(@case.Tensor("input")), @case.IsTraining ? Mode.Training(Key.Seed(0)) : Mode.Inference);
        AssertNear(@case, "output", @case.Tensor("output"), toTheirs(pass.Output));
        var gradients = pass.Backward(toOurs(@case.Tensor("outputGradient")));
        AssertNear(@case, "gradient of the input", @case.Tensor("inputGradient"), toTheirs(gradients.Input));
        var ours = layer.ToPyTorch(parameters.WithTrained(gradients.Parameters));
        foreach (var (theirName, value) in @case.Tensors("parameterGradients"))
            AssertNear(@case, $"gradient of {theirName}", value, ours[theirName]);
        var next = layer.ToPyTorch(pass.Statistics ?? parameters);
        foreach (var (theirName, value) in @case.Tensors("statistics"))
            AssertNear(@case, $"next {theirName}", value, next[theirName]);
    }

    private static Layer<T> LayerOf(PyTorchCase<T> @case) => @case.Kind switch
    {
        "Convolution" => Layers<T>.Convolution(
            @case.Integer("inputs"), @case.Integer("outputs"), @case.Lengths("window"), @case.Lengths("stride"), Padding.Of(@case.Lengths("padding")),
            @case.Lengths("dilation"), @case.Integer("groups"), @case.Flag("bias")),
        "TransposedConvolution" => Layers<T>.TransposedConvolution(
            @case.Integer("inputs"), @case.Integer("outputs"), @case.Lengths("window"), @case.Lengths("stride"), Padding.Of(@case.Lengths("padding")),
            @case.Lengths("dilation"), @case.Lengths("extra"), @case.Integer("groups"), @case.Flag("bias")),
        "BatchNormalization" or "LayerNormalization" or "RmsNormalization" or "GroupNormalization" or "InstanceNormalization" =>
            NormalizationOf(@case, @case.Number("epsilon"), @case.Flag("affine")),
        _ => SpatialLayerOf(@case),
    };

    private static Layer<T> NormalizationOf(PyTorchCase<T> @case, double epsilon, bool affine) => @case.Kind switch
    {
        "BatchNormalization" => Layers<T>.BatchNormalization(@case.Integer("features"), @case.Number("momentum"), epsilon, affine, unbiased: true),
        "LayerNormalization" => Layers<T>.LayerNormalization(@case.Lengths("shape"), epsilon, affine),
        "RmsNormalization" => Layers<T>.RmsNormalization(@case.Lengths("shape"), epsilon, affine),
        "GroupNormalization" => Layers<T>.GroupNormalization(@case.Integer("groups"), @case.Integer("channels"), epsilon, affine),
        "InstanceNormalization" => Layers<T>.InstanceNormalization(@case.Integer("channels"), epsilon, affine),
        _ => throw new NotSupportedException($"{@case.Kind} has no layer here"),
    };

    private static Layer<T> SpatialLayerOf(PyTorchCase<T> @case) => @case.Kind switch
    {
        "MaxPool" => Layers<T>.MaxPool(
            @case.Lengths("window"), @case.Lengths("stride"), Padding.Of(@case.Lengths("padding")), @case.Lengths("dilation"), @case.Flag("ceil")),
        "AveragePool" => Layers<T>.AveragePool(
            @case.Lengths("window"), @case.Lengths("stride"), Padding.Of(@case.Lengths("padding")), @case.Lengths("dilation"), @case.Flag("ceil"),
            @case.Flag("countPadding")),
        "AdaptiveAveragePool" => Layers<T>.AdaptiveAveragePool(@case.Lengths("outputs")),
        "AdaptiveMaxPool" => Layers<T>.AdaptiveMaxPool(@case.Lengths("outputs")),
        "GlobalAveragePool" => Layers<T>.GlobalAveragePool,
        "GlobalMaxPool" => Layers<T>.GlobalMaxPool,
        "ZeroPad" => Layers<T>.ZeroPad(@case.Lengths("before"), @case.Lengths("after")),
        "ReflectPad" => Layers<T>.ReflectPad(@case.Lengths("before"), @case.Lengths("after")),
        "EdgePad" => Layers<T>.EdgePad(@case.Lengths("before"), @case.Lengths("after")),
        "UpsampleNearest" => Layers<T>.UpsampleNearest(@case.Lengths("factors")),
        "UpsampleLinear" => Layers<T>.UpsampleLinear(@case.Lengths("factors")),
        "ResizeNearest" => Layers<T>.ResizeNearest(@case.Lengths("lengths")),
        "ResizeLinear" => Layers<T>.ResizeLinear(@case.Lengths("lengths")),
        _ => throw new NotSupportedException($"{@case.Kind} has no layer here"),
    };

    private static void AssertNear(PyTorchCase<T> @case, string what, Tensor<T> expected, Tensor<T> actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (var i = 0; i < expected.Shape.Size; i++)
        {
            var (wanted, got) = (double.CreateChecked(expected.Data[i]), double.CreateChecked(actual.Data[i]));
            Assert.True(Math.Abs(got - wanted) <= Tolerance * (1 + Math.Abs(wanted)), Invariant($"{@case.Name}, {what}: element {i}: expected {wanted:g9}, got {got:g9}"));
        }
    }
}
