using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Activations: layers without parameters, elementwise or along the innermost axis.</content>
public static partial class Layers<T>
{
    /// <summary><c>y = max(x, 0)</c>, any shape. The gradient is blocked where x is 0 or less. <see cref="TensorNodes{T}.Relu"/>.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Relu.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [0, 0, 2]
    /// </code>
    /// </example>
    public static Layer<T> Relu { get; } = Layer.Lift("Relu", TensorNodes<T>.Relu).RowByRow();

    /// <summary><c>y = 1/(1 + e⁻ˣ)</c>, any shape; <c>dx = y (1 − y) dy</c>. <see cref="TensorNodes{T}.Sigmoid"/>.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Sigmoid.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [0.2689, 0.5000, 0.8808]
    /// </code>
    /// </example>
    public static Layer<T> Sigmoid { get; } = Layer.Lift("Sigmoid", TensorNodes<T>.Sigmoid).RowByRow();

    /// <summary><c>y = tanh x</c>, any shape; <c>dx = (1 − y²) dy</c>. <see cref="TensorNodes{T}.Tanh"/>.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Tanh.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.7616,  0.0000,  0.9640]
    /// </code>
    /// </example>
    public static Layer<T> Tanh { get; } = Layer.Lift("Tanh", TensorNodes<T>.Tanh).RowByRow();

    /// <summary>
    /// <c>yᵢ = e^xᵢ / Σⱼ e^xⱼ</c> along the innermost axis: <c>[..., classes] -> [..., classes]</c>. For training, leave it
    /// out and take <c>Losses.SoftmaxCrossEntropy</c> of the logits. <see cref="TensorNodes{T}.Softmax"/>.
    /// </summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Softmax.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(1f, 1, 1, 1))); // f32[4] [0.25, 0.25, 0.25, 0.25]
    /// </code>
    /// </example>
    public static Layer<T> Softmax { get; } = Layer.Lift(
        "Softmax", shape => shape.Rank > 0 ? shape : Error.New($"expected [..., classes], got {shape}"), TensorNodes<T>.Softmax).RowByRow();

    /// <summary>All axes but the first in one: <c>[batch, ...] -> [batch, size]</c>.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Flatten.OutputShape([100, 28, 28])); // [100, 784]
    /// </code>
    /// </example>
    public static Layer<T> Flatten { get; } = Layer.Lift<T>(
        "Flatten",
        shape => shape.Rank > 0 ? Flat(shape) : Error.New($"expected [batch, ...], got {shape}"),
        x => (x.Reshape(Flat(x.Shape)), dy => dy.Reshape(x.Shape))).RowByRow();

    private static Shape Flat(Shape shape) => [shape[0], shape[1..].Size];
}
