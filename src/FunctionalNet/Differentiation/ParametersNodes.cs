using System.Numerics;

namespace FunctionalNet;

/// <summary>The nodes of a computational graph over parameters.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public static class ParametersNodes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// The parameters below a name, for an objective that runs several networks: <c>Under("critic") >> critic.OnInput(x, mode)</c>. The
    /// gradient of all other parameters is 0.
    /// </summary>
    /// <param name="name">The name: <c>critic</c>, of <c>critic/Affine1/W</c>.</param>
    /// <example>
    /// <code>
    /// var critic = Affine(3, 1);
    /// var all = Parameters&lt;float&gt;.Join(("generator", Affine(2, 3).Initialize(Key.Seed(0))), ("critic", critic.Initialize(Key.Seed(1))));
    /// var score = ParametersNodes&lt;float&gt;.Under("critic") >> critic.OnInput(Tensor.Ones&lt;float&gt;([4, 3]), Mode.Inference);
    /// Console.WriteLine(score(all).Value.Shape); // [4, 1]
    /// </code>
    /// </example>
    public static Differentiable<Parameters<T>, Parameters<T>> Under(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return parameters => (parameters.Under(name), gradient => Zeros(parameters).With(gradient.Among(parameters.Trained.Layout)));
    }

    /// <summary>
    /// The tensor of a name, for an objective that is composed of nodes: <c>At("W")</c> is <c>parameters["W"]</c>. The gradient of
    /// all other parameters is 0. A statistic, or what is frozen, gets none.
    /// </summary>
    /// <param name="name">The name: <c>W</c>, or <c>encoder/Affine1/W</c> in a whole network.</param>
    /// <example>
    /// <code>
    /// var parameters = Affine(3, 2).Initialize(Key.Seed(0));
    /// var decay = ParametersNodes&lt;float&gt;.At("Affine1/W").Then(TensorNodes&lt;float&gt;.Square).Then(TensorNodes&lt;float&gt;.Sum);
    /// Console.WriteLine(decay.ValueAndGradient(parameters).Gradient["Affine1/b"]); // f32[2] [0, 0]
    /// </code>
    /// </example>
    public static Differentiable<Parameters<T>, Tensor<T>> At(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return parameters => (parameters[name], gradient =>
            parameters.Trained.Layout.PositionOf(parameters.Path + name) is null ? Zeros(parameters) : Zeros(parameters).With(name, gradient));
    }

    /// <summary>The gradient of parameters that a function does not use.</summary>
    internal static Parameters<T> Zeros(Parameters<T> parameters) => parameters.Trained.Map(value => Tensor.Zeros<T>(value.Shape));
}
