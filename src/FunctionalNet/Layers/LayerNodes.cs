using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The leaves of a layer that is composed of nodes, by <c>Layer.Lift</c>: its parameters and its input. Both are functions of the pair of the
/// two, so <c>Fork</c> joins them: <c>Fork(LayerNodes&lt;T>.Input, LayerNodes&lt;T>.Parameter("W")) >> TensorNodes&lt;T>.MatMul</c>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public static class LayerNodes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The input; the gradient of the parameters is 0.</summary>
    public static Differentiable<(Parameters<T> Parameters, Tensor<T> Input), Tensor<T>> Input { get; } = at =>
        (at.Input, gradient => (ParametersNodes<T>.Zeros(at.Parameters), gradient));

    /// <summary>The parameter of a name, as <see cref="ParametersNodes{T}.At"/>; the gradient of the input is 0.</summary>
    /// <param name="name">The name: <c>W</c>.</param>
    /// <example>
    /// <code>
    /// var scale = Layer.Lift(
    ///     "Scale", "(3)", [new("gain", [3], ParameterRole.BiasOrGain, Initializers.Constant(2))], shape => shape,
    ///     Differentiable.Fork(LayerNodes&lt;float>.Input, LayerNodes&lt;float>.Parameter("gain")).Then(TensorNodes&lt;float>.Multiply));
    /// Console.WriteLine(scale.Predict(scale.Initialize(Key.Seed(0)), Tensor.Vector(1f, 2, 3))); // f32[3] [2, 4, 6]
    /// </code>
    /// </example>
    public static Differentiable<(Parameters<T> Parameters, Tensor<T> Input), Tensor<T>> Parameter(string name)
    {
        var node = ParametersNodes<T>.At(name);
        return at =>
        {
            var (value, pullback) = node(at.Parameters);
            return (value, gradient => (pullback(gradient), Tensor.Zeros<T>(at.Input.Shape)));
        };
    }
}
