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
        return parameters => (parameters.Under(name), gradient =>
        {
            var trained = parameters.Trained;
            return trained.Map(value => Tensor.Zeros<T>(value.Shape)).With(gradient.Among(trained.Layout));
        }
        );
    }
}
