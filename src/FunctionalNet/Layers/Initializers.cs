namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>
    /// Initializers: the distributions of first parameters. A weight's shape is <c>[..., in, out]</c>; axes before the last
    /// two (a convolution's window) count in both fans.
    /// </content>
    public static partial class Initializers
    {
        /// <summary>Zeros: for biases.</summary>
        public static Initializer<T> Zeros { get; } = new(nameof(Zeros), (_, shape) => Tensor.Zeros<T>(shape));

        /// <summary>Ones: for gains.</summary>
        public static Initializer<T> Ones { get; } = new(nameof(Ones), (_, shape) => Tensor.Ones<T>(shape));

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

        /// <summary>The same number everywhere.</summary>
        public static Initializer<T> Constant(T value) =>
            new($"Constant({NumberFormat.Shortest(value)})", (_, shape) => Tensor.Full(shape, value));

        /// <summary>Normal of mean 0 and this standard deviation: the chapter's is <c>Normal(0.01f)</c>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
        public static Initializer<T> Normal(T standardDeviation)
        {
            if (!(standardDeviation >= T.Zero) || !T.IsFinite(standardDeviation))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(standardDeviation), $"expected a standard deviation of 0 or more, got {NumberFormat.Shortest(standardDeviation)}");
            }

            return new(
                $"Normal({NumberFormat.Shortest(standardDeviation)})",
                (key, shape) => key.Normal<T>(shape) * standardDeviation);
        }

        /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
        /// <exception cref="ArgumentOutOfRangeException">
        /// <paramref name="low"/> is not less than <paramref name="high"/>, or their difference is not finite.
        /// </exception>
        public static Initializer<T> Uniform(T low, T high)
        {
            Key.RequireRange(low, high);
            return new(
                $"Uniform({NumberFormat.Shortest(low)}, {NumberFormat.Shortest(high)})",
                (key, shape) => key.Uniform(shape, low, high));
        }

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
