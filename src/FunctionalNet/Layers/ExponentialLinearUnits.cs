namespace FunctionalNet;

/// <content>Exponential linear units: linear above 0, saturating below.</content>
public static partial class Layers<T>
{
    /// <summary><c>y = x</c> where x is positive, <c>α (eˣ − 1)</c> elsewhere; any shape. <see cref="TensorNodes{T}.Elu"/>.</summary>
    /// <remarks>Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2015.</remarks>
    /// <param name="alpha">α: −α is the limit at −∞.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(Elu().Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.6321,  0.0000,  2.0000]
    /// </code>
    /// </example>
    public static Layer<T> Elu(double alpha = 1) => Activation("Elu", TensorNodes<T>.Elu(T.CreateChecked(alpha)), (nameof(alpha), alpha));

    /// <summary>
    /// <c>y = x</c> where x is positive, <c>α (e^(x/α) − 1)</c> elsewhere, whose slope is continuous; any shape. <see cref="TensorNodes{T}.Celu"/>.
    /// </summary>
    /// <remarks>Barron, "Continuously differentiable exponential linear units", 2017.</remarks>
    /// <param name="alpha">α: −α is the limit at −∞.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not positive and finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(Celu(2).Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.7869,  0.0000,  2.0000]
    /// </code>
    /// </example>
    public static Layer<T> Celu(double alpha = 1) => alpha > 0
        ? Activation("Celu", TensorNodes<T>.Celu(T.CreateChecked(alpha)), (nameof(alpha), alpha))
        : throw new ArgumentOutOfRangeException(nameof(alpha), $"expected an alpha above 0, got {NumberFormat.Shortest(alpha)}");

    /// <summary>
    /// <c>y = λ x</c> where x is positive, <c>λ α (eˣ − 1)</c> elsewhere, with λ = 1.0507… and α = 1.6733…, which keep mean 0 and variance 1 from layer
    /// to layer; any shape. <see cref="TensorNodes{T}.Selu"/>.
    /// </summary>
    /// <remarks>Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", 2017. To be used with weights drawn by <c>LecunNormal</c>.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(Selu.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-1.1113,  0.0000,  2.1014]
    /// </code>
    /// </example>
    public static Layer<T> Selu { get; } = Layer.Lift("Selu", TensorNodes<T>.Selu).RowByRow();
}
