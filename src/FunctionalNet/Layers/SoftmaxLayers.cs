using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Probabilities along an axis, and their logarithms.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// <c>yᵢ = xᵢ − ln Σⱼ e^xⱼ</c> along the innermost axis: <c>[..., classes] -> [..., classes]</c>; <c>dxᵢ = dyᵢ − e^yᵢ Σⱼ dyⱼ</c>.
    /// <see cref="TensorNodes{T}.LogSoftmaxOver"/>.
    /// </summary>
    /// <remarks>Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(LogSoftmax.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(0f, 0))); // f32[2] [-0.6931, -0.6931]
    /// </code>
    /// </example>
    public static Layer<T> LogSoftmax { get; } = Layer.Lift(
        "LogSoftmax", shape => shape.Rank > 0 ? shape : Error.New($"expected [..., classes], got {shape}"), TensorNodes<T>.LogSoftmaxOver(-1)).RowByRow();

    /// <summary><c>yᵢ = e^xᵢ/Σⱼ e^xⱼ</c> along any axis; the shape stays. <see cref="TensorNodes{T}.SoftmaxOver"/>.</summary>
    /// <remarks>Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990.</remarks>
    /// <param name="axis">The axis; from the innermost if negative, −1 being the innermost.</param>
    /// <example>
    /// <code>
    /// Console.WriteLine(SoftmaxOver(0).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([2, 1], 0f, 0))[0, 0]); // 0.5
    /// </code>
    /// </example>
    public static Layer<T> SoftmaxOver(int axis) => OverAxis("SoftmaxOver", axis, TensorNodes<T>.SoftmaxOver(axis));

    /// <summary><c>yᵢ = xᵢ − ln Σⱼ e^xⱼ</c> along any axis; the shape stays. <see cref="TensorNodes{T}.LogSoftmaxOver"/>.</summary>
    /// <inheritdoc cref="SoftmaxOver(int)"/>
    /// <example>
    /// <code>
    /// Console.WriteLine(LogSoftmaxOver(0).Predict(Parameters&lt;float&gt;.Empty, Tensor.Create([1, 2], 3f, 4))[0, 1]); // 0
    /// </code>
    /// </example>
    public static Layer<T> LogSoftmaxOver(int axis) => OverAxis("LogSoftmaxOver", axis, TensorNodes<T>.LogSoftmaxOver(axis));

    private static Layer<T> OverAxis(string kind, int axis, Differentiable<Tensor<T>, Tensor<T>> function) => Layer.Lift(
        kind,
        new(Invariant($"({axis})"), ("axis", axis)),
        shape => axis >= -shape.Rank && axis < shape.Rank ? shape : Error.New(Invariant($"expected a shape with axis {axis}, got {shape}")),
        function);
}
