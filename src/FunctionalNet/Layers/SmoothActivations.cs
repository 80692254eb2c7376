namespace FunctionalNet;

/// <content>Smooth activations: elementwise functions without a kink.</content>
public static partial class Layers<T>
{
    /// <summary><c>y = x Φ(x)</c> with Φ the normal distribution's function; any shape. <see cref="TensorNodes{T}.Gelu"/>.</summary>
    /// <remarks>Hendrycks and Gimpel, "Gaussian error linear units", 2016; the exact form.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(Gelu.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.1587,  0.0000,  1.9545]
    /// </code>
    /// </example>
    public static Layer<T> Gelu { get; } = Layer.Lift("Gelu", TensorNodes<T>.Gelu).RowByRow();

    /// <summary><c>y = x (1 + tanh(√(2/π) (x + 0.044715 x³)))/2</c>, close to <see cref="Gelu"/> and faster; any shape. <see cref="TensorNodes{T}.GeluTanh"/>.</summary>
    /// <remarks>Hendrycks and Gimpel, "Gaussian error linear units", 2016; the form with tanh, as GPT-2 and BERT have it.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(GeluTanh.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.1588,  0.0000,  1.9546]
    /// </code>
    /// </example>
    public static Layer<T> GeluTanh { get; } = Layer.Lift("GeluTanh", TensorNodes<T>.GeluTanh).RowByRow();

    /// <summary><c>y = x σ(x)</c>, also called Swish; any shape. <see cref="TensorNodes{T}.Silu"/>.</summary>
    /// <remarks>Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", 2017; Ramachandran, Zoph and Le, "Searching for activation functions", 2017.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(Silu.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.2689,  0.0000,  1.7616]
    /// </code>
    /// </example>
    public static Layer<T> Silu { get; } = Layer.Lift("Silu", TensorNodes<T>.Silu).RowByRow();

    /// <summary><c>y = x tanh(ln(1 + eˣ))</c>; any shape. <see cref="TensorNodes{T}.Mish"/>.</summary>
    /// <remarks>Misra, "Mish: a self regularized non-monotonic activation function", 2019.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(Mish.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.3034,  0.0000,  1.9440]
    /// </code>
    /// </example>
    public static Layer<T> Mish { get; } = Layer.Lift("Mish", TensorNodes<T>.Mish).RowByRow();

    /// <summary><c>y = ln(1 + eˣ)</c>, positive and without overflow; any shape. <c>dx = σ(x) dy</c>. <see cref="TensorNodes{T}.Softplus"/>.</summary>
    /// <remarks>Dugas and others, "Incorporating second-order functional knowledge for better option pricing", 2000.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(Softplus.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [0.3133, 0.6931, 2.1269]
    /// </code>
    /// </example>
    public static Layer<T> Softplus { get; } = Layer.Lift("Softplus", TensorNodes<T>.Softplus).RowByRow();

    /// <summary><c>y = x/(1 + |x|)</c>, from −1 to 1; any shape. <c>dx = dy/(1 + |x|)²</c>. <see cref="TensorNodes{T}.Softsign"/>.</summary>
    /// <remarks>Turian, Bergstra and Bengio, "Quadratic features and deep architectures for chunking", 2009.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(Softsign.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.5000,  0.0000,  0.6667]
    /// </code>
    /// </example>
    public static Layer<T> Softsign { get; } = Layer.Lift("Softsign", TensorNodes<T>.Softsign).RowByRow();
}
