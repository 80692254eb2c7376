namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>
    /// Distributions whose variance is that of the fans: of the numbers that an output is a sum of, <c>in</c>, and that an input goes into,
    /// <c>out</c>. A weight is <c>[window..., in, out]</c>, and its window counts in both: <c>in</c> times window, <c>out</c> times window. The
    /// weight of grouped convolutions is <c>[window..., in/groups, out]</c>, whose fans are then those of PyTorch's
    /// <c>_calculate_fan_in_and_fan_out</c> on its <c>[out, in/groups, window...]</c>: the fan-in is that of a group, and the fan-out is not divided.
    /// The weight of transposed convolutions has the same layout here, and the same fans; PyTorch exchanges the two there, with its
    /// <c>[in, out/groups, window...]</c>.
    /// </content>
    public static partial class Initializers
    {
        /// <summary>Uniform on ±√(6/(in + out)). Glorot and Bengio 2010; also called Xavier.</summary>
        public static Initializer<T> GlorotUniform { get; } =
            new(nameof(GlorotUniform), (key, shape) => Symmetric(key, shape, 6 / (FanIn(shape) + FanOut(shape))));

        /// <summary>Normal of variance 2/(in + out). Glorot and Bengio 2010; also called Xavier.</summary>
        public static Initializer<T> GlorotNormal { get; } =
            new(nameof(GlorotNormal), (key, shape) => OfVariance(key, shape, 2 / (FanIn(shape) + FanOut(shape))));

        /// <summary>Uniform on ±√(6/in): for layers before a <see cref="Relu"/>. He et al. 2015.</summary>
        public static Initializer<T> HeUniform { get; } =
            new(nameof(HeUniform), (key, shape) => Symmetric(key, shape, 6 / FanIn(shape)));

        /// <summary>Normal of variance 2/in: for layers before a <see cref="Relu"/>. He et al. 2015.</summary>
        public static Initializer<T> HeNormal { get; } =
            new(nameof(HeNormal), (key, shape) => OfVariance(key, shape, 2 / FanIn(shape)));

        /// <summary>Uniform on ±√(3/in), of variance 1/in. LeCun et al., "Efficient backprop", 1998.</summary>
        public static Initializer<T> LecunUniform { get; } =
            new(nameof(LecunUniform), (key, shape) => Symmetric(key, shape, 3 / FanIn(shape)));

        /// <summary>
        /// Normal of variance 1/in: for layers before a <see cref="Selu"/>. LeCun et al., "Efficient backprop", 1998. Keras and Flax cut theirs at two
        /// deviations, and correct the deviation for that.
        /// </summary>
        public static Initializer<T> LecunNormal { get; } =
            new(nameof(LecunNormal), (key, shape) => OfVariance(key, shape, 1 / FanIn(shape)));

        /// <summary>
        /// The factor by which an activation wants the deviation of the weights before it to be larger: <c>√2</c> for <see cref="Relu"/>,
        /// <c>√(2/(1 + slope²))</c> for <see cref="LeakyRelu"/>, <c>5/3</c> for <see cref="Tanh"/>, <c>3/4</c> for <see cref="Selu"/>, and 1 for
        /// <see cref="Sigmoid"/> and the identity.
        /// </summary>
        /// <remarks>
        /// The factors are those of PyTorch's <c>calculate_gain</c>. They are relative to a variance of 1/in or 2/(in + out): <see cref="HeNormal"/>
        /// has that of <see cref="Relu"/> in it already. With Selu take <see cref="LecunNormal"/> as it is, as its paper does.
        /// </remarks>
        /// <exception cref="ArgumentException">It is another layer, for which there is no published factor.</exception>
        /// <example>
        /// <code>
        /// var network = Affine(784, 50, Initializers.GlorotUniform * Initializers.Gain(Tanh)) >> Tanh;
        /// Console.WriteLine($"{Initializers.Gain(Relu):F4}, {Initializers.Gain(LeakyRelu(0.2)):F4}"); // 1.4142, 1.3868
        /// </code>
        /// </example>
        public static double Gain(Layer<T> activation) => Require.NotNull(activation) switch
        {
            Layer<T>.Leaf { Kind: "Relu" } => double.Sqrt(2),
            Layer<T>.Leaf { Kind: "LeakyRelu" } leaky when leaky.Arguments["slope"] is double slope => double.Sqrt(2 / (1 + (slope * slope))),
            Layer<T>.Leaf { Kind: "Tanh" } => 5.0 / 3,
            Layer<T>.Leaf { Kind: "Selu" } => 3.0 / 4,
            Layer<T>.Leaf { Kind: "Sigmoid" } or Layer<T>.Sequence { Parts.IsEmpty: true } => 1,
            _ => throw new ArgumentException($"expected Relu, LeakyRelu, Tanh, Selu, Sigmoid or Identity, for which a gain is published, got {activation}"),
        };

        private static Tensor<T> Symmetric(Key key, Shape shape, double squaredLimit)
        {
            var limit = T.CreateChecked(double.Sqrt(squaredLimit));
            return key.Uniform(shape, -limit, limit);
        }

        private static Tensor<T> OfVariance(Key key, Shape shape, double variance) =>
            key.Normal<T>(shape) * T.CreateChecked(double.Sqrt(variance));

        private static double FanIn(Shape shape) => (double)Window(shape) * shape[^2];

        private static double FanOut(Shape shape) => (double)Window(shape) * shape[^1];

        private static int Window(Shape shape) => shape.Rank >= 2
            ? shape[..^2].Size
            : throw new ArgumentException($"expected a weight [..., in, out], which has fans, got {shape}");
    }
}
