using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>The activations of ONNX, with their defaults there.</summary>
/// <typeparam name="T">The type of the case's numbers.</typeparam>
internal static class OnnxActivations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Tensor<T> Run(OnnxCase @case, Tensor<T> x) => @case.Op switch
    {
        "Abs" => x.Abs(),
        "Celu" => TensorNodes<T>.Celu(Of(@case, "alpha", 1))(x).Value,
        "Clip" => Clip(@case, x),
        "Elu" => TensorNodes<T>.Elu(Of(@case, "alpha", 1))(x).Value,
        "Erf" => x.Erf(),
        "Exp" => x.Exp(),
        "Gelu" => (@case.Text("approximate", "none") == "tanh" ? TensorNodes<T>.GeluTanh : TensorNodes<T>.Gelu)(x).Value,
        "HardSigmoid" => TensorNodes<T>.HardSigmoid(Of(@case, "alpha", 0.2), Of(@case, "beta", 0.5))(x).Value,
        "HardSwish" => TensorNodes<T>.HardSwish(x).Value,
        "LeakyRelu" => TensorNodes<T>.LeakyRelu(Of(@case, "alpha", 0.01))(x).Value,
        "Log" => x.Log(),
        "LogSoftmax" => TensorNodes<T>.LogSoftmaxOver(@case.Integer("axis", -1))(x).Value,
        "Mish" => TensorNodes<T>.Mish(x).Value,
        "Neg" => -x,
        "PRelu" => TensorNodes<T>.PRelu((x, Slopes(@case, x))).Value,
        "Reciprocal" => x.Reciprocal(),
        "Relu" => x.Relu(),
        "Selu" => Selu(@case, x),
        "Sigmoid" => x.Sigmoid(),
        "Sign" => x.Sign(),
        "Softmax" => TensorNodes<T>.SoftmaxOver(@case.Integer("axis", -1))(x).Value,
        "Softplus" => TensorNodes<T>.Softplus(x).Value,
        "Softsign" => TensorNodes<T>.Softsign(x).Value,
        "Sqrt" => x.Sqrt(),
        "Swish" => x * (x * Of(@case, "alpha", 1)).Sigmoid(),
        "Tanh" => x.Tanh(),
        "ThresholdedRelu" => TensorNodes<T>.ThresholdedRelu(Of(@case, "alpha", 1))(x).Value,
        _ => throw new NotSupportedException($"{@case.Op} is neither supported nor left out"),
    };

    private static T Of(OnnxCase @case, string attribute, double otherwise) => T.CreateTruncating(@case.Number(attribute, otherwise));

    /// <summary>The lower end first: where it is above the upper one, all is the upper one.</summary>
    private static Tensor<T> Clip(OnnxCase @case, Tensor<T> x)
    {
        var raised = @case.Input(1) is { } low ? x.Maximum(low.AsTensor<T>()) : x;
        return @case.Input(2) is { } high ? raised.Minimum(high.AsTensor<T>()) : raised;
    }

    /// <summary>The slopes of channels, which come first there: after the batch.</summary>
    private static Tensor<T> Slopes(OnnxCase @case, Tensor<T> x)
    {
        var slopes = OnnxOperators<T>.First(@case);
        return slopes.Shape.Rank == 1 && x.Shape.Rank > 2 && slopes.Shape[0] == x.Shape[1]
            ? slopes.Reshape([slopes.Shape[0], .. x.Shape.Skip(2).Select(_ => 1)])
            : slopes;
    }

    private static Tensor<T> Selu(OnnxCase @case, Tensor<T> x) => @case.Attributes.IsEmpty
        ? TensorNodes<T>.Selu(x).Value
        : TensorNodes<T>.Elu(Of(@case, "alpha", 1.6732632))(x).Value * Of(@case, "gamma", 1.050701);
}
