using LanguageExt;
using LanguageExt.Common;
using static FunctionalNet.Differentiable;
using static FunctionalNet.LayerNodes<double>;
using static FunctionalNet.Layers<double>;
using Node = FunctionalNet.Differentiable<(FunctionalNet.Parameters<double> Parameters, FunctionalNet.Tensor<double> Input), FunctionalNet.Tensor<double>>;
using TN = FunctionalNet.TensorNodes<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>Layers as a user composes them of nodes.</summary>
internal static class ComposedLayers
{
    /// <summary>Elman's cell over the time of a sequence: <c>hₜ = tanh(xₜ·W + hₜ₋₁·U + b)</c>, <c>[batch, time, in] -> [batch, units]</c>.</summary>
    public static Layer<double> Recurrent(int inputs, int units)
    {
        return Layer.Lift<double>(
            "Recurrent",
            $"({inputs}→{units})",
            [
                new("W", [inputs, units], ParameterRole.Weight, Initializers.Normal(1)),
                new("U", [units, units], ParameterRole.Weight, Initializers.Normal(0.5)),
                new("b", [units], ParameterRole.BiasOrGain, Initializers.Normal(1)),
            ],
            shape => shape is [var batch, > 0, var last] && last == inputs
                ? Fin<Shape>.Succ([batch, units])
                : Error.New($"expected [batch, time, {inputs}], got {shape}"),
            at => Unrolled(at.Input.Shape[1])(at));

        static Node Unrolled(int steps) => Enumerable.Range(1, steps - 1).Aggregate(
            At(0) >> TN.Tanh, (hidden, t) => Fork(At(t), Fork(hidden, Parameter("U")) >> TN.MatMul) >> TN.Add >> TN.Tanh);

        static Node At(int t) => Fork(Fork(Input >> TN.Part(.., t, ..), Parameter("W")) >> TN.MatMul, Parameter("b")) >> TN.Add;
    }

    /// <summary>A convolution without padding: the parts of the image under each place of the kernel, side by side, times the kernel.</summary>
    public static Layer<double> Convolution(int side, int channels, int filters)
    {
        var patches = Fork([.. from row in Enumerable.Range(0, side)
                               from column in Enumerable.Range(0, side)
                               select TN.Part(.., row..^(side - 1 - row), column..^(side - 1 - column), ..)]) >> TN.Concatenate(-1);
        return Layer.Lift<double>(
            "Convolution",
            $"({side}×{side}, {channels}→{filters})",
            [
                new("W", [side * side * channels, filters], ParameterRole.Weight, Initializers.Normal(1)),
                new("b", [filters], ParameterRole.BiasOrGain, Initializers.Normal(1)),
            ],
            shape => [shape[0], shape[1] - side + 1, shape[2] - side + 1, filters],
            Fork(Fork(Input >> patches, Parameter("W")) >> TN.MatMul, Parameter("b")) >> TN.Add);
    }
}
