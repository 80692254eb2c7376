using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Rectifiers: linear on either side of a kink.</content>
public static partial class Layers<T>
{
    /// <summary><c>y = x</c> where x is positive, <c>slope · x</c> elsewhere; any shape. <see cref="TensorNodes{T}.LeakyRelu"/>.</summary>
    /// <remarks>Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.</remarks>
    /// <param name="slope">The slope below 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(LeakyRelu().Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [-0.01,  0.00,  2.00]
    /// </code>
    /// </example>
    public static Layer<T> LeakyRelu(double slope = 0.01) =>
        Activation("LeakyRelu", TensorNodes<T>.LeakyRelu(T.CreateChecked(slope)), (nameof(slope), slope));

    /// <summary>
    /// <c>y = x</c> where x is positive, <c>a x</c> elsewhere, with a slope a for each channel, which is trained: <c>[..., channels] -> [..., channels]</c>.
    /// <c>da = Σ x dy</c> over what is not positive. <see cref="TensorNodes{T}.PRelu"/>.
    /// </summary>
    /// <remarks>He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015. The slopes are not decayed, as there.</remarks>
    /// <param name="channels">The length of the innermost axis.</param>
    /// <param name="initial">The slopes before training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is not positive.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(PRelu(3).Initialize(Key.Seed(0))["PRelu1/a"]); // f32[3] [0.25, 0.25, 0.25]
    /// </code>
    /// </example>
    public static Layer<T> PRelu(int channels, double initial = 0.25)
    {
        Require.Positive(channels);
        return Layer.Define<T>(
            "PRelu",
            new(Invariant($"({channels})"), ("channels", channels)),
            [new("a", [channels], ParameterRole.BiasOrGain, Initializers.Constant(T.CreateChecked(RequireFinite(initial, nameof(initial)))))],
            shape => shape.Rank > 0 && shape[^1] == channels ? shape : Error.New(Invariant($"expected [..., {channels}], got {shape}")),
            (parameters, input, _) =>
            {
                var (output, pullback) = TensorNodes<T>.PRelu((input, parameters["a"]));
                return (output, dy => new(() => parameters.WithValues(pullback(dy).Slope), () => pullback(dy).X));
            });
    }

    /// <summary><c>y = x</c> where x is above the threshold, 0 elsewhere; any shape. <see cref="TensorNodes{T}.ThresholdedRelu"/>.</summary>
    /// <remarks>Konda, Memisevic and Krueger, "Zero-bias autoencoders and the benefits of co-adapting features", 2014.</remarks>
    /// <param name="threshold">The threshold.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(ThresholdedRelu().Predict(Parameters&lt;float&gt;.Empty, Tensor.Vector(-1f, 0, 2))); // f32[3] [0, 0, 2]
    /// </code>
    /// </example>
    public static Layer<T> ThresholdedRelu(double threshold = 1) =>
        Activation("ThresholdedRelu", TensorNodes<T>.ThresholdedRelu(T.CreateChecked(threshold)), (nameof(threshold), threshold));

    /// <summary>A function of each element, and the numbers it has captured.</summary>
    private static Layer<T> Activation(string kind, Differentiable<Tensor<T>, Tensor<T>> function, params (string Name, double Value)[] arguments)
    {
        var text = string.Join(", ", arguments.Select(argument => NumberFormat.Setting(RequireFinite(argument.Value, argument.Name))));
        return Layer.Lift(
            kind, new($"({text})", [.. arguments.Select(argument => (argument.Name, (object)argument.Value))]), shape => shape, function).RowByRow();
    }

    private static double RequireFinite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, $"expected a finite {name}, got {NumberFormat.Shortest(value)}");
}
