namespace FunctionalNet;

/// <content>Activations in pieces that stand in for smooth ones.</content>
public static partial class Layers<T>
{
    /// <summary><c>y = min(max(slope · x + shift, 0), 1)</c>; any shape. The gradient is blocked where y is held. <see cref="TensorNodes{T}.HardSigmoid"/>.</summary>
    /// <remarks>Courbariaux, Bengio and David, "BinaryConnect", 2015; the slope of 1/6 is that of Howard and others, "Searching for MobileNetV3", 2019.</remarks>
    /// <param name="slope">The slope between 0 and 1.</param>
    /// <param name="shift">The value at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(HardSigmoid().Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [0.3333, 0.5000, 0.8333]
    /// </code>
    /// </example>
    public static Layer<T> HardSigmoid(double slope = 1.0 / 6, double shift = 0.5) => Activation(
        "HardSigmoid", TensorNodes<T>.HardSigmoid(T.CreateChecked(slope), T.CreateChecked(shift)), (nameof(slope), slope), (nameof(shift), shift));

    /// <summary><c>y = x min(max(x/6 + 1/2, 0), 1)</c>; any shape. <see cref="TensorNodes{T}.HardSwish"/>.</summary>
    /// <remarks>Howard and others, "Searching for MobileNetV3", 2019.</remarks>
    /// <example>
    /// <code>
    /// Console.WriteLine(HardSwish.Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.3333,  0.0000,  1.6667]
    /// </code>
    /// </example>
    public static Layer<T> HardSwish { get; } = Layer.Lift("HardSwish", TensorNodes<T>.HardSwish).RowByRow();
}
